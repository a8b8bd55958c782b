// Records the searches of data/sweeps anew, through the same runner as npm run search:
//   node scripts/record-sweeps.mjs                    both, hours on two cores
//   node scripts/record-sweeps.mjs --only grid-36     one of them
//   node scripts/record-sweeps.mjs --jobs 2           two trials at a time
// The images are drawn and written to out/sweeps/beads, the searches live in out/sweeps/NAME: the same command again goes on
// where it was interrupted, npm run search -- status out/sweeps/NAME shows where it stands. What is complete is written to
// data/sweeps/NAME.jsonl, a record a line.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { sweepTiles } from 'unetlab/data';
import { RunStore } from 'unetlab/runs';
import { gridOf, prepareSearch, readSpace, runSearch } from 'unetlab/search';
import { commandLine, stop } from './command-line.mjs';
import { interruptible } from './interruptible.mjs';
import { inRoot } from './setup/checkout.mjs';

const { values: options } = commandLine(import.meta.url, {
  only: { type: 'string', default: 'grid-36,search-15' },
  jobs: { type: 'number', default: 1 },
});
const signal = interruptible(() => console.log('ends the running trial, saved'));
const tiles = inRoot('out', 'sweeps', 'beads');
await sweepTiles(tiles);

for (const name of options.only.split(',')) {
  const file = inRoot('spaces', `${name}.yaml`);
  if (!existsSync(file)) stop(`--only ${name} is unknown; allowed: grid-36, search-15`);
  const space = readSpace(readFileSync(file, 'utf8'), `${name}.yaml`, { size: 'teach' });
  const folder = inRoot('out', 'sweeps', name);
  await prepareSearch({ space, data: tiles, set: [], out: folder });
  const trials = gridOf(space).length * space.seeds.length;
  const { records } = await runSearch({
    folder,
    signal,
    jobs: options.jobs,
    onRecord: ({ name: trial, summary }, { done }) =>
      console.log(`${name}: ${done} of ${trials}, ${trial}: ${summary.best_val_jaccard ?? 'no score'}`),
  });
  if (signal.aborted)
    stop(`${name}: interrupted after ${records.length} of ${trials} trials; the same command goes on`);
  const store = inRoot('data', 'sweeps', `${name}.jsonl`);
  rmSync(store, { force: true });
  const kept = new RunStore(store);
  for (const record of records) kept.append({ ...record, id: `${name}-${record.id}` });
  kept.tidy();
  console.log(`${name}: ${records.length} records in ${store}`);
}
