// Times the analysis of a large sweep: 10,000 runs of 40 factors, importance with 200 bootstrap resamples.
//   npm run bench -- analysis [--runs 10000] [--resamples 200]
// In one process; `peak memory` is the whole process's, TensorFlow.js not among it.
import { analyseRuns } from 'unetlab/analysis';
import { showTable } from 'unetlab/notebook';
import { Random } from 'unetlab/random';
import { commandLine } from '../command-line.mjs';

const { values } = commandLine(import.meta.url, {
  runs: { type: 'number', default: 10_000, least: 10 },
  resamples: { type: 'number', default: 200, least: 20 },
});
const { runs: count, resamples } = values;

const draw = new Random(2);
const runs = Array.from({ length: count }, (_, i) => {
  const config = {};
  for (let f = 0; f < 40; f += 1) config[`f${f}`] = f % 5 === 4 ? `level ${draw.int(6)}` : draw.uniform();
  const signal = 10 * Math.sin(Math.PI * config.f0 * config.f1) + 10 * config.f2;
  return {
    id: `r${i}`,
    name: `r${i}`,
    source: 'local',
    state: 'finished',
    sweep: null,
    url: null,
    created: null,
    tags: [],
    config,
    summary: { score: signal + draw.normal() },
    history: null,
    notices: [],
  };
});

const cpu = process.cpuUsage();
const start = performance.now();
const { importance } = await analyseRuns(runs, {
  objective: { metric: 'score', goal: 'maximize', range: null, source: 'asked' },
  random: new Random(1),
  importance: {
    resamples,
    onProgress: (done, all) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done}/${all} forests `);
    },
  },
});
const wall = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpu);
if (process.stderr.isTTY) process.stderr.write('\r');
showTable([
  {
    runs: count,
    factors: 40,
    resamples,
    'wall time (s)': wall.toFixed(1),
    'processor time (s)': ((user + system) / 1e6).toFixed(1),
    'peak memory (MB)': (process.resourceUsage().maxRSS / 1024).toFixed(0),
    'most important': importance.features
      .slice(0, 3)
      .map(({ name }) => name)
      .join(', '),
  },
]);
