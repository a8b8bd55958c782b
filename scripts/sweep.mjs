// Runs one of the recorded sweeps, or goes on with it:
//   npm run sweep -- search-15                   records to out/sweeps/search-15.jsonl
//   npm run sweep -- grid-36 --seeds 1,2 --out data/sweeps/grid-36.jsonl
import { join } from 'node:path';
import { plans, RunStore, runSweep } from 'unetlab/sweeps';
import { commandLine, stop } from './command-line.mjs';

const { values, positionals } = commandLine(
  import.meta.url,
  {
    seeds: { type: 'numbers', default: [1], least: 0 },
    out: { type: 'string' },
    jobs: { type: 'number', default: 1 },
  },
  { allowPositionals: true },
);
const plan = plans[positionals[0]];
if (!plan) stop(`name a sweep: ${Object.keys(plans).join(', ')}`);
const path = values.out ?? join('out', 'sweeps', `${positionals[0]}.jsonl`);
const store = new RunStore(path);
const trials = plan(values.seeds);
const controller = new AbortController();
process.once('SIGINT', () => controller.abort());
const records = await runSweep({
  trials,
  store,
  jobs: values.jobs,
  signal: controller.signal,
  onProgress: ({ done, total, record, secondsLeft }) => {
    const { best_val_jaccard: best, seconds } = record.summary;
    const result =
      record.state === 'failed'
        ? record.notices[0]
        : `validation Jaccard ${best.toFixed(3)} in ${seconds.toFixed(0)} s`;
    console.log(`${done}/${total}  ${record.name}  ${result}  ${Math.ceil(secondsLeft / 60)} min left`);
  },
});
if (records.length === trials.length) store.tidy();
console.log(`${records.length} of ${trials.length} trials in ${path}`);
