import type { ConfigValue, RunRecord } from '../../types';
import { remembered } from './remembered';

/** Runs without the exact copies among them. */
export interface WithoutCopies {
  /** Every run once. */
  readonly records: readonly RunRecord[];
  /** Runs that were left out, each with the run that it is a copy of. */
  readonly copies: readonly { readonly copy: RunRecord; readonly of: RunRecord }[];
}

/**
 * Leaves out exact copies: runs with the same configuration, seed among it, and the same results or history. A deterministic
 * run done again, or a row that stands twice, is no second observation. Repeats with other results stay, and so do runs
 * whose results are too coarse to tell a copy from a coincidence (fewer than four digits, and no history).
 */
export function withoutCopies(records: readonly RunRecord[]): WithoutCopies {
  return copiesOf(records, null);
}

const copiesOf = remembered((records, _: null): WithoutCopies => {
  const results = records.map(({ summary }) => JSON.stringify(entries(summary)));
  const often = new Map<string, number>();
  for (const key of results) often.set(key, (often.get(key) ?? 0) + 1);
  const first = new Map<string, RunRecord>();
  const copies: { copy: RunRecord; of: RunRecord }[] = [];
  const kept = records.filter((record, i) => {
    // only runs with the same results are compared in all that they hold
    const key = often.get(results[i]!)! > 1 ? keyOf(record) : null;
    if (key === null) return true;
    const of = first.get(key);
    if (of === undefined) first.set(key, record);
    else copies.push({ copy: record, of });
    return of === undefined;
  });
  return { records: copies.length === 0 ? records : kept, copies };
});

/** What is about the clock or the name of a run, and differs between copies. */
const aboutTheRun =
  /^_|(?:^|[._\s])(?:runtime|seconds|time|duration|timestamp|created|started|ended)$|^(?:name|id|notes?|user|agent|host(?:name)?|run[._ -]?(?:name|id|dir)|(?:output|log|save)[._ -]?(?:dir|path))$/i;

function keyOf({ config, summary, history }: RunRecord): string | null {
  const results = entries(summary);
  const told =
    Object.values(history ?? {}).some((column) => column.length > 1 && column.some(isTelling)) ||
    results.some(([, value]) => typeof value === 'number' && isTelling(value));
  if (!told) return null;
  const columns = Object.entries(history ?? {}).filter(([key]) => !aboutTheRun.test(key));
  return JSON.stringify([entries(config), results, columns]);
}

function entries(values: Readonly<Record<string, ConfigValue>>): [string, ConfigValue][] {
  return Object.entries(values)
    .filter(([key, value]) => !aboutTheRun.test(key) && value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** At least four digits: two runs hardly agree in it by chance. */
function isTelling(value: number): boolean {
  return Number.isFinite(value) && Number(value.toPrecision(3)) !== value;
}
