// What scripts/bench/gpu-check.sh runs; its options are explained there.
//   scripts/bench/gpu-check.sh [--cpu] [--python DIR]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { printTable } from 'unetlab/notebook';
import { commandLine, stop } from '../../command-line.mjs';
import { missingGpu } from '../../doctor/missing-gpu.mjs';
import { choices } from '../../setup/choices.mjs';
import { Budget } from './budget.mjs';
import { stepRows } from './step-rows.mjs';
import { testRows } from './test-rows.mjs';

const { values: options } = commandLine(import.meta.url, {
  cpu: { type: 'boolean', default: false },
  python: { type: 'string' },
});
const { kind, version } = backend();
if (kind === 'javascript') stop('native TensorFlow is not loaded here; npm run doctor says what is missing');
if (kind !== 'gpu' && !options.cpu) stop(`no GPU: ${reason()}; --cpu runs the check on the processor`);
const device = options.cpu ? 'cpu' : 'gpu';
if (options.cpu) process.env.CUDA_VISIBLE_DEVICES = '-1'; // for the processes started from here
const python = pythonOf(options.python);

const budget = new Budget(285);
const rows = [
  // The tests of a slow machine leave time for the steps, which are few.
  ...testRows(['backend', 'losses', 'models', 'training'], budget.part(0.6)),
  ...stepRows({ device, python }, budget),
];
const where = device === 'gpu' ? 'the GPU' : 'the processor (--cpu): this says nothing of a GPU';
console.log(
  printTable(
    rows.map(({ check, result, seconds }) => ({ check, result, seconds })),
    { caption: `The engine on ${where}; TensorFlow ${version}`, digits: 3 },
  ).text,
);
const bad = rows.filter(({ good }) => !good).length;
console.log(bad === 0 ? '\nall is well' : `\n${bad} to look at`);
process.exitCode = bad === 0 ? 0 : 1;

/** Asked in a process of its own, whose log would stand above the one line that a machine without a GPU gets. */
function backend() {
  const code = `process.stdout.write('\\n' + JSON.stringify(require('unetlab/backend').describeBackend({ measure: false })))`;
  const { status, stdout } = spawnSync(process.execPath, ['-e', code], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0
    ? JSON.parse(stdout.trim().split('\n').at(-1))
    : stop('the library does not load; npm run doctor says what is missing');
}

function reason() {
  return choices().tensorflow === 'gpu'
    ? missingGpu()
    : 'TensorFlow here is built without CUDA (UNETLAB_TENSORFLOW=gpu npm run setup brings it, about 3 GB)';
}

/** The Python of the reader's environment, of the benchmarks' own if that is there, or null. */
function pythonOf(folder) {
  const program = `${folder ?? 'out/bench-peers'}/bin/python`;
  if (existsSync(program)) return program;
  return folder === undefined ? null : stop(`no Python environment in ${folder}`);
}
