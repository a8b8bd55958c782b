// Do the tests notice? npm run mutate -- ROOM changes one operator of a room at a time (StrykerJS's operators) and runs the
// room's tests. Prints the share of changes that were noticed, and every one that was not.
//   npm run mutate -- metrics                all changes of the room
//   npm run mutate -- data --sample 80       80 of them, drawn by chance
//   npm run mutate -- data --sample 80 --seed 2
//   npm run mutate -- metrics --again        only those that the last run did not notice
// Changes that do nothing that counts are named in scripts/mutate/known.json. Report: out/mutate/ROOM.json, in the form
// that the viewers of mutation testing read (mutation-testing-report-schema).
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Random } from 'unetlab/random';
import { commandLine, stop } from './command-line.mjs';
import { makeHouse } from './mutate/house.mjs';
import { withChanges } from './mutate/operators.mjs';
import { reportOf, isSame } from './mutate/report.mjs';
import { rooms } from './mutate/rooms.mjs';
import { runChosen } from './mutate/run-test.mjs';
import { reachedBy, testsFor } from './mutate/reached.mjs';
import { shareLine } from './mutate/share.mjs';
import { inRoot } from './setup/checkout.mjs';

const { values, positionals } = commandLine(
  import.meta.url,
  {
    sample: { type: 'number' },
    seed: { type: 'number', default: 1, least: 0 },
    again: { type: 'boolean', default: false },
  },
  { allowPositionals: true },
);
const [name] = positionals;
if (positionals.length !== 1 || !Object.hasOwn(rooms, name))
  stop(
    `${name === undefined ? 'no room named' : `no room ${positionals.join(' ')}`}; allowed: ${Object.keys(rooms).join(', ')}`,
  );
const room = rooms[name];
const label = name.replaceAll('/', '-');
const file = inRoot('out', 'mutate', `${label}.json`);
const known = JSON.parse(readFileSync(new URL('mutate/known.json', import.meta.url), 'utf8'));

const sources = room.sources
  .flatMap((folder) => filesIn(inRoot('lib', 'src', folder), /(?<!\.d)\.ts$/))
  .filter((source) => !room.except?.some((folder) => source.startsWith(inRoot('lib', 'src', folder))));
const { mutants } = await withChanges(sources);
const chosen = choose();
const { sources: changed, mutants: asleep } = await withChanges(
  sources.filter((source) => chosen.some((mutant) => mutant.file === source)),
  chosen,
);
const placeOf = ({ file: path, line, column, end, is }) => JSON.stringify([path, line, column, end, is]);
const idOf = new Map(asleep.map((mutant) => [placeOf(mutant), mutant.id]));
for (const mutant of chosen) {
  mutant.id = idOf.get(placeOf(mutant));
  if (mutant.id === undefined) throw new Error(`lost on the way: ${placeOf(mutant)}`);
}
for (const mutant of mutants) mutant.file = relative(inRoot(), mutant.file);
const house = makeHouse(label, changed);
const tests = filesIn(inRoot('test'), /(?<!\.d)\.test\.ts$/) // by their sources: the build keeps what a moved one left
  .map((test) => relative(inRoot('test'), test).replace(/\.ts$/, '.js'))
  .filter((test) => room.tests.some((place) => test.startsWith(`${place}/`) || test.startsWith(`${place}.`)))
  .filter((test) => !Object.keys(room.slow ?? {}).some((slow) => test.startsWith(slow)));

console.log(`${name}: ${mutants.length} changes in ${sources.length} files, ${tests.length} test files`);
for (const [slow, reason] of Object.entries(room.slow ?? {})) console.log(`  left out: ${slow} (${reason})`);
let interrupted = false; // Ctrl-C: what was tried so far is counted and kept
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (interrupted = true));
const { runs, failed } = await reachedBy(house, tests, inRoot('out', 'mutate', `${label}-reached.json`));
if (interrupted) process.exit(130);
if (failed) stop(`${failed.file} fails without a change (${failed.failure}); mend it first`);

const started = performance.now();
const wholeFiles = new Set(); // whose tests need those before them
const alone = new Set(); // tests that are known to pass by themselves
for (const [i, mutant] of chosen.entries()) {
  mutant.by = await noticedBy(mutant);
  if (interrupted) {
    console.log(`interrupted: ${i} of ${chosen.length} were tried`);
    chosen.length = i;
    break;
  }
  mutant.known = known.find((entry) => isSame(entry, mutant))?.why ?? null;
  if (mutant.by === null) console.log(survivor(mutant));
  if ((i + 1) % 25 === 0)
    console.log(`  … ${i + 1} of ${chosen.length} in ${Math.round((performance.now() - started) / 1000)} s`);
}

mkdirSync(inRoot('out', 'mutate'), { recursive: true });
writeFileSync(file, JSON.stringify(reportOf(chosen, inRoot()), null, 1));
for (const line of shareLine(name, chosen, mutants.length)) console.log(line);
console.log(`report: ${relative(inRoot(), file)}`);

/** The test that fails with a change, or null. A test counts only if it passes in the same company without the change. */
async function noticedBy(mutant) {
  for (;;) {
    const reaching = testsFor(mutant.id, runs, wholeFiles);
    mutant.reached = reaching.chosen.length > 0;
    if (!mutant.reached) return null;
    const { failure, test } = await runChosen(house, reaching.chosen, { ...reaching, id: mutant.id });
    if (failure === null) return null;
    const file = test?.split(' > ')[0];
    if (file === undefined || wholeFiles.has(file) || alone.has(test)) return failure;
    const unchanged = await runChosen(house, [{ file, tests: [test] }], reaching);
    if (unchanged.failure === null) {
      alone.add(test);
      return failure;
    }
    wholeFiles.add(file);
  }
}

/** All changes, some by chance, or those that the last report calls unnoticed. */
function choose() {
  if (values.again) {
    if (!existsSync(file)) stop(`no ${relative(inRoot(), file)} yet; run npm run mutate -- ${name} first`);
    const { files } = JSON.parse(readFileSync(file, 'utf8'));
    const left = Object.entries(files).flatMap(([path, { mutants: all }]) =>
      all
        .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
        .map((mutant) => ({ ...mutant.location.start, file: path, is: mutant.replacement })),
    );
    return mutants.filter((mutant) =>
      left.some(
        (other) =>
          other.file === relative(inRoot(), mutant.file) &&
          other.line === mutant.line &&
          other.column === mutant.column &&
          other.is === mutant.is,
      ),
    );
  }
  if (values.sample === undefined || values.sample >= mutants.length) return [...mutants];
  return new Random(values.seed).shuffle(mutants).slice(0, values.sample);
}

function survivor({ file: path, line, was, is, reached, known: why }) {
  const short = (text) => {
    const one = text.replace(/\s+/g, ' ');
    return one.length > 90 ? `${one.slice(0, 87)}…` : one;
  };
  const remark = why !== null ? `  (nothing that counts: ${why})` : reached ? '' : '  (no test comes here)';
  return `  ${path}:${line}  ${short(was)}  →  ${short(is)}${remark}`;
}

function filesIn(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => pattern.test(path))
    .map((path) => join(folder, path))
    .sort();
}
