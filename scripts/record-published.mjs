// Makes data/published/ from the files that were published, read by the readers that read anybody's:
//   node scripts/record-published.mjs DIR
// DIR holds search-2025-10-10/, grid-2025-09-26/ and wandb-sweep-1jpj8b17/. Empty columns are left out already by the
// readers; paths on the machine that trained are left out here. Same files, same bytes.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runRecordToJson } from 'unetlab/types';
import { readResultsFolder, readWandbCsv } from 'unetlab/wandb';
import { commandLine, stop } from './command-line.mjs';

const { positionals } = commandLine(import.meta.url, {}, { allowPositionals: true });
const [from] = positionals;
if (from === undefined || !existsSync(from))
  stop('name the folder that holds search-2025-10-10/, grid-2025-09-26/ and wandb-sweep-1jpj8b17/');
const to = join('data', 'published');
mkdirSync(to, { recursive: true });

/** Results that say where a file lay, nothing about the training. */
const paths = /_path$/;
/** Columns that would say who or where. None is in these files today; one that came in would stop the script. */
const personal = /user|entity|host|agent|author|email|notes|url|machine|path/i;

const sources = {
  'search-2025-10-10': readResultsFolder,
  'grid-2025-09-26': readResultsFolder,
  'wandb-sweep-1jpj8b17': (folder) => readWandbCsv(join(folder, 'classic_unet_seg.csv')),
};
for (const [name, read] of Object.entries(sources)) {
  const { records, notices } = await read(join(from, name));
  const kept = records.map((record) => ({ ...record, summary: without(record.summary, paths) }));
  const told = [
    ...new Set(kept.flatMap(({ config, summary }) => [...Object.keys(config), ...Object.keys(summary)])),
  ];
  const names = told.filter((key) => personal.test(key));
  if (names.length > 0) stop(`${name} has columns that may name people or machines: ${names.join(', ')}`);
  writeFileSync(join(to, `${name}.jsonl`), kept.map((record) => `${runRecordToJson(record)}\n`).join(''));
  const histories = kept.filter(({ history }) => history !== null).length;
  console.log([`${name}: ${kept.length} runs, ${histories} with a history`, ...notices].join('\n  '));
}
copyFileSync(join(from, 'wandb-sweep-1jpj8b17', 'LICENSE'), join(to, 'wandb-sweep-1jpj8b17.LICENSE'));

function without(values, pattern) {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !pattern.test(key)));
}
