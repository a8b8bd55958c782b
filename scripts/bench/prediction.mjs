// Times prediction with the same network, side by side: this library, Keras, PyTorch and onnxruntime.
//   npm run bench -- prediction                   all contenders, all cases, 5 rounds (about 40 minutes on two cores)
//   npm run bench -- prediction --only ours,compiled,onnx --case 512x512 --rounds 5
//   npm run bench -- prediction --filters 32      another width of the U-Net (default 16)
//   npm run bench -- prediction --python DIR      a Python environment that already holds tensorflow, torch and onnxruntime
//   npm run bench -- prediction --any-load        repeats no round because others keep the machine busy; it then tells nothing
// Cases are <height>x<width>, then -tiled (tiles of 512², 64 shared) and -symmetries (mean over the eight of a square). Every
// contender runs in a process of its own, all cases in turn; contenders take turns, round after round. All have the weights
// of one network file, and the bench checks that they say the same. After the first round, a peer that is 1.3 times slower
// than the fastest of its precision at 512² is not asked for the long cases again.
import { spawnSync } from 'node:child_process';
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
import { pythonWithPeers } from './training/python-with-peers.mjs';

const here = join(dirname(fileURLToPath(import.meta.url)), 'prediction');
const CASES = ['512x512', '512x512-symmetries', '2000x3000-tiled', '2000x3000-tiled-symmetries'];
const BARS = { float32: 0.7, bfloat16: 0.6 };
/** How far probabilities may differ from ours in float32. */
const AGREES = { float32: 1e-4, bfloat16: 0.1 };
const TILE = { size: 512, overlap: 64 };

const { values: options } = commandLine(import.meta.url, {
  rounds: { type: 'number', default: 5 },
  only: { type: 'string', default: 'ours,keras,torch,onnx' },
  case: { type: 'string', default: CASES.join(',') },
  filters: { type: 'number', default: 16 },
  seconds: { type: 'number', default: 3 },
  python: { type: 'string' },
  'any-load': { type: 'boolean', default: false },
});
const wanted = options.only.split(',');
const cases = options.case.split(',');
for (const name of cases)
  if (!/^\d+x\d+(-tiled)?(-symmetries)?$/.test(name))
    stop(
      `invalid --case ${name}; allowed: <height>x<width>, then -tiled, -symmetries; usual: ${CASES.join(', ')}`,
    );

const folder = join('out', 'bench', 'prediction');
const all = [
  ['ours float32', 'node', 'ours.mjs', 'float32'],
  ['ours bfloat16', 'node', 'ours.mjs', 'bfloat16'],
  ['Keras float32', 'python', 'keras_peer.py', 'float32'],
  ['Keras bfloat16', 'python', 'keras_peer.py', 'bfloat16'],
  ['PyTorch eager float32', 'python', 'torch_peer.py', 'eager'],
  ['PyTorch channels-last float32', 'python', 'torch_peer.py', 'channels-last'],
  ['PyTorch compiled float32', 'python', 'torch_peer.py', 'compiled'],
  ['PyTorch channels-last bfloat16', 'python', 'torch_peer.py', 'bfloat16'],
  ['PyTorch compiled bfloat16', 'python', 'torch_peer.py', 'compiled-bfloat16'],
  ['onnxruntime float32', 'python', 'onnx_peer.py', 'float32'],
].filter(([name]) => wanted.some((word) => name.toLowerCase().replace('pytorch', 'torch').includes(word)));
if (all.length === 0)
  stop(`--only ${options.only} names nobody; allowed: words of ours, keras, torch, onnx, compiled …`);
const python = all.some(([, runs]) => runs === 'python') ? pythonWithPeers(options.python, here) : null;

const sizes = [...new Set(cases.map((name) => name.split('-')[0]))];
const made = spawnSync(
  process.execPath,
  [join(here, 'make-task.mjs'), folder, String(options.filters), ...sizes],
  { encoding: 'utf8' },
);
if (made.status !== 0) stop(`the network could not be written: ${made.stderr.trim().split('\n').at(-1)}`);

const precisionOf = (name) => (name.endsWith('bfloat16') ? 'bfloat16' : 'float32');
const secondsOf = (name) => (result) => median(result.cases[name].seconds);
const has = (name) => (round) => ({
  ...round,
  results: new Map([...round.results].filter(([, result]) => result.cases[name])),
});
const contenders = all.map(([name, runs, script, kind]) => ({
  name,
  command: (earlier) => [
    runs === 'node' ? process.execPath : python,
    [
      join(here, script),
      ...[kind, folder, options.seconds, TILE.size, TILE.overlap].map(String),
      casesFor(name, earlier).join(','),
    ],
  ],
}));
const rounds = await runRounds(contenders, {
  rounds: options.rounds,
  caption: `U-Net of ${options.filters} filters`,
  quiet: !options['any-load'],
});

const results = cases.map((name) => {
  const own = rounds.map(has(name));
  const rows = contenders.flatMap((contender) => {
    const done = own.flatMap(({ results }) => results.get(contender.name) ?? []);
    if (done.length === 0) return [];
    const { median: seconds, spread } = centre(done.map(secondsOf(name)));
    return [
      {
        contender: contender.name,
        'megapixels a second': megapixels(name) / seconds,
        'ms a picture': 1000 * seconds,
        '± %': spread,
        rounds: done.length,
        'differs by': differenceOf(name, contender.name, done[0]),
      },
    ];
  });
  console.log(
    printTable(rows, { caption: `${name}, ${options.filters} base filters`, digits: 3 }).text,
    '\n',
  );
  const pairs = ['float32', 'bfloat16'].flatMap((precision) => {
    const peers = contenders
      .map((one) => one.name)
      .filter((n) => !n.startsWith('ours') && precisionOf(n) === precision);
    const fastest = fastestOf(own, secondsOf(name), peers);
    return fastest === null ? [] : [[`ours ${precision}`, fastest, BARS[precision]]];
  });
  return { case: name, rows, ratios: pairedRatios(own, secondsOf(name), pairs) };
});
const first = contenders.flatMap(({ name }) => {
  const done = rounds.flatMap((round) => round.results.get(name) ?? []);
  if (done.length === 0) return [];
  return [
    {
      contender: name,
      's to the first picture': median(done.map((result) => result.first)),
      'peak memory, MB': median(done.map(({ peakMb }) => peakMb)),
    },
  ];
});
console.log(printTable(first, { caption: 'From the start of the process', digits: 3 }).text, '\n');
const verdicts = results.flatMap(({ case: name, ratios }) =>
  ratioRows(ratios).map((row) => ({ case: name, ...row })),
);
if (verdicts.length > 0)
  console.log(
    printTable(verdicts, { caption: 'Times as ratios to the fastest peer of each precision', digits: 3 })
      .text,
    `\n${verdictRule}`,
  );
console.log(loadText(rounds));
writeResults('prediction', {
  options,
  results,
  first,
  load: loadText(rounds),
  rounds: plainRounds(rounds),
});

/** Peers that lag are let off the long cases. */
function casesFor(contender, earlier) {
  const [at] = cases;
  if (contender.startsWith('ours') || earlier.length === 0) return cases;
  const timeOf = (name) =>
    median(earlier.flatMap(({ results }) => (results.has(name) ? [secondsOf(at)(results.get(name))] : [])));
  const rivals = contenders
    .map(({ name }) => name)
    .filter(
      (name) =>
        !name.startsWith('ours') &&
        precisionOf(name) === precisionOf(contender) &&
        earlier[0].results.has(name),
    );
  const lags = timeOf(contender) > 1.3 * Math.min(...rivals.map(timeOf));
  return lags ? cases.filter((name) => megapixels(name) < 1) : cases;
}

function megapixels(name) {
  const [height, width] = name.split('-')[0].split('x').map(Number);
  return (height * width) / 1e6;
}

/** The largest difference of the probabilities that are compared; a contender that says something else ends the bench. */
function differenceOf(name, contender, result) {
  const ours = rounds[0].results.get('ours float32')?.cases[name]?.probe;
  if (!ours) return '';
  const most = result.cases[name].probe.reduce((worst, p, i) => Math.max(worst, Math.abs(p - ours[i])), 0);
  if (!(most <= AGREES[precisionOf(contender)]))
    stop(`${contender} says something else at ${name}: probabilities differ by up to ${most}`);
  return most;
}
