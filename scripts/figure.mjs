// Draws one figure of the library, as a file or in a window.
//   npm run figure                                      lists the figures
//   npm run figure -- NAME                              out/figures/NAME.png, from made-up data
//   npm run figure -- NAME --runs PATH                  from your runs: a file or a folder, whatever tool wrote it
//   npm run figure -- NAME --study own-search           from recorded runs (published-search, published-grid,
//                                                       published-sweep, own-search, own-grid); --metric NAME judges by it
//   npm run figure -- NAME --png --svg --html --json    in these forms; --html is a page that answers the pointer
//   npm run figure -- NAME --window                     in a window of the desktop, by nodeplotlib (its page loads Plotly from
//                                                       the network), until Ctrl-C
//   npm run figure -- --runs PATH                       lists what can be drawn from these runs
// -o DIR writes the files there.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { writeWhole } from 'unetlab/files';
import { figurePage, figurePng, figureSvg, hasDesktop, openWindow } from 'unetlab/notebook';
import { fileName, nearNames } from 'unetlab/text';
import { commandLine, stop } from './command-line.mjs';
import { inRoot, root } from './setup/checkout.mjs';

const cwd = process.env.INIT_CWD ?? process.cwd();
const forms = {
  png: (figure) => figurePng(figure, 2),
  svg: figureSvg,
  html: figurePage,
  json: ({ data, layout }) => `${JSON.stringify({ data, layout }, null, 1)}\n`,
};
const studies = ['published-search', 'published-grid', 'published-sweep', 'own-search', 'own-grid'];
const gallery = inRoot('test', 'figures', 'gallery');

const { values, positionals } = commandLine(
  import.meta.url,
  {
    ...Object.fromEntries(Object.keys(forms).map((form) => [form, { type: 'boolean' }])),
    window: { type: 'boolean' },
    runs: { type: 'string' },
    study: { type: 'string' },
    metric: { type: 'string' },
    output: { type: 'string', short: 'o' },
  },
  { allowPositionals: true },
);

try {
  await main();
} catch ({ message }) {
  stop(message.replaceAll('-p metric=', '--metric '));
}

async function main() {
  if (positionals.length > 1)
    throw new Error(`one figure at a time; ${positionals.join(', ')} are ${positionals.length}`);
  if (values.runs !== undefined && values.study !== undefined) throw new Error('--runs or --study, not both');
  if (values.study !== undefined && !studies.includes(values.study))
    throw new Error(`there is no study ${values.study}; there are ${studies.join(', ')}`);
  if (values.window && !hasDesktop(process.platform, process.env))
    throw new Error('there is no desktop to open a window on; --html writes a page instead');
  const ofRuns = values.runs !== undefined || values.study !== undefined;
  const figures = ofRuns ? await figuresOfRuns() : examples();
  const [name] = positionals;
  if (name === undefined) {
    for (const figure of figures) console.log(`${figure.name}\n    ${figure.description}`);
    console.log(
      `\n${figures.length} figures${ofRuns ? '' : ', here from made-up data'}; npm run figure -- ${figures[0]?.name ?? 'NAME'}${ofRuns ? ` ${values.runs === undefined ? `--study ${values.study}` : `--runs ${values.runs}`}` : ''}`,
    );
    return;
  }
  const figure = figures.find((one) => one.name === name);
  if (figure === undefined) {
    const names = figures.map((one) => one.name);
    const near = nearNames(name, names);
    const meant = near.length > 0 ? `; did you mean ${near.join(', ')}?` : `; there are ${names.join(', ')}`;
    throw new Error(`there is no figure ${name}${ofRuns ? ' of these runs' : ''}${meant}`);
  }
  if (!ofRuns)
    console.log('from made-up data; --runs PATH or --study NAME draws it from runs, where they allow it');
  const asked = Object.keys(forms).filter((form) => values[form]);
  const folder = values.output === undefined ? inRoot('out', 'figures') : resolve(cwd, values.output);
  for (const form of asked.length > 0 || values.window ? asked : ['png']) {
    const file = join(folder, `${fileName(figure.name)}.${form}`);
    mkdirSync(folder, { recursive: true });
    writeWhole(file, await forms[form](figure));
    console.log(relative(cwd, file));
  }
  if (values.window) await openWindow(figure);
}

/** One example of every figure: what the tests hold the drawings against. */
function examples() {
  return readdirSync(gallery)
    .filter((file) => file.endsWith('.json') && file !== 'pictures.json')
    .sort()
    .map((file) => JSON.parse(readFileSync(join(gallery, file), 'utf8')));
}

async function figuresOfRuns() {
  const { objectiveOf, withoutSettings } = await import('unetlab/analysis');
  const { Random } = await import('unetlab/random');
  const { sweepFigures, sweepFacts } = await import('unetlab/reports');
  const { readRuns, recordedStudy } = await import('unetlab/runs');
  const source =
    values.runs === undefined ? recordedStudy(values.study, root) : await readRuns(resolve(cwd, values.runs));
  for (const notice of source.notices ?? []) console.log(notice);
  // it follows from the loss, and is no factor of its own
  const records = withoutSettings(source.records, ['loss_weights']);
  const objective = objectiveOf(records, { metric: values.metric ?? null, told: source.objective ?? null });
  console.log(objective.said.replaceAll('-p metric=…', '--metric …'));
  const facts = await sweepFacts(records, { random: new Random(1), objective, resamples: 50 });
  return sweepFigures(facts);
}
