// Runs the whole collection from fresh kernels and leaves out/index.html, which links everything.
//   npm start                         every notebook, profile teach
//   npm start -- --profile smoke      the short form
//   npm start -- 02 03 --jobs 2       some of them, two at a time
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { duration } from 'unetlab/notebook';
import {
  collectionPage,
  findNotebook,
  notebookParameters,
  notebookPaths,
  readNotebook,
  resolveParameters,
  runAll,
  RunReport,
  saveFigures,
} from 'unetlab/notebook/run';
import { htmlOf } from './start/html.mjs';
import { machineFacts } from './start/machine.mjs';
import { reportPages } from './start/reports.mjs';
import { summaryOf } from './start/summary.mjs';
import { interruptible } from './interruptible.mjs';
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
  const report = new RunReport({
    write: (text) => process.stdout.write(text),
    live: process.stdout.isTTY === true,
    width: Math.max(...runs.map(({ name }) => name.length)),
    detail: 'notebooks',
    now: () => performance.now(),
  });
  const signal = interruptible(() => report.line('stopping; what has run is kept'));
  const results = await runAll(runs, jobs, report, { root, signal });
  const seconds = (performance.now() - started) / 1000;

  const executed = runs.filter((_, i) => results[i].seconds > 0);
  const pages = await htmlOf(
    executed.map(({ output }) => output),
    join(out, 'html'),
  );
  const entries = [];
  for (const [i, run] of runs.entries()) {
    const ran = executed.includes(run);
    entries.push({
      name: run.name,
      title: notebooks[i].title,
      summary: summaryOf(notebooks[i]),
      result: results[i],
      notebook: ran ? run.output : null,
      html: pages.get(run.output) ?? null,
      figures: ran ? await saveFigures(readNotebook(run.output), join(out, 'figures', run.name)) : [],
    });
  }
  mkdirSync(out, { recursive: true });
  const page = {
    profile: values.profile,
    finished: new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' }),
    seconds,
    machine: await machineFacts(),
    entries,
    reports: reportPages(join(out, 'report')),
  };
  writeFileSync(join(out, 'index.html'), collectionPage(page, out));
  const good = results.filter(({ status }) => status === 'ok').length;
  writeFileSync(
    join(out, 'results.json'),
    `${JSON.stringify({ passed: good, failed: results.length - good, notebooks: runs.map(({ name }, i) => ({ name, ...results[i] })) }, null, 2)}\n`,
  );
  console.log(`${good} of ${results.length} notebooks ran, ${duration(seconds)}; open out/index.html`);
  if (signal.aborted) return 130;
  return good === results.length ? 0 : 1;
}

function number(name, text) {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`invalid ${name} ${text}; a number above 0`);
  return value;
}
