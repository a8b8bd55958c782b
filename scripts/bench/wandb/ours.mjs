// One pull with this library, timed; prints JSON. Started by ../wandb.mjs in a process of its own.
//   node ours.mjs runs|histories [cache folder]
import { pullRuns } from 'unetlab/wandb';

const [what, cache = null] = process.argv.slice(2);
const question = { entity: 'lab', sweep: 'sw33p001', histories: what === 'histories' ? 'all' : null };
await pullRuns({ ...question, project: 'warm-up' });
const started = performance.now();
const { records, report } = await pullRuns({ ...question, project: 'beads', cache });
const seconds = (performance.now() - started) / 1000;
const rows = records.reduce((sum, { history }) => sum + (history?._step?.length ?? 0), 0);
console.log(
  JSON.stringify({
    seconds,
    count: records.length,
    rows,
    complete: report.complete,
    requests: report.requests,
  }),
);
