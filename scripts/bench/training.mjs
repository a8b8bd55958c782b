// Times one training step of the same U-Net, side by side: this library, stock TensorFlow.js, Keras and PyTorch.
//   npm run bench -- training                     all contenders, all sizes (about 25 minutes on two cores)
//   npm run bench -- training --sizes 256 --filters 16 --rounds 2 --only ours,keras
//   npm run bench -- training --python DIR        a Python environment that already holds tensorflow and torch
// Every contender runs in a process of its own; the contenders take turns, round after round, so that a change in the
// machine's speed meets all of them. Peers are installed into out/bench-peers, never into the product's environment.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printTable } from 'unetlab/notebook';
import { commandLine, stop } from '../command-line.mjs';
import { CASES, stepFlops } from './training/network.mjs';
import { pythonWithPeers } from './training/python-with-peers.mjs';

const here = join(dirname(fileURLToPath(import.meta.url)), 'training');
const { values: options } = commandLine(import.meta.url, {
  rounds: { type: 'number', default: 3 },
  steps: { type: 'number', default: 8, least: 3 },
  sizes: { type: 'numbers', default: [256, 512] },
  filters: { type: 'numbers', default: [16, 32] },
  only: { type: 'string', default: 'ours,stock,keras,torch' },
  python: { type: 'string' },
});
const { rounds, steps } = options;
const wanted = options.only.split(',');
const python = wanted.some((name) => name === 'keras' || name === 'torch')
  ? pythonWithPeers(options.python)
  : null;

const node =
  (script, ...args) =>
  (task) => [process.execPath, [join(here, script), ...task, ...args]];
const peer =
  (script, ...args) =>
  (task) => [python, [join(here, script), ...task, ...args]];
const contenders = [
  ['ours, eager', node('ours.mjs', 'eager')],
  ['ours, compiled float32', node('ours.mjs', 'float32')],
  ['ours, compiled bfloat16', node('ours.mjs', 'bfloat16')],
  ['stock TensorFlow.js', node('stock.mjs')],
  ['Keras float32', peer('keras_peer.py', 'float32')],
  ['Keras mixed_bfloat16', peer('keras_peer.py', 'bfloat16')],
  ['PyTorch float32', peer('torch_peer.py', 'eager')],
  ['PyTorch float32 compiled', peer('torch_peer.py', 'compiled')],
  ['PyTorch bfloat16', peer('torch_peer.py', 'bfloat16')],
  ['PyTorch bfloat16 compiled', peer('torch_peer.py', 'compiled-bfloat16')],
].filter(([name]) => wanted.some((word) => name.toLowerCase().replace('pytorch', 'torch').includes(word)));
if (contenders.length === 0) stop(`--only ${options.only} names nobody; allowed: ours, stock, keras, torch`);

const cases = CASES.filter(
  ({ size, filters }) => options.sizes.includes(size) && options.filters.includes(filters),
);
const peak = JSON.parse(
  execFileSync(process.execPath, [join(here, 'peak.mjs')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
);
console.log(
  `3 × 3 convolution at its best here: ${peak.float32.toFixed(0)} GFLOP/s float32, ${peak.bfloat16.toFixed(0)} GFLOP/s bfloat16`,
);

const results = [];
for (const one of cases) {
  const runs = new Map(contenders.map(([name]) => [name, []]));
  for (let round = 1; round <= rounds; round += 1)
    for (const [name, command] of contenders) {
      process.stderr.write(
        `\r${one.size}², batch ${one.batch}, ${one.filters} filters: round ${round}/${rounds}, ${name}`.padEnd(
          90,
        ),
      );
      runs.get(name).push(runOnce(command([one.size, one.batch, one.filters, steps].map(String)), name));
    }
  process.stderr.write('\r'.padEnd(91) + '\r');
  const rows = contenders.flatMap(([name]) => {
    const done = runs.get(name).filter(Boolean);
    if (done.length === 0) return [];
    const perStep = median(done.map(({ times }) => median(times.slice(2)))); // the first two build and warm up
    const precision = name.includes('bfloat16') ? 'bfloat16' : 'float32';
    const gflops = stepFlops(one) / perStep / 1e6;
    return [
      {
        contender: name,
        'ms a step': perStep,
        'first step, s': median(done.map(({ times }) => times[0])) / 1000,
        'peak memory, MB': median(done.map(({ peakMb }) => peakMb)),
        'GFLOP/s': gflops,
        'of peak, %': (100 * gflops) / peak[precision],
      },
    ];
  });
  console.log(
    printTable(rows, {
      caption: `U-Net, ${one.size}², batch ${one.batch}, ${one.filters} base filters; medians of ${rounds} round${rounds === 1 ? '' : 's'}`,
      digits: 3,
    }).text,
    '\n',
  );
  results.push({ ...one, rows, ratios: ratios(rows) });
}
console.log(
  'GFLOP/s count the operations of the convolutions as they are defined; ours in float32 needs fewer (Winograd),\n' +
    'and can therefore pass the peak, which is that of a convolution computed as defined.\n',
);
const table = results.flatMap(({ size, batch, filters, ratios: all }) =>
  all.map((ratio) => ({ case: `${size}², batch ${batch}, ${filters} filters`, ...ratio })),
);
if (table.length > 0)
  console.log(
    printTable(table, { caption: 'Ratios of step times (below 1: ours is faster)', digits: 3 }).text,
  );
mkdirSync('out/bench', { recursive: true });
writeFileSync(
  'out/bench/training.json',
  JSON.stringify({ node: process.version, rounds, steps, peak, results }, null, 1),
);
console.log('\nout/bench/training.json');

function ratios(rows) {
  const ms = (name) => rows.find(({ contender }) => contender === name)?.['ms a step'];
  const pairs = [
    ['ours, compiled float32', 'Keras float32', 0.85],
    ['ours, compiled bfloat16', 'Keras mixed_bfloat16', 0.65],
    ['ours, compiled float32', 'PyTorch float32', 1],
    ['ours, compiled float32', 'PyTorch float32 compiled', 1],
    ['ours, compiled bfloat16', 'PyTorch bfloat16', 1],
    ['ours, compiled bfloat16', 'PyTorch bfloat16 compiled', 1],
    ['ours, compiled float32', 'stock TensorFlow.js', null],
    ['ours, compiled float32', 'ours, eager', null],
  ];
  return pairs.flatMap(([ours, other, bar]) => {
    const ratio = ms(ours) / ms(other);
    return Number.isFinite(ratio)
      ? [{ ours, other, ratio, bar: bar ?? '', met: bar === null ? '' : ratio <= bar ? 'yes' : 'no' }]
      : [];
  });
}

function runOnce([program, args], name) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 600_000,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1));
  console.error(`\n${name} failed and is left out: ${stderr.trim().split('\n').at(-1)}`);
  return null;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
