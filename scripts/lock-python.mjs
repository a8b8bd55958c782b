// Writes scripts/setup/locks from environment.yml: every Python package with its version and the hashes of its files, for all
// machines and Pythons that set-up takes. Packages are resolved by uv, which is installed into out/ once.
//   npm run lock
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { inRoot, root } from './setup/checkout.mjs';
import { findPython } from './setup/python.mjs';
import { asked, checkLocks, pythonLocks } from './setup/python-locks.mjs';

const uv = '0.13.9';
const folder = inRoot('out', 'uv');
const python = inRoot('out', 'uv', 'bin', 'python');
const run = (program, ...args) =>
  execFileSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
if (!existsSync(python)) run(findPython().executable, '-m', 'venv', folder);
run(python, '-m', 'pip', 'install', '-q', '--disable-pip-version-check', `uv==${uv}`);

const { environment, cpu } = asked();
const version = cpu[0].split('==')[1];
// what builds the package of our own stands in the lock, too
const flit = /"(flit_core==[^"]+)"/.exec(
  readFileSync(inRoot('scripts', 'papermill-typescript', 'pyproject.toml'), 'utf8'),
)[1];
lock('environment', [...environment, flit]);
const intel = "sys_platform == 'linux' and platform_machine == 'x86_64'";
const others = "platform_machine == 'aarch64' or (sys_platform == 'darwin' and platform_machine == 'arm64')";
lock('cpu', [`tensorflow-cpu==${version} ; ${intel}`, `tensorflow==${version} ; ${others}`], ['--no-deps']);
lock(
  'gpu',
  [`tensorflow[and-cuda]==${version} ; sys_platform == 'linux'`],
  ['--constraints', pythonLocks.environment],
);
checkLocks();

function lock(name, list, options = []) {
  const input = inRoot('out', 'lock', `${name}.in`);
  mkdirSync(inRoot('out', 'lock'), { recursive: true });
  writeFileSync(input, `${list.join('\n')}\n`);
  rmSync(pythonLocks[name], { force: true });
  run(
    inRoot('out', 'uv', 'bin', 'uv'),
    ...['pip', 'compile', '--quiet', '--universal', '--python-version', '3.10', '--generate-hashes'],
    ...['--no-header', '--no-annotate', '--only-binary', ':all:', ...options],
    ...[relative(root, input), '--output-file', relative(root, pythonLocks[name])],
  );
  const head = '# Written by npm run lock from environment.yml.\n';
  writeFileSync(pythonLocks[name], head + readFileSync(pythonLocks[name], 'utf8'));
}
