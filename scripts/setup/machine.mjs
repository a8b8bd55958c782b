import { statfsSync } from 'node:fs';
import { which } from './executables.mjs';
import { Problem } from './problem.mjs';
import { tensorflowWheel } from './tensorflow-wheel.mjs';

const withoutIt = 'To go on without native TensorFlow, tens of times slower: UNETLAB_TENSORFLOW=js npm start';

/** Throws unless the native addon can be built here for this choice of TensorFlow. */
export function checkPlatform(platform = process.platform, arch = process.arch) {
  if (tensorflowWheel(platform, arch) !== null) return;
  throw new Problem(
    `There is no native TensorFlow for ${platform} on ${arch}, only for Linux on x86-64 and arm64 and macOS on arm64.`,
    platform === 'win32' ? `Use the Linux subsystem (WSL). ${withoutIt}` : withoutIt,
  );
}

const compilers = ['g++', 'clang++', 'c++'];

/** The C++ compiler: `$CXX` (with its own options), or the first of the usual ones on the path. */
export const compiler = (env = process.env) =>
  (env.CXX ?? '') !== '' ? env.CXX : compilers.find((name) => which(name, env.PATH ?? '') !== null);

/** Throws unless a C++ compiler is on the path. */
export function checkCompiler(env = process.env, platform = process.platform) {
  const asked = (env.CXX ?? '').trim().split(/\s+/)[0];
  const names = asked === '' ? compilers : [asked];
  if (names.some((name) => which(name, env.PATH ?? '') !== null)) return;
  const missing = asked === '' ? 'a C++ compiler (g++ or clang++)' : `the C++ compiler CXX=${asked}`;
  throw new Problem(
    `The native TensorFlow addon needs ${missing}, not found on the path.`,
    `${install(platform)} ${withoutIt}`,
  );
}

const install = (platform) =>
  platform === 'darwin'
    ? 'Install it: xcode-select --install.'
    : 'Install it (Debian, Ubuntu: the package g++; Fedora: gcc-c++).';

/**
 * What keeps native TensorFlow from being built where nobody has run it yet, in words, or null. There set-up goes on in
 * plain JavaScript and says so, where on Linux with x86-64 it stops.
 */
export function insteadOfNative(env = process.env, platform = process.platform, arch = process.arch) {
  if (platform === 'linux' && arch === 'x64') return null;
  if (tensorflowWheel(platform, arch) === null) return `no native TensorFlow for ${platform} on ${arch}`;
  try {
    checkCompiler(env, platform);
    return null;
  } catch {
    return `no C++ compiler (${platform === 'darwin' ? 'xcode-select --install brings one' : 'g++ or clang++'})`;
  }
}

export function checkNpm(env = process.env) {
  if (which('npm', env.PATH ?? '') !== null) return;
  throw new Problem(
    'npm is not on the path.',
    'It comes with Node: install Node 24 from nodejs.org or with nvm.',
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
