import type { ConfigValue, RunRecord, RunSet } from '../types';

/** What the reader says about the columns; what is not said is told from the source. */
export interface Told {
  /** Keys that are settings. */
  readonly config?: readonly string[] | null;
  /** Keys that are results. */
  readonly results?: readonly string[] | null;
}

type Values = Readonly<Record<string, ConfigValue>>;

/**
 * Sorts the keys of records as the reader says, wherever the source has them. Keys that lose their place go to `about`;
 * columns that were told apart by their names alone become results where the reader names the settings only. A key that
 * is configured and logged is taken from the side that is asked for.
 *
 * Throws where no run has such a key, naming those that there are.
 */
export function asTold(set: RunSet, told: Told): RunSet {
  const config = told.config ?? null;
  const results = told.results ?? null;
  if (config === null && results === null) return set;
  const { records } = set;
  const keys = new Set(
    records.flatMap((record) => [record.config, record.summary, record.about ?? {}].flatMap(Object.keys)),
  );
  for (const [side, names] of [
    ['config', config],
    ['results', results],
  ] as const) {
    const unknown = names?.filter((name) => !keys.has(name)) ?? [];
    if (unknown.length > 0)
      throw new Error(
        `-p ${side}=${names!.join(',')}: no run has ${unknown.join(', ')}; the columns are ${[...keys].join(', ')}`,
      );
  }
  const sorted = records.map((record) => sortedRecord(record, config, results));
  return {
    ...set,
    records: sorted,
    notices: [
      ...set.notices.filter((notice) => !notice.includes('told apart by their names')),
      `columns told apart as asked: settings are ${listed(sorted, 'config')}; results are ${listed(sorted, 'summary')}`,
    ],
  };
}

function sortedRecord(
  record: RunRecord,
  config: readonly string[] | null,
  results: readonly string[] | null,
): RunRecord {
  const about = record.about ?? {};
  const wanted = (names: readonly string[], from: readonly Values[]): Values =>
    Object.fromEntries(
      names.flatMap((name) => {
        const holder = from.find((values) => Object.hasOwn(values, name));
        return holder === undefined ? [] : [[name, holder[name]!]];
      }),
    );
  const without = (values: Values, names: readonly string[] | null): Values =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !(names ?? []).includes(key)));
  const isSetting = config === null ? null : wanted(config, [record.config, record.summary, about]);
  const isResult = results === null ? null : wanted(results, [record.summary, record.config, about]);
  // a source's own settings are no results because they were not named; a table's nameless columns may be
  const toResults = record.configFrom === 'names' && results === null;
  const lostSettings = config === null ? {} : without(without(record.config, config), results);
  const lostResults = results === null ? {} : without(without(record.summary, results), config);
  const twice = (key: string): boolean =>
    Object.hasOwn(record.config, key) && Object.hasOwn(record.summary, key);
  const keptConfig = without(
    record.config,
    (results ?? []).filter((key) => !twice(key)),
  );
  const keptSummary = without(
    record.summary,
    (config ?? []).filter((key) => !twice(key)),
  );
  const rest = {
    ...without(without(about, config), results),
    ...lostResults,
    ...(!toResults && lostSettings),
  };
  const { about: _about, ...others } = record;
  return {
    ...others,
    config: isSetting ?? keptConfig,
    summary: isResult ?? { ...(toResults && lostSettings), ...keptSummary },
    ...(Object.keys(rest).length > 0 && { about: rest }),
    configFrom: 'asked',
  };
}

function listed(records: readonly RunRecord[], side: 'config' | 'summary'): string {
  const keys = [...new Set(records.flatMap((record) => Object.keys(record[side])))].filter(
    (key) => !key.startsWith('_'),
  );
  return keys.length === 0 ? 'none' : keys.join(', ');
}
