// Says what is installed, what is missing and how to get it. Needs nothing but Node itself, so that it can say so.
import { spawnSync } from 'node:child_process';
import { readdirSync, statfsSync } from 'node:fs';
import { choices, condaProgram } from './setup/choices.mjs';
import { inRoot, root } from './setup/checkout.mjs';
import { which } from './setup/executables.mjs';
import { kernelsText } from './doctor/kernels-text.mjs';
import { missingGpu } from './doctor/missing-gpu.mjs';
import { checkCompiler, checkNpm, checkPlatform } from './setup/machine.mjs';
import { checkNode } from './setup/node-version.mjs';
import { findPython } from './setup/python.mjs';
import { stepStates } from './setup/set-up.mjs';

let bad = 0;
const line = (state, name, text) => console.log(`  ${state.padEnd(8)} ${name.padEnd(22)} ${text}`);
const section = (title) => console.log(`\n${title}`);

/** One line for a check that returns a text or throws a Problem; `needed` false: its failure is only worth a note. */
function check(name, look, needed = true) {
  try {
    line('ok', name, look());
    return true;
  } catch (problem) {
    if (needed) bad += 1;
    line(needed ? 'missing' : 'note', name, problem.message);
    if (problem.fix) line('', '', problem.fix);
    return false;
  }
}
const firstLine = (program, ...args) =>
  (spawnSync(program, args, { encoding: 'utf8', timeout: 10_000 }).stdout ?? '').split('\n')[0].trim();

section('Machine');
check('Node', () => {
  checkNode(process.version);
  return process.version.slice(1);
});
check('npm', () => {
  checkNpm();
  return firstLine('npm', '--version');
});
const choice = check('choices', () => {
  const { tensorflow, environment, prefix } = choices();
  return `TensorFlow ${tensorflow}, ${environment} in ${prefix}  (UNETLAB_TENSORFLOW, UNETLAB_ENVIRONMENT)`;
})
  ? choices()
  : null;
const native = choice?.tensorflow !== 'js';
check(
  'platform',
  () => {
    checkPlatform();
    return `${process.platform} ${process.arch}`;
  },
  native,
);
check(
  'C++ compiler, make',
  () => {
    checkCompiler();
    const name = process.env.CXX || ['g++', 'clang++', 'c++'].find((candidate) => which(candidate) !== null);
    return firstLine(name, '--version');
  },
  native,
);
check(
  'Python',
  () => {
    const { executable, version } = findPython();
    return `${version}  ${executable}`;
  },
  choice?.environment !== 'conda',
);
check(
  'conda',
  () => {
    const program = condaProgram();
    if (program === null) throw new Error('not on the path; set-up uses the Python above');
    return program;
  },
  false,
);
const { bavail, bsize } = statfsSync(root);
line('ok', 'disk', `${((bavail * bsize) / 1e9).toFixed(0)} GB free (a first set-up takes about 4 GB)`);

section('Set-up');
const states = choice === null ? [] : stepStates();
for (const { title, state } of states) {
  if (state === 'current') line('ok', title, '');
  else {
    bad += 1;
    line(state === 'absent' ? 'missing' : 'outdated', title, 'npm run setup');
  }
}

section('Python packages');
const packages = choice === null ? new Map() : installedPackages(choice.prefix);
for (const name of [
  'jupyterlab',
  'papermill',
  'papermill-typescript',
  'plotly',
  'kaleido',
  'optuna',
  'tensorflow-cpu',
  'tensorflow',
]) {
  const version = packages.get(name);
  const optional = name.startsWith('tensorflow');
  if (version) line('ok', name, version);
  else if (!optional) line('missing', name, 'npm run setup');
}

section('Backend');
const built = states.find(({ name }) => name === 'build');
if (built === undefined || built.state === 'absent') {
  line('unknown', 'backend', 'the library is not built; npm run setup');
} else {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['-e', "process.stdout.write('\\n' + JSON.stringify(require('unetlab/backend').describeBackend()))"],
    { cwd: root, encoding: 'utf8', env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } },
  );
  if (status === 0) showBackend(JSON.parse(stdout.trim().split('\n').at(-1)));
  else {
    bad += 1;
    line('missing', 'backend', stderr.trim().split('\n').at(-1) ?? 'does not load');
  }
}

section('Optional');
line('note', 'WANDB_API_KEY', process.env.WANDB_API_KEY ? 'set' : 'not set; only needed to reach W&B itself');

console.log(
  bad === 0 ? '\nEverything that is needed is here.' : `\n${bad} to mend; each line above says how.`,
);
process.exitCode = bad === 0 ? 0 : 1;

function showBackend({ kind, version, devices, gflops, ownOps, failure }) {
  const names = {
    gpu: 'native TensorFlow on the GPU',
    cpu: 'native TensorFlow on the CPU',
    javascript: 'TensorFlow.js in plain JavaScript, tens of times slower than native',
  };
  line(kind === 'javascript' ? 'note' : 'ok', 'runs', names[kind]);
  line('ok', 'version', version);
  line('ok', 'devices', devices.join(', '));
  line('ok', 'measured', `${gflops.toFixed(gflops < 10 ? 1 : 0)} GFLOP/s on a 3×3 convolution, float32`);
  line(ownOps.instructions === null ? 'note' : 'ok', 'kernels', kernelsText(ownOps));
  if (ownOps.caches !== null) {
    const { level2, level3 } = ownOps.caches;
    line(
      'ok',
      'caches',
      `${level2} KiB of the second level a thread, ${level3} KiB of the last; blocks are cut for them`,
    );
  }
  if (choice?.tensorflow === 'gpu' && kind !== 'gpu') {
    bad += 1;
    line('missing', 'GPU', missingGpu());
  }
  if (failure) line('note', 'why not native', failure.split('\n')[0]);
}

/** Versions by name, read from the folders that pip leaves beside each package. */
function installedPackages(prefix) {
  const found = new Map();
  for (const minor of [10, 11, 12, 13]) {
    let entries = [];
    try {
      entries = readdirSync(inRoot(prefix, 'lib', `python3.${minor}`, 'site-packages'));
    } catch {
      continue;
    }
    for (const entry of entries) {
      const match = /^(.+)-([^-]+)\.dist-info$/.exec(entry);
      if (match) found.set(match[1].toLowerCase().replaceAll('_', '-'), match[2]);
    }
  }
  return found;
}
