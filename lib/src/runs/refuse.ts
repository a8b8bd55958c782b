import { mayBeTable, type Layout } from './layout';
import type { Found, FoundFile } from './found';

/** What to do with files that hold runs in a form that is not read here. */
const advice: readonly (readonly [RegExp, string])[] = [
  [
    /\.(?:db|sqlite3?)$/i,
    'a database: Optuna writes its trials as a table with study.trials_dataframe().to_csv("trials.csv")',
  ],
  [
    /\.(?:pkl|pickle|joblib)$/i,
    'a pickle: write the history as JSON with json.dump(history.history, file), or a table with DataFrame.to_csv',
  ],
  [/\.(?:xlsx?|ods|numbers)$/i, 'a spreadsheet: save it as CSV'],
  [/\.(?:parquet|feather|arrow|h5|hdf5|npz)$/i, 'a binary table: write it as CSV with DataFrame.to_csv'],
];

/** The error for a path that leads to no runs: what was found there, what is read, and what to type. */
export async function refusal(found: Found, layouts: readonly Layout[]): Promise<Error> {
  const { path, isFolder, files } = found;
  const read = `Read are: ${layouts.map(({ name }) => name).join('; ')}`;
  if (files.length === 0) return new Error(`${path} is an empty folder. ${read}`);
  const what = isFolder ? await describeFolder(files) : await describeFile(files[0]!);
  const type = what.table
    ? '. If its rows are runs, say which columns are settings and which results: -p config=a,b -p results=c'
    : '';
  return new Error(`${path} holds no runs in a form that is known: ${what.text}${type}. ${read}`);
}

/** Folders of tools that keep runs in a form that is not read, by a file that only they have. */
const stores: readonly (readonly [RegExp, string])[] = [
  [
    /(?:^|\/)[0-9a-f]{32}\/(?:params|metrics)\/[^/]+$/,
    'an MLflow store: write its runs as a table with mlflow.search_runs(search_all_experiments=True).to_csv("runs.csv")',
  ],
  [
    /(?:^|\/)(?:\.hydra\/config|hparams)\.ya?ml$/,
    'folders of runs with settings (.hydra/config.yaml or hparams.yaml) and no results: write them as metrics.json or metrics.csv beside the settings, or give a table of the runs',
  ],
];

async function describeFolder(files: readonly FoundFile[]): Promise<{ text: string; table: boolean }> {
  const store = stores.find(([pattern]) => files.some(({ name }) => pattern.test(name)));
  if (store !== undefined)
    return { text: `${files.length} ${files.length === 1 ? 'file' : 'files'} of ${store[1]}`, table: false };
  const endings = new Map<string, number>();
  for (const { name } of files) {
    const ending = /\.[^./]+$/.exec(name)?.[0].toLowerCase() ?? 'without an ending';
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
  }
  const counts = [...endings]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6)
    .map(([ending, count]) => `${count} ${ending}`);
  const table = files.find((file) => mayBeTable(file) && /\.[ct]sv$/i.test(file.name));
  const told = files.find(({ name }) => advice.some(([ending]) => ending.test(name)));
  const one = table ?? told;
  const described = one === undefined ? null : await describeFile(one);
  const rest = described === null ? '' : `; ${described.text}`;
  return {
    text: `${files.length} ${files.length === 1 ? 'file' : 'files'} (${counts.join(', ')})${rest}`,
    table: described?.table ?? false,
  };
}

async function describeFile(file: FoundFile): Promise<{ text: string; table: boolean }> {
  const known = advice.find(([ending]) => ending.test(file.name));
  if (known !== undefined) return { text: `${file.name} is ${known[1]}`, table: false };
  if (file.size === 0) return { text: `${file.name} is empty`, table: false };
  const table = mayBeTable(file) ? await file.table() : null;
  if (table === null) {
    const isBlank = file.size < 10_000 && (await file.text()).trim() === '';
    const what = isBlank ? 'holds nothing but blank lines' : 'is no table and no JSON that is known';
    return { text: `${file.name} ${what}`, table: false };
  }
  const { header, rows } = table;
  const columns = header.slice(0, 12).map((column) => (column === '' ? '(no name)' : column));
  const more = header.length > 12 ? `, … (${header.length})` : '';
  const first = rows[0]
    ?.slice(0, 12)
    .map((cell) => (cell.length > 40 ? `${cell.slice(0, 40)}…` : cell))
    .join(', ');
  return {
    text: `${file.name} is a table with ${rows.length} rows and the columns ${columns.join(', ')}${more}${first === undefined ? '' : ` (first row: ${first})`}`,
    table: true,
  };
}
