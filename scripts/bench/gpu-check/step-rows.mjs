import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from '../rounds/verdict.mjs';
import { CASES } from '../training/network.mjs';

const training = join('scripts', 'bench', 'training');
const [small, , , large] = CASES;
/** Largest relative difference of the losses of eight steps that is rounding: GPUs multiply float32 in TF32. */
const ROUNDING = { float32: 0.005, bfloat16: 0.03 };

/**
 * Rows of training steps: whether their losses are those of other kernels, and how long they take.
 *
 * @param {{ device: 'gpu' | 'cpu', python: string | null }} where `python`: of an environment with the peers
 * @param {import('./budget.mjs').Budget} budget
 */
export function stepRows({ device, python }, budget) {
  const ours = (one, precision, env = {}) =>
    run(process.execPath, [join(training, 'ours.mjs'), ...shapeOf(one), precision], { budget, env });
  const other =
    device === 'gpu'
      ? ['the processor', { CUDA_VISIBLE_DEVICES: '-1' }]
      : ["TensorFlow's ops alone", { UNETLAB_OPS: 'tensorflow' }];
  const rows = [];
  for (const precision of ['float32', 'bfloat16']) {
    const here = ours(small, precision);
    rows.push(timeRow(`ours, ${precision}, ${nameOf(small)}`, here));
    rows.push(
      sameRow(`losses, ${precision}, against ${other[0]}`, here, ours(small, precision, other[1]), precision),
    );
  }
  if (python === null)
    rows.push({ check: 'Keras, PyTorch', result: 'not here: --python DIR', seconds: 0, good: true });
  else
    for (const [name, script, kind] of [
      ['Keras float32', 'keras_peer.py', 'float32'],
      ['Keras mixed_bfloat16', 'keras_peer.py', 'bfloat16'],
      ['PyTorch float32', 'torch_peer.py', 'eager'],
      ['PyTorch bfloat16', 'torch_peer.py', 'bfloat16'],
    ]) {
      const peer = run(python, [join(training, script), ...shapeOf(small), kind], { budget });
      rows.push({ ...timeRow(`${name}, ${nameOf(small)}`, peer, device), good: true }); // theirs is not on trial
    }
  for (const precision of ['float32', 'bfloat16'])
    rows.push(timeRow(`ours, ${precision}, ${nameOf(large)}`, ours(large, precision)));
  return rows;
}

const shapeOf = ({ size, batch, filters }) => [size, batch, filters, 8].map(String);
const nameOf = ({ size, batch, filters }) => `${size}², batch ${batch}, ${filters} filters`;

function timeRow(check, { result, failure, seconds }, device) {
  if (result === null) return { check, result: failure, seconds, good: false };
  const { times, device: own } = result;
  const elsewhere =
    device !== undefined && own !== device ? `, but on ${own === 'gpu' ? 'the GPU' : 'the processor'}` : '';
  // the first two build and warm up
  const text = `${median(times.slice(2)).toFixed(1)} ms a step, the first ${(times[0] / 1000).toFixed(1)} s${elsewhere}`;
  return { check, result: text, seconds, good: true };
}

function sameRow(check, here, there, precision) {
  const seconds = there.seconds;
  if (here.result === null || there.result === null)
    return { check, result: `not compared: ${here.failure ?? there.failure}`, seconds, good: false };
  const worst = here.result.losses.reduce(
    (most, loss, i) => Math.max(most, Math.abs(loss / there.result.losses[i] - 1)),
    0,
  );
  const good = worst <= ROUNDING[precision]; // false for NaN
  return {
    check,
    result: `at most ${worst.toExponential(1)} apart${good ? '' : ', too much'}`,
    seconds,
    good,
  };
}

/** The last line that a contender prints, read; or why there is none. */
function run(program, args, { budget, env = {} }) {
  process.stderr.write(
    `${args.slice(0, 1)} ${args.slice(1).join(' ')} ${Object.entries(env)
      .map((pair) => pair.join('='))
      .join(' ')} …\n`,
  );
  const start = performance.now();
  if (budget.left < 1) return { result: null, failure: 'left out: no time was left', seconds: 0 };
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: Math.ceil(budget.left * 1000),
    maxBuffer: 2 ** 26,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...env },
  });
  const seconds = (performance.now() - start) / 1000;
  if (status === 0) return { result: JSON.parse(stdout.trim().split('\n').at(-1)), failure: null, seconds };
  const failure =
    status === null ? 'stopped: no time was left' : ((stderr ?? '').trim().split('\n').at(-1) ?? 'failed');
  return { result: null, failure: failure.slice(0, 120), seconds };
}
