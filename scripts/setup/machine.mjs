import { statfsSync } from 'node:fs';
import { which } from './executables.mjs';
import { Problem } from './problem.mjs';

const withoutIt = 'To go on without native TensorFlow, tens of times slower: UNETLAB_TENSORFLOW=js npm start';

/** Throws unless the native addon can be built here for this choice of TensorFlow. */
export function checkPlatform(platform = process.platform, arch = process.arch) {
  if (platform === 'linux' && arch === 'x64') return;
  throw new Problem(
    `Native TensorFlow is prepared for Linux on x86-64; this is ${platform} on ${arch}.`,
    platform === 'win32' ? `Use the Linux subsystem (WSL). ${withoutIt}` : withoutIt,
  );
}

/** Throws unless a C++ compiler and make are on the path. */
export function checkCompiler(env = process.env) {
  const asked = (env.CXX ?? '').trim().split(/\s+/)[0];
  const names = asked === '' ? ['g++', 'clang++', 'c++'] : [asked];
  const missing = [
    names.every((name) => which(name, env.PATH ?? '') === null) &&
      (asked === '' ? 'a C++ compiler (g++ or clang++)' : `the C++ compiler CXX=${asked}`),
    which(env.MAKE ?? 'make', env.PATH ?? '') === null && 'make',
  ].filter(Boolean);
  if (missing.length === 0) return;
  throw new Problem(
    `The native TensorFlow addon needs ${missing.join(' and ')}, not found on the path.`,
    `Install it (Debian, Ubuntu: the packages g++ and make; Fedora: gcc-c++ and make). ${withoutIt}`,
  );
}

/** The compiler to hand to make: node-gyp's makefiles call g++, which is not there where only clang is. */
export function compiler(env = process.env) {
  if ((env.CXX ?? '') !== '' || which('g++', env.PATH ?? '') !== null) return {};
  return which('clang++', env.PATH ?? '') === null ? {} : { CXX: 'clang++', CC: 'clang' };
}

export function checkNpm(env = process.env) {
  if (which('npm', env.PATH ?? '') !== null) return;
  throw new Problem(
    'npm is not on the path.',
    'It comes with Node: install Node 22 from nodejs.org or with nvm.',
  );
}

const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;

/** Throws unless `needed` bytes are free where the checkout lies. */
export function checkDisk(folder, needed, free = freeBytes(folder)) {
  if (free >= needed) return;
  throw new Problem(
    `Set-up needs ${gigabytes(needed)} on the disk that holds ${folder}; ${gigabytes(free)} are free.`,
    'Free some space, or move the checkout to a larger disk, and run the same command again.',
  );
}

function freeBytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
