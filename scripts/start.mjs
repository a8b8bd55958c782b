// Runs the whole collection from fresh kernels and writes it as a book, out/book/index.html.
//   npm start                         every notebook, profile teach
//   npm start -- --profile smoke      the short form
//   npm start -- 02 03 --jobs 2       some of them, two at a time
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeWhole } from 'unetlab/files';
import { duration } from 'unetlab/notebook';
import { singlePage, writeBook } from 'unetlab/notebook/book';
import {
  findNotebook,
  notebookParameters,
  notebookPaths,
  readNotebook,
  resolveParameters,
  shortPath,
} from 'unetlab/notebook/run';
import { machineFacts } from './start/machine.mjs';
import { runNotebooks } from './run-notebooks.mjs';
import { inRoot, root } from './setup/checkout.mjs';

const out = inRoot('out');

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      profile: { type: 'string', default: 'teach' },
      jobs: { type: 'string', default: '1' },
      'cell-timeout': { type: 'string', default: '1800' },
    },
  });
  const jobs = number('--jobs', values.jobs);
  const cellTimeout = number('--cell-timeout', values['cell-timeout']);
  const paths =
    positionals.length === 0
      ? notebookPaths(root)
      : positionals.map((wanted) => findNotebook(wanted, root, process.cwd()));
  if (paths.length === 0) throw new Error('there are no notebooks in notebooks/');
  const notebooks = paths.map(readNotebook);
  const runs = notebooks.map((notebook) => {
    const declared = notebookParameters(notebook);
    const texts = declared.some(({ name }) => name === 'profile')
      ? new Map([['profile', values.profile]])
      : new Map();
    return {
      name: notebook.name,
      notebook: notebook.path,
      output: join(out, 'notebooks', basename(notebook.path)),
      parameters: resolveParameters(notebook.name, declared, { texts, values: new Map() }),
      cellTimeout,
    };
  });

  console.log(`running ${runs.length} notebooks, profile ${values.profile}`);
  const started = performance.now();
  const { results, signal } = await runNotebooks(runs, {
    jobs: jobs,
    detail: 'notebooks',
    stopping: 'stopping; what has run is kept',
  });
  const seconds = (performance.now() - started) / 1000;

  const executed = runs.filter((_, i) => results[i].seconds > 0);
  mkdirSync(join(out, 'html'), { recursive: true });
  for (const { name, output } of executed)
    writeWhole(join(out, 'html', `${name}.html`), singlePage(readNotebook(output)));
  const good = results.filter(({ status }) => status === 'ok').length;
  writeWhole(
    join(out, 'results.json'),
    `${JSON.stringify({ passed: good, failed: results.length - good, notebooks: runs.map(({ name }, i) => ({ name, ...results[i] })) }, null, 2)}\n`,
  );
  const book = writeBook({ root, folder: join(out, 'book'), machine: machineFacts() });
  rmSync(join(out, 'index.html'), { force: true }); // the overview of earlier versions, which the book replaces
  for (const notice of book.notices) console.log(notice);
  console.log(
    `${good} of ${results.length} notebooks ran, ${duration(seconds)}; open ${shortPath(book.index)}`,
  );
  if (signal.aborted) return 130;
  return good === results.length ? 0 : 1;
}

function number(name, text) {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`invalid ${name} ${text}; a number above 0`);
  return value;
}
