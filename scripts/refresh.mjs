// Runs the notebooks and keeps their outputs in notebooks/*.ipynb, as pictures and text, stamped with what made them.
//   npm run notebooks:refresh                   every notebook, profile teach
//   npm run notebooks:refresh -- 02 03          some of them
//   npm run notebooks:refresh -- --from-run     takes what `npm start` left in out/notebooks, and runs nothing
//   npm run notebooks:refresh -- --to DIR       writes the notebooks there and leaves those of the checkout as they are
//   npm run notebooks:refresh -- --check        runs nothing: names those whose code or parameters changed after the stamp, and
//                                               warns where the library did; --strict fails for that, too
// Further: --profile smoke|teach|full, --jobs 2.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { writeWhole } from 'unetlab/files';
import { LibraryReach, readRaw, refreshedNotebook, staleness } from 'unetlab/notebook/committed';
import {
  findNotebook,
  notebookParameters,
  notebookPaths,
  readNotebook,
  resolveParameters,
} from 'unetlab/notebook/run';
import { commandLine, stop } from './command-line.mjs';
import { runNotebooks } from './run-notebooks.mjs';
import { inRoot, root } from './setup/checkout.mjs';
import { machineFacts } from './start/machine.mjs';

const { values, positionals } = commandLine(
  import.meta.url,
  {
    check: { type: 'boolean' },
    strict: { type: 'boolean' },
    'from-run': { type: 'boolean' },
    profile: { type: 'string', default: 'teach' },
    jobs: { type: 'number', default: 1 },
    to: { type: 'string' },
  },
  { allowPositionals: true },
);
const cwd = process.env.INIT_CWD ?? process.cwd();
const reach = new LibraryReach(root);
const paths = chosen();
process.exitCode = values.check ? check() : await refresh();

function chosen() {
  try {
    return positionals.length === 0
      ? notebookPaths(root)
      : positionals.map((wanted) => findNotebook(wanted, root, cwd));
  } catch ({ message }) {
    return stop(message);
  }
}

function check() {
  const all = paths.map((path) => staleness(path, reach));
  const faults = all.flatMap((one) => (values.strict ? [...one.faults, ...one.warnings] : one.faults));
  const warnings = values.strict ? [] : all.flatMap((one) => one.warnings);
  for (const fault of faults) console.error(fault);
  for (const warning of warnings) console.log(`note: ${warning}`);
  if (faults.length === 0 && warnings.length === 0)
    console.log(`${paths.length} notebooks: kept outputs are of the present code`);
  return faults.length === 0 ? 0 : 1;
}

async function refresh() {
  const started = new Date();
  const folder = inRoot('out', values['from-run'] ? 'notebooks' : 'refresh');
  const runs = paths.map((path) => {
    const notebook = readNotebook(path);
    const declared = notebookParameters(notebook);
    // the default is not given, so that nothing is put into the notebook
    const own = declared.find(({ name }) => name === 'profile')?.defaultText === `'${values.profile}'`;
    const texts = own ? new Map() : new Map([['profile', values.profile]]);
    return {
      name: notebook.name,
      notebook: path,
      output: join(folder, basename(path)),
      parameters: resolveParameters(notebook.name, declared, { texts, values: new Map() }),
      cellTimeout: 1800,
    };
  });
  const status = values['from-run']
    ? runs.map(({ output }) => (existsSync(output) ? 'ok' : 'missing'))
    : await run(runs);
  const about = {
    library: JSON.parse(readFileSync(inRoot('lib', 'package.json'), 'utf8')).version,
    environment: `${machineFacts().slice(0, 2).join(', ')}, ${os.platform()} ${os.arch()}`,
  };
  let failed = 0;
  for (const [i, { name, notebook, output }] of runs.entries()) {
    try {
      if (status[i] !== 'ok')
        throw new Error(
          status[i] === 'missing' ? 'there is no run of it in out/notebooks' : 'it did not run to its end',
        );
      const executed = readRaw(output);
      const ran = executed.metadata.papermill ?? {};
      const text = await refreshedNotebook(
        readRaw(notebook),
        executed,
        {
          ...about,
          profile: ran.parameters?.profile ?? 'teach',
          date: (ran.end_time ?? started.toISOString()).slice(0, 10),
        },
        { reach, person: person() },
      );
      const to = values.to === undefined ? notebook : resolve(cwd, values.to, basename(notebook));
      mkdirSync(resolve(to, '..'), { recursive: true });
      writeWhole(to, text);
      console.log(`${name}: ${Math.round(Buffer.byteLength(text) / 1000)} kB, ${relative(cwd, to)}`);
    } catch ({ message }) {
      failed += 1;
      console.error(`${name}: left as it was: ${message}`);
    }
  }
  return failed === 0 ? 0 : 1;
}

async function run(all) {
  const { results } = await runNotebooks(all, {
    jobs: values.jobs,
    detail: 'notebooks',
    stopping: 'stopping; notebooks that have run are refreshed',
  });
  return results.map((result) => result.status);
}

/** Whose machine this is, so that no word of it stays. */
function person() {
  const secrets = Object.entries(process.env)
    .filter(([name]) => /(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/i.test(name))
    .map(([, value]) => value ?? '');
  return { root, home: os.homedir(), host: os.hostname(), user: os.userInfo().username, secrets };
}
