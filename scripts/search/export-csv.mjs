// Writes the records of a search as a table, a row a trial, for npm run notebook -- 07 -p runs=FILE and other programs:
//   npm run search -- export-csv [FOLDER] [--out FILE]       default runs.csv in the folder
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchCsv, SearchStore } from 'unetlab/search';
import { commandLine, stop } from '../command-line.mjs';
import { searchFolder } from './search-folder.mjs';

const { values, positionals } = commandLine(
  import.meta.url,
  { out: { type: 'string' } },
  { allowPositionals: true },
);
const folder = searchFolder(positionals[0]);
try {
  const store = new SearchStore(folder);
  const { space } = store.manifest();
  const records = store.records();
  if (records.length === 0) stop(`${folder} has no record yet`);
  const path = values.out ?? join(folder, 'runs.csv');
  writeFileSync(path, searchCsv(records));
  console.log(
    `${records.length} trials in ${path}\nnext: npm run notebook -- 07 -p runs=${path} -p metric=${space.objective.metric} -p goal=${space.objective.goal}`,
  );
} catch ({ message }) {
  stop(message);
}
