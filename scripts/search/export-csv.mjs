// Writes the records of a search as a table, a row a trial, for npm run notebook -- 07 -p runs=FILE and other programs:
//   npm run search -- export-csv [FOLDER] [--out FILE]       default runs.csv in the folder
// A FILE that ends in .jsonl gets whole records, a line each, histories and all.
import { join } from 'node:path';
import { writeWhole } from 'unetlab/files';
import { searchCsv, SearchStore } from 'unetlab/search';
import { runRecordToJson } from 'unetlab/types';
import { commandLine, stop } from '../command-line.mjs';
import { searchFolder } from './search-folder.mjs';
import { quoted } from './words.mjs';

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
  const whole = path.endsWith('.jsonl');
  writeWhole(
    path,
    whole ? records.map((record) => `${runRecordToJson(record)}\n`).join('') : searchCsv(records),
  );
  console.log(
    `${records.length} trials in ${path}\nnext: npm run notebook -- 07 -p runs=${quoted(path)} -p metric=${space.objective.metric} -p goal=${space.objective.goal}`,
  );
} catch ({ message }) {
  stop(message);
}
