// Makes data/published/ from the files that were published, read by the readers that read anybody's:
//   node scripts/record-published.mjs DIR
// DIR holds search-2025-10-10/, grid-2025-09-26/ and wandb-sweep-1jpj8b17/. Empty columns and paths on the machine that
// trained are left out. Same files, same bytes.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runRecordToJson } from 'unetlab/types';
import { readRuns } from 'unetlab/runs';
import { commandLine, stop } from './command-line.mjs';

const { positionals } = commandLine(import.meta.url, {}, { allowPositionals: true });
const [from] = positionals;
if (from === undefined || !existsSync(from))
  stop('name the folder that holds search-2025-10-10/, grid-2025-09-26/ and wandb-sweep-1jpj8b17/');
const to = join('data', 'published');
mkdirSync(to, { recursive: true });

/** Columns that would say who or where. None is in these files today; one that came in would stop the script. */
const personal = /user|entity|host|agent|author|email|notes|url|machine|path/i;

for (const study of ['search-2025-10-10', 'grid-2025-09-26', 'wandb-sweep-1jpj8b17']) {
  const { records, notices, layout } = await readRuns(join(from, study));
  notices.unshift(`recognised as ${layout}`);
  // `about` holds paths; which columns are settings was looked at, so it is not by their names alone
  const kept = records.map(
    ({ id, name, source, state, sweep, url, created, tags, config, summary, history, notices: own }) => ({
      id,
      name,
      source,
      state,
      sweep,
      url,
      created,
      tags,
      config,
      summary,
      history,
      notices: own,
    }),
  );
  const told = [
    ...new Set(kept.flatMap(({ config, summary }) => [...Object.keys(config), ...Object.keys(summary)])),
  ];
  const names = told.filter((key) => personal.test(key));
  if (names.length > 0) stop(`${study} has columns that may name people or machines: ${names.join(', ')}`);
  writeFileSync(join(to, `${study}.jsonl`), kept.map((record) => `${runRecordToJson(record)}\n`).join(''));
  const histories = kept.filter(({ history }) => history !== null).length;
  console.log([`${study}: ${kept.length} runs, ${histories} with a history`, ...notices].join('\n  '));
}
copyFileSync(join(from, 'wandb-sweep-1jpj8b17', 'LICENSE'), join(to, 'wandb-sweep-1jpj8b17.LICENSE'));
