import type { ConfigValue, History, RunRecord, RunSet, RunState } from '../../types';
import { withUniqueIds } from '../../values';
import { summaryOfHistory } from '../best-of-history';
import type { Found, FoundFile } from '../found';
import { tableLayout, type Layout } from '../layout';
import { settingsInNames } from '../name-settings';
import { newRun } from '../new-run';
import { readRows, type Table } from '../../tables';
import { readEvents } from '../tensorboard/read-events';

interface Point {
  readonly run: string;
  readonly tag: string;
  readonly step: number;
  readonly value: number;
  readonly time: number;
}

interface About {
  readonly config?: Readonly<Record<string, ConfigValue>>;
  readonly state?: RunState;
}

/** TensorBoard's export of one curve: `Wall time,Step,Value`. */
export const scalarTable: Layout = tableLayout({
  name: 'a TensorBoard curve (Wall time, Step, Value)',
  recognises: isScalarTable,
  read: (table, name) => runsOf(pointsIn(table, name), `${name}: one curve`),
});

/** TensorBoard's scalars as one long table: `run, tag, step, value`. */
export const scalarFrame: Layout = tableLayout({
  name: 'TensorBoard scalars as a long table (run, tag, step, value)',
  recognises: ({ header }) => ['run', 'tag', 'step', 'value'].every((column) => header.includes(column)),
  read: (table, name) => {
    const values = readRows(table, new Set([table.header.indexOf('run'), table.header.indexOf('tag')]));
    const at = (row: number, column: string): ConfigValue | undefined =>
      values.value(row, table.header.indexOf(column));
    const points = table.rows.map(
      (_, row): Point => ({
        run: String(at(row, 'run') ?? ''),
        tag: String(at(row, 'tag') ?? ''),
        step: Number(at(row, 'step') ?? NaN),
        value: Number(at(row, 'value') ?? NaN),
        time: Number(at(row, 'wall_time') ?? NaN),
      }),
    );
    return runsOf(points, `${name}: ${points.length} values`);
  },
});

/** A folder of curves that TensorBoard exported, one file a run and tag. */
export const scalarFolder: Layout = {
  name: 'a folder of TensorBoard curves (Wall time, Step, Value)',
  recognises: async ({ isFolder, files }) => isFolder && (await scalarFiles(files)).length > 0,
  read: async ({ files }) => {
    const found = await scalarFiles(files);
    return runsOf(
      found.flatMap(({ file, table }) => pointsIn(table, file.name)),
      `${found.length} curves exported by TensorBoard`,
    );
  },
};

/** TensorBoard's own event files, `events.out.tfevents.…`: a folder a run. */
export const eventFolder: Layout = {
  name: 'TensorBoard event files (events.out.tfevents.…)',
  recognises: ({ files }) => Promise.resolve(files.some(isEventFile)),
  read: readEventFolder,
};

function isEventFile({ name }: FoundFile): boolean {
  return /(?:^|\/)[^/]*\.tfevents\.[^/]*$/.test(name);
}

function isScalarTable({ header }: Pick<Table, 'header'>): boolean {
  return header.length === 3 && header.join() === 'Wall time,Step,Value';
}

async function scalarFiles(files: readonly FoundFile[]): Promise<{ file: FoundFile; table: Table }[]> {
  const found: { file: FoundFile; table: Table }[] = [];
  for (const file of files) {
    if (!/\.csv$/i.test(file.name)) continue;
    const table = await file.table().catch(() => null);
    if (table !== null && isScalarTable(table)) found.push({ file, table });
  }
  return found;
}

/** `run-unet_lr0.001_train-tag-epoch_loss.csv` names run and tag; any other name is the run's. */
function pointsIn(table: Table, name: string): Point[] {
  const stem = name
    .split('/')
    .at(-1)!
    .replace(/\.csv$/i, '');
  const told = /^run-(.*)-tag-(.+)$/.exec(stem);
  const values = readRows(table);
  const number = (row: number, column: number): number => {
    const value = values.value(row, column);
    return typeof value === 'number' ? value : NaN;
  };
  return table.rows.map((_, row) => ({
    run: told?.[1] ?? stem,
    tag: told?.[2] ?? 'value',
    time: number(row, 0),
    step: number(row, 1),
    value: number(row, 2),
  }));
}

async function readEventFolder({ path, files }: Found): Promise<RunSet> {
  const points: Point[] = [];
  const about = new Map<string, About>();
  const notices: string[] = [];
  const folders = new Set(
    files.filter(isEventFile).map(({ name }) => name.slice(0, Math.max(name.lastIndexOf('/'), 0))),
  );
  folders.delete('');
  for (const file of files.filter(isEventFile)) {
    const cut = file.name.lastIndexOf('/');
    const own =
      cut < 0
        ? (path
            .split(/[/\\]/)
            .filter((part) => part !== '')
            .at(-1) ?? '')
        : file.name.slice(0, cut);
    const events = readEvents(await file.bytes());
    // PyTorch's add_hparams writes into a folder of its own below the run's
    const above = own.slice(0, Math.max(own.lastIndexOf('/'), 0));
    const run = events.hparams !== null && folders.has(above) ? above : own;
    notices.push(...events.notices.map((notice) => `${file.name}: ${notice}`));
    for (const { tag, step, value, time } of events.scalars) points.push({ run, tag, step, value, time });
    if (events.hparams !== null || events.state !== null)
      about.set(mainRun(run).run, {
        ...about.get(mainRun(run).run),
        ...(events.hparams !== null && { config: events.hparams }),
        ...(events.state !== null && { state: events.state }),
      });
  }
  const set = runsOf(points, `${files.filter(isEventFile).length} event files`, about);
  return { ...set, notices: [...notices, ...set.notices] };
}

/** `unet/validation` and `unet_val` are curves of the run `unet`, with `val_` before their tags. */
function mainRun(run: string): { run: string; prefix: string } {
  const match = /^(.*?)[/_.-]?(train(?:ing)?|val(?:idation)?|eval|test)$/i.exec(run);
  if (match === null || match[1] === '') {
    if (match === null) return { run, prefix: '' };
    return { run: '', prefix: prefixOf(match[2]!) };
  }
  return { run: match[1]!, prefix: prefixOf(match[2]!) };
}

function prefixOf(part: string): string {
  if (/^train/i.test(part)) return '';
  return /^test$/i.test(part) ? 'test_' : 'val_';
}

function runsOf(
  points: readonly Point[],
  what: string,
  about: ReadonlyMap<string, About> = new Map(),
): RunSet {
  const runs = new Map<
    string,
    { times: number[]; steps: Map<number, Map<string, number>>; repeated: number }
  >();
  for (const point of points) {
    const { run, prefix } = mainRun(point.run);
    const tag =
      prefix !== '' && new RegExp(`^${prefix.slice(0, -1)}`, 'i').test(point.tag)
        ? point.tag
        : prefix + point.tag.replace(/^epoch_/, '');
    const entry = runs.get(run) ?? { times: [], steps: new Map<number, Map<string, number>>(), repeated: 0 };
    const row = entry.steps.get(point.step) ?? new Map<string, number>();
    if (row.has(tag)) entry.repeated += 1;
    row.set(tag, point.value);
    entry.steps.set(point.step, row);
    entry.times.push(point.time);
    runs.set(run, entry);
  }
  const names = [...new Set([...runs.keys(), ...about.keys()])];
  const { configs, keys } = settingsInNames(names);
  const records = names.map((name, i): RunRecord => {
    const { times, steps, repeated } = runs.get(name) ?? {
      times: [],
      steps: new Map<number, Map<string, number>>(),
      repeated: 0,
    };
    const history = historyOf(steps);
    const told = about.get(name);
    const begun = times.filter(Number.isFinite).reduce((a, b) => Math.min(a, b), Infinity);
    return newRun({
      id: name === '' ? 'run' : name,
      source: 'tensorboard',
      state: told?.state ?? 'unknown',
      created: Number.isFinite(begun) ? new Date(begun * 1000).toISOString() : null,
      config: told?.config ?? configs[i]!,
      configFrom: told?.config === undefined ? 'names' : 'source',
      summary: summaryOfHistory(history),
      history: Object.keys(history).length > 0 ? history : null,
      notices:
        repeated > 0 ? [`${repeated} values of a step were written again: the later ones are kept`] : [],
    });
  });
  const fromNames = records.some(({ configFrom }) => configFrom === 'names');
  const settings = !fromNames
    ? []
    : keys.length > 0
      ? [`settings are read from the names of the runs: ${keys.join(', ')}`]
      : ['the curves come without settings: neither hyperparameters in the events nor any in the names'];
  return {
    records: withUniqueIds(records).records,
    notices: [
      what,
      ...settings,
      'the summary holds the last value of each curve, and best_… of those whose name says which way is better',
    ],
  };
}

function historyOf(steps: ReadonlyMap<number, ReadonlyMap<string, number>>): History {
  const order = [...steps].sort(([a], [b]) => a - b);
  const tags = new Set(order.flatMap(([, row]) => [...row.keys()]));
  if (order.length === 0) return {};
  return Object.fromEntries([
    ['_step', order.map(([step]) => step)] as const,
    ...[...tags].map((tag) => [tag, order.map(([, row]) => row.get(tag) ?? NaN)] as const),
  ]);
}
