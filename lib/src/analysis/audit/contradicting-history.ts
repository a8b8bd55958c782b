import type { History, RunRecord } from '../../types';
import { numbersOf } from '../records/fields';
import { populationSd } from '../records/convergence';
import type { Warning } from './warning';

const maximum = (column: readonly number[]): number => column.reduce((a, b) => (b > a ? b : a), -Infinity);
const minimum = (column: readonly number[]): number => column.reduce((a, b) => (b < a ? b : a), Infinity);

/** Ways in which a summary value can come from a column of the history. */
const derivations: Readonly<Record<string, (column: readonly number[]) => number>> = {
  maximum,
  minimum,
  'last value': (column) => column[column.length - 1] ?? NaN,
  length: (column) => column.length,
  'epoch of the maximum': (column) => column.indexOf(maximum(column)) + 1,
  'epoch of the minimum': (column) => column.indexOf(minimum(column)) + 1,
  'standard deviation of the last 10': (column) => populationSd(column.slice(-10)) ?? NaN,
};

/**
 * Runs whose history does not give their summary: the two come from different runs, or one was overwritten.
 *
 * No names are assumed. For every summary value the derivation from the history that holds in most runs (at least
 * three, and more than half, zeros not counted) is taken as its meaning; runs where it fails by more than 0.01 % are reported, and runs
 * without a history where most have one. Where a summary holds the greatest or least value of a column, its other values may
 * be those of that epoch: the Dice of the epoch with the best Jaccard index is mostly, and not always, the best Dice.
 */
export function contradictingHistory(records: readonly RunRecord[]): Warning[] {
  const withHistory = records.filter(({ history }) => history !== null);
  if (withHistory.length < 3) return [];
  const broken = new Map<RunRecord, string[]>();
  const derived = derivedAlone(withHistory);
  const summaries = summaryKeys(withHistory).map((key) => {
    const { values } = numbersOf(withHistory, `summary.${key}`);
    return { key, values, alone: meaningOf(withHistory, values, derived) };
  });
  const best = derivedAtBest(
    withHistory,
    summaries.flatMap(({ alone }) => alone?.extreme ?? []),
  );
  for (const { key, values, alone } of summaries) {
    const meaning = meaningOf(withHistory, values, best, alone);
    if (meaning === null) continue;
    withHistory.forEach((record, i) => {
      if (!Number.isFinite(values[i]) || agrees(meaning.read(record.history!), values[i]!)) return;
      broken.set(record, [
        ...(broken.get(record) ?? []),
        `${key} is ${values[i]!}, the ${meaning.what} is ${meaning.read(record.history!)}`,
      ]);
    });
  }
  const warnings = [...broken].map(
    ([record, details]): Warning => ({
      kind: 'history contradicts summary',
      message: `The history of ${record.name} does not give its summary: ${details.slice(0, 3).join('; ')}. One of the two belongs to another run.`,
      evidence: { id: record.id, contradictions: details },
    }),
  );
  const without = records.filter(({ history }) => history === null);
  if (without.length > 0 && without.length < records.length / 2)
    warnings.push({
      kind: 'history contradicts summary',
      message: `${without.length} of ${records.length} runs have no history of their own (${without
        .slice(0, 3)
        .map(({ name }) => name)
        .join('; ')}), so their summaries cannot be checked.`,
      evidence: { ids: without.map(({ id }) => id) },
    });
  return warnings;
}

/** The epoch at which a column is greatest or least. */
interface Extreme {
  readonly column: string;
  readonly of: 'maximum' | 'minimum';
}

interface Meaning {
  readonly what: string;
  readonly read: (history: History) => number;
  /** Where the value says which epoch was best. */
  readonly extreme: Extreme | null;
  /** Runs in which it holds. */
  readonly agreeing: number;
}
type Derived = Omit<Meaning, 'agreeing'>;

const columnsOf = (records: readonly RunRecord[]): string[] => [
  ...new Set(records.flatMap(({ history }) => Object.keys(history!))),
];

/** What can be derived from one column. */
function derivedAlone(records: readonly RunRecord[]): Derived[] {
  return columnsOf(records).flatMap((column) =>
    Object.entries(derivations).map(([how, derive]) => ({
      what: `history's ${how === 'length' ? 'length' : `${how} of ${column}`}`,
      read: (history: History) => (history[column] === undefined ? NaN : derive(history[column])),
      extreme: how.endsWith('maximum')
        ? { column, of: 'maximum' as const }
        : how.endsWith('minimum')
          ? { column, of: 'minimum' as const }
          : null,
    })),
  );
}

/** What the columns hold at the epochs that summaries call best. */
function derivedAtBest(records: readonly RunRecord[], extremes: readonly Extreme[]): Derived[] {
  const distinct = new Map(extremes.map((extreme) => [`${extreme.of} of ${extreme.column}`, extreme]));
  const columns = columnsOf(records);
  return [...distinct].flatMap(([name, { column: judged, of }]) => {
    const best = new Map(
      records.map(({ history }) => {
        const scores = history![judged];
        return [history, scores?.indexOf(of === 'maximum' ? maximum(scores) : minimum(scores)) ?? -1];
      }),
    );
    return columns.map((column) => ({
      what: `history's ${column} at the ${name}`,
      read: (history: History) => history[column]?.[best.get(history)!] ?? NaN,
      extreme: null,
    }));
  });
}

/** The derivation that holds in most runs, or null; `known` unless another one holds in more. */
function meaningOf(
  records: readonly RunRecord[],
  values: Float64Array,
  derived: readonly Derived[],
  known: Meaning | null = null,
): Meaning | null {
  const finite = values.filter((value) => Number.isFinite(value)).length;
  let best = known;
  for (const one of derived) {
    const agreeing = records.filter(({ history }, i) => agreesByMore(one.read(history!), values[i]!)).length;
    if (agreeing >= 3 && agreeing > finite / 2 && (best === null || agreeing > best.agreeing))
      best = { ...one, agreeing };
  }
  return best;
}

function agrees(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-4 * Math.abs(b) + 1e-12;
}

/** A value of 0 agrees with whatever stands still, so it tells no meaning. */
function agreesByMore(a: number, b: number): boolean {
  return b !== 0 && Number.isFinite(b) && agrees(a, b);
}

function summaryKeys(records: readonly RunRecord[]): string[] {
  return [...new Set(records.flatMap(({ summary }) => Object.keys(summary)))];
}
