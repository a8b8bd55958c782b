// Times one training step of the same U-Net, side by side: this library, stock TensorFlow.js, Keras and PyTorch.
//   npm run bench -- training                     all contenders, all cases, 5 rounds (about 40 minutes on two cores)
//   npm run bench -- training --case 256/16 --rounds 5 --only ours,keras
//   npm run bench -- training --python DIR        a Python environment that already holds tensorflow and torch
//   npm run bench -- training --any-load          repeats no round because others keep the machine busy; it then tells nothing
// A case is <side>/<filters>. Every contender runs in a process of its own; the contenders take turns, round after round, so
// that a change in the machine's speed meets all of them. The load of the machine is read, and busy rounds are repeated. Peers
// are installed into out/bench-peers, never into the product's environment.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printTable } from 'unetlab/notebook';
import { commandLine, stop } from '../command-line.mjs';
import {
  centre,
  fastestOf,
  pairedRatios,
  plainRounds,
  ratioRows,
  verdictRule,
  writeResults,
} from './rounds/report.mjs';
import { loadText, runRounds } from './rounds/run-rounds.mjs';
import { median } from './rounds/verdict.mjs';
import { CASES, stepFlops } from './training/network.mjs';
import { pythonWithPeers } from './training/python-with-peers.mjs';

const here = join(dirname(fileURLToPath(import.meta.url)), 'training');
/** Of the fastest peer's time, in each precision. */
const BARS = { float32: 0.62, bfloat16: 0.6 };
const nameOf = ({ size, filters }) => `${size}/${filters}`;
const { values: options } = commandLine(import.meta.url, {
  rounds: { type: 'number', default: 5 },
  steps: { type: 'number', default: 8, least: 3 },
  case: { type: 'string', default: CASES.map(nameOf).join(',') },
  only: { type: 'string', default: 'ours,stock,keras,torch' },
  python: { type: 'string' },
  'any-load': { type: 'boolean', default: false },
});
const { steps } = options;
const wanted = options.only.split(',');
const cases = options.case.split(',').map((name) => {
  const found = CASES.find((one) => nameOf(one) === name);
  return found ?? stop(`invalid --case ${name}; allowed: ${CASES.map(nameOf).join(', ')}`);
});
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

const peak = JSON.parse(
  execFileSync(process.execPath, [join(here, 'peak.mjs')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
);
console.log(
  `3 × 3 convolution at its best here: ${peak.float32.toFixed(0)} GFLOP/s float32, ${peak.bfloat16.toFixed(0)} GFLOP/s bfloat16`,
);

const precisionOf = (name) => (name.includes('bfloat16') ? 'bfloat16' : 'float32');
const stepMs = ({ times }) => median(times.slice(2)); // the first two build and warm up
const isPeer = (name) => /^(Keras|PyTorch)/.test(name);

const results = [];
for (const one of cases) {
  const caption = `U-Net, ${one.size}², batch ${one.batch}, ${one.filters} base filters`;
  const args = [one.size, one.batch, one.filters, steps].map(String);
  const rounds = await runRounds(
    contenders.map(([name, command]) => ({ name, command: () => command(args) })),
    { rounds: options.rounds, caption, quiet: !options['any-load'] },
  );
  const rows = contenders.flatMap(([name]) => {
    const done = rounds.flatMap((round) => round.results.get(name) ?? []);
    if (done.length === 0) return [];
    const { median: perStep, spread } = centre(done.map(stepMs));
    const gflops = stepFlops(one) / perStep / 1e6;
    return [
      {
        contender: name,
        'ms a step': perStep,
        '± %': spread,
        'first step, s': median(done.map(({ times }) => times[0])) / 1000,
        'peak memory, MB': median(done.map(({ peakMb }) => peakMb)),
        'GFLOP/s': gflops,
        'of peak, %': (100 * gflops) / peak[precisionOf(name)],
      },
    ];
  });
  console.log(
    printTable(rows, { caption: `${caption}; medians of ${rounds.length} rounds`, digits: 3 }).text,
  );
  console.log(loadText(rounds), '\n');
  results.push({ ...one, rows, ratios: ratios(rounds), load: loadText(rounds), rounds: plainRounds(rounds) });
}
console.log(
  'GFLOP/s count the operations of the convolutions as they are defined; ours in float32 needs fewer (Winograd),\n' +
    'and can therefore pass the peak, which is that of a convolution computed as defined.\n',
);
const table = results.flatMap(({ ratios: all, ...one }) =>
  ratioRows(all).map((row) => ({ case: nameOf(one), ...row })),
);
if (table.length > 0)
  console.log(
    printTable(table, { caption: 'Ratios of step times (below 1: ours is faster)', digits: 3 }).text,
    `\n${verdictRule}`,
  );
writeResults('training', { options, peak, results });

/** Against the fastest peer of each precision, with the bar; against every other contender, without. */
function ratios(rounds) {
  const names = contenders.map(([name]) => name);
  const pairs = ['float32', 'bfloat16'].flatMap((precision) => {
    const ours = `ours, compiled ${precision}`;
    const peers = names.filter((name) => isPeer(name) && precisionOf(name) === precision);
    const fastest = fastestOf(rounds, stepMs, peers);
    const others = precision === 'float32' ? names.filter((name) => /^(stock|ours, eager)/.test(name)) : [];
    return [
      ...(fastest === null ? [] : [[ours, fastest, BARS[precision]]]),
      ...[...peers.filter((name) => name !== fastest), ...others].map((name) => [ours, name, null]),
    ];
  });
  return pairedRatios(rounds, stepMs, pairs);
}
