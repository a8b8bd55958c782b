// Gathers the records of one search from several folders, such as a machine's each, or those that killed tasks left behind:
//   npm run search -- collect FOLDER                     what its trials left and its records lack
//   npm run search -- collect FOLDER FOLDER --out NEW    all of both in a new folder; they stay as they are
import { collectRecords } from 'unetlab/search';
import { commandLine, stop } from '../command-line.mjs';
import { searchFolder } from './search-folder.mjs';

const { values, positionals } = commandLine(
  import.meta.url,
  { out: { type: 'string' } },
  { allowPositionals: true },
);
const folders = positionals.length === 0 ? [searchFolder()] : positionals.map(searchFolder);
const into = values.out ?? folders[0];
if (folders.length > 1 && values.out === undefined)
  stop('name a new folder for the records of several: --out DIR');
try {
  const { records, added, unfinished } = collectRecords(folders, into);
  console.log(`${into}: ${records} record${records === 1 ? '' : 's'}, ${added.length} of them new`);
  if (unfinished.length > 0)
    console.log(
      `begun and without a record: ${unfinished.slice(0, 10).join(', ')}${unfinished.length > 10 ? ` and ${unfinished.length - 10} more` : ''}`,
    );
} catch ({ message }) {
  stop(message);
}
