import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { inRoot, inState, root } from './checkout.mjs';
import { condaProgram } from './choices.mjs';
import { run, sawFullDisk, sawNoNetwork, tail } from './command.mjs';
import { condaPart, forPip, readEnvironment } from './environment-file.mjs';
import { Problem } from './problem.mjs';
import { checkLocks, pythonLocks } from './python-locks.mjs';
import { findPython } from './python.mjs';
import { hashOf } from './stamps.mjs';
import { tensorflowWheel } from './tensorflow-wheel.mjs';

const listFile = inRoot('environment.yml');

/** The Python environment of environment.yml inside the checkout, as `.conda` or `.venv`. */
export const pythonEnvironment = {
  name: 'python-environment',
  title: 'Python environment',
  needs: [],
  bytes: 3e9,
  // The place counts: console scripts hold absolute paths, so an environment that was moved is made again.
  inputs: ({ choice: { tensorflow, environment } }) =>
    hashOf(
      listFile,
      inRoot('scripts', 'setup', 'locks'),
      inRoot('scripts', 'papermill-typescript'),
      { tensorflow, environment },
      { root },
    ),
  present: ({ choice: { prefix, tensorflow } }) =>
    existsSync(inRoot(prefix, 'bin', 'papermill')) &&
    runs(inRoot(prefix, 'bin', 'python')) &&
    (tensorflow === 'js' || tensorflowFolder(prefix) !== null),
  check({ choice }) {
    checkLocks();
    if (choice.environment === 'venv') findPython();
    else if (condaProgram() === null)
      throw new Problem(
        'The Python environment was made with conda, and conda, mamba and micromamba are not on the path.',
        'Put one of them on the path, or use the system Python instead: UNETLAB_ENVIRONMENT=venv npm start',
      );
  },
  async run({ say, choice, last }) {
    const environment = readEnvironment(readFileSync(listFile, 'utf8'));
    const folder = inRoot(choice.prefix);
    // Only an environment that was once finished here, with the same choices, is worth adding to.
    const kept = last?.folder === folder && last?.tensorflow === choice.tensorflow && existsSync(folder);
    const conda = choice.environment === 'conda';
    if (conda || !kept) rmSync(folder, { recursive: true, force: true });
    if (conda) await makeConda(environment, folder, say);
    else if (!kept) await makeVenv(folder, say);
    const install = (...rest) => pip(choice.prefix, rest, say);
    // conda chooses the versions of what it brings, so pip's part is fitted to them and has no hashes
    const { others } = forPip(environment, choice.tensorflow);
    if (conda) await install(...others.filter((entry) => !entry.startsWith('./')), builder());
    else await install(...fixed(pythonLocks.environment));
    // what is ours keeps its version while it changes
    const ours = others.filter((entry) => entry.startsWith('./'));
    await install('--force-reinstall', '--no-deps', '--no-build-isolation', ...ours);
    if (choice.tensorflow === 'gpu') {
      say('    TensorFlow with CUDA 12, about 3 GB to download');
      await install(...fixed(pythonLocks.gpu));
    } else if (choice.tensorflow === 'cpu') {
      say('    TensorFlow library, 274 MB to download');
      await install('--no-deps', '--no-compile', ...fixed(pythonLocks.cpu));
    }
    return { folder, tensorflow: choice.tensorflow };
  },
};

/** `site-packages/tensorflow` of the environment, or null. */
export function tensorflowFolder(prefix) {
  for (const minor of [10, 11, 12, 13]) {
    const folder = inRoot(prefix, 'lib', `python3.${minor}`, 'site-packages', 'tensorflow');
    if (tensorflowWheel()?.libraries.every((name) => existsSync(`${folder}/${name}`))) return folder;
  }
  return null;
}

/** A virtual environment's Python is a link, which dangles when the system's Python is removed or upgraded. */
const runs = (python) => existsSync(python);

async function makeVenv(folder, say) {
  const { executable, version } = findPython();
  say(`    with Python ${version} (${executable})`);
  const { code, output } = await run(executable, ['-m', 'venv', folder], {
    log: 'python-environment',
    say,
    env: clean(),
  });
  if (code !== 0) throw explain(output, `${executable} -m venv`);
}

async function makeConda(environment, folder, say) {
  const program = condaProgram();
  const file = inState('conda-environment.yml');
  mkdirSync(inState(), { recursive: true });
  writeFileSync(file, condaPart(environment));
  say(`    with ${basename(program)}`);
  const micro = basename(program) === 'micromamba';
  const args = micro
    ? ['create', '--yes', '--prefix', folder, '--file', file]
    : ['env', 'create', '--prefix', folder, '--file', file];
  const { code, output } = await run(program, args, { log: 'python-environment', say });
  if (code !== 0) throw explain(output, `${basename(program)} ${args[0]}`);
}

/** Exactly what a lock holds, each file with the hash that it had, and nothing that would have to be built. */
const fixed = (lock) => ['--require-hashes', '--only-binary=:all:', '-r', lock];

/** What builds the package of our own. */
const builder = () => /^flit-core==\S+/m.exec(readFileSync(pythonLocks.environment, 'utf8'))[0];

async function pip(prefix, rest, say) {
  const python = inRoot(prefix, 'bin', 'python');
  const { code, output } = await run(
    python,
    ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', ...rest],
    {
      log: 'python-environment',
      say,
      env: clean(),
      show: /^\s*(Collecting|Downloading|Using cached|Installing|Building)/,
    },
  );
  if (code !== 0) throw explain(output, 'pip install');
}

/** The user's own Python settings must not reach into the environment. */
function clean() {
  const env = { ...process.env, PIP_USER: '0', PYTHONNOUSERSITE: '1' };
  delete env.PYTHONHOME;
  delete env.PYTHONPATH;
  delete env.PIP_REQUIRE_VIRTUALENV;
  delete env.PIP_TARGET;
  delete env.PIP_PREFIX;
  return env;
}

function explain(output, what) {
  if (sawFullDisk(output))
    return new Problem(
      'The disk filled up while installing Python packages.',
      'Free some space and run the same command again.',
    );
  if (sawNoNetwork(output))
    return new Problem(
      `The Python package registry cannot be reached (${what}).`,
      'Check the network, the proxy settings and `pip config list`, then run the same command again.',
    );
  return new Problem(
    `${what} failed:\n${tail(output)}`,
    'The whole output is in .setup/python-environment.log.',
  );
}
