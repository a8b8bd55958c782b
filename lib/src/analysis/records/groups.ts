import type { RunRecord } from '../../types';
import { describe, quantileSorted, type Description } from '../statistics/describe';
import { finite, type Group } from '../statistics/numbers';
import { shortNumber } from '../statistics/number-text';
import { factorOf, type Factor } from './factors';
import { signOf, valuesOf, type Score } from '../objective/measure';
import { numbersOf, type Field } from './fields';

/** Runs of one level. */
export interface LevelSummary extends Description {
  readonly level: string;
  /** All runs of the level, with the metric or without. */
  readonly runs: number;
  /** Best value, greatest or least as the score goes; null where there is none. */
  readonly best: number | null;
  /** The run that reached it. */
  readonly bestRun: RunRecord | null;
}

export interface GroupSummary {
  readonly factor: string;
  readonly metric: string;
  readonly levels: readonly LevelSummary[];
  /** Runs without a level. */
  readonly withoutLevel: number;
  /** True where a factor with many values was cut into quartiles. */
  readonly binned: boolean;
}

/**
 * Mean, sample standard deviation, best and count of a metric for each level of a factor, as pandas'
 * `groupby().agg(['mean', 'std', 'max', 'count'])` gives them, with intervals. Undefined figures are null.
 */
export function groupSummary(
  records: readonly RunRecord[],
  factor: Field,
  score: Score,
  { level = 0.95 }: { level?: number } = {},
): GroupSummary {
  const values = valuesOf(records, score);
  const cut = cutFactor(factorOf(records, factor));
  const sign = signOf(score);
  const levels = cut.levels.map(({ name, members }): LevelSummary => {
    let bestRun: RunRecord | null = null;
    let best: number | null = null;
    for (const i of members) {
      const value = values.values[i]!;
      if (!Number.isFinite(value) || (best !== null && sign * value <= sign * best)) continue;
      best = value;
      bestRun = records[i]!;
    }
    const described = describe(
      members.map((i) => values.values[i]!),
      level,
    );
    return { level: name, runs: members.length, ...described, best, bestRun };
  });
  const grouped = levels.reduce((sum, { runs }) => sum + runs, 0);
  return {
    factor: cut.name,
    metric: values.name,
    levels,
    withoutLevel: records.length - grouped,
    binned: cut.binned,
  };
}

/** The metric's finite values for each level of a factor: what the tests take. Levels without a value are left out. */
export function groupsOf(records: readonly RunRecord[], factor: Field, metric: Field): Group[] {
  const { values } = numbersOf(records, metric);
  return cutFactor(factorOf(records, factor))
    .levels.map(({ name, members }) => ({ name, values: finite(members.map((i) => values[i]!)) }))
    .filter((group) => group.values.length > 0);
}

/** Means of a metric over the cells of two factors: what a heat map shows. */
export interface CellTable {
  readonly rows: { readonly factor: string; readonly levels: readonly string[] };
  readonly columns: { readonly factor: string; readonly levels: readonly string[] };
  readonly metric: string;
  /** `cells[row][column]`. */
  readonly cells: readonly (readonly Description[])[];
}

/** Cuts both factors as {@link groupSummary} does and describes the metric in every cell. */
export function cellTable(
  records: readonly RunRecord[],
  row: Field,
  column: Field,
  metric: Field,
): CellTable {
  const { name, values } = numbersOf(records, metric);
  const down = cutFactor(factorOf(records, row));
  const across = cutFactor(factorOf(records, column));
  return {
    rows: { factor: down.name, levels: down.levels.map((level) => level.name) },
    columns: { factor: across.name, levels: across.levels.map((level) => level.name) },
    metric: name,
    cells: down.levels.map(({ members }) => {
      const inRow = new Set(members);
      return across.levels.map((level) =>
        describe(level.members.filter((i) => inRow.has(i)).map((i) => values[i]!)),
      );
    }),
  };
}

export interface CutFactor {
  readonly name: string;
  readonly binned: boolean;
  readonly levels: readonly { readonly name: string; readonly members: readonly number[] }[];
}

/** A factor as levels: its own, or the quartiles of a range. */
export function cutFactor({ name, range, numbers, levels, distinct }: Factor): CutFactor {
  if (numbers === null || !range) {
    const members = new Map(distinct.map((level): [string, number[]] => [level, []]));
    levels.forEach((level, i) => level !== null && members.get(level)!.push(i));
    return {
      name,
      binned: false,
      levels: distinct.map((level) => ({ name: level, members: members.get(level)! })),
    };
  }
  const sorted = finite(numbers).slice().sort();
  const borders = [0, 0.25, 0.5, 0.75, 1].map((p) => quantileSorted(sorted, p));
  const quartile = (value: number): number =>
    value <= borders[1]! ? 0 : value <= borders[2]! ? 1 : value <= borders[3]! ? 2 : 3;
  const members: number[][] = [[], [], [], []];
  numbers.forEach((value, i) => Number.isFinite(value) && members[quartile(value)]!.push(i));
  return {
    name,
    binned: true,
    levels: members
      .map((rows, q) => ({
        name: `${shortNumber(borders[q]!)} to ${shortNumber(borders[q + 1]!)}`,
        members: rows,
      }))
      .filter(({ members: rows }) => rows.length > 0),
  };
}
