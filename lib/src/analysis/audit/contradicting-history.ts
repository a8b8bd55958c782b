import type { History, RunRecord } from '../../types';
import { numbersOf } from '../records/fields';
import { populationSd } from '../records/convergence';
import type { Warning } from './warning';

/** Ways in which a summary value can come from a column of the history. */
const derivations: Readonly<Record<string, (column: readonly number[]) => number>> = {
  maximum: (column) => column.reduce((a, b) => (b > a ? b : a), -Infinity),
  minimum: (column) => column.reduce((a, b) => (b < a ? b : a), Infinity),
  'last value': (column) => column[column.length - 1] ?? NaN,
  length: (column) => column.length,
  'epoch of the maximum': (column) => column.indexOf(column.reduce((a, b) => (b > a ? b : a), -Infinity)) + 1,
  'epoch of the minimum': (column) => column.indexOf(column.reduce((a, b) => (b < a ? b : a), Infinity)) + 1,
  'standard deviation of the last 10': (column) => populationSd(column.slice(-10)) ?? NaN,
};

/**
 * Runs whose history does not give their summary: the two come from different runs, or one was overwritten.
 *
 * No names are assumed. For every summary value the derivation from the history that holds in most runs (at least
 * three, and more than half, zeros not counted) is taken as its meaning; runs where it fails by more than 0.01 % are reported, and runs
 * without a history where most have one.
 */
export function contradictingHistory(records: readonly RunRecord[]): Warning[] {
  const withHistory = records.filter(({ history }) => history !== null);
  if (withHistory.length < 3) return [];
  const broken = new Map<RunRecord, string[]>();
  for (const key of summaryKeys(withHistory)) {
    const { values } = numbersOf(withHistory, `summary.${key}`);
    const meaning = meaningOf(withHistory, values);
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

interface Meaning {
  readonly what: string;
  readonly read: (history: History) => number;
}

function meaningOf(records: readonly RunRecord[], values: Float64Array): Meaning | null {
  const columns = new Set(records.flatMap(({ history }) => Object.keys(history!)));
  const known = values.filter((value) => Number.isFinite(value)).length;
  let best: { meaning: Meaning; agreeing: number } | null = null;
  for (const column of columns)
    for (const [how, derive] of Object.entries(derivations)) {
      const read = (history: History): number =>
        history[column] === undefined ? NaN : derive(history[column]);
      const agreeing = records.filter(({ history }, i) => agreesByMore(read(history!), values[i]!)).length;
      if (agreeing >= 3 && agreeing > known / 2 && (best === null || agreeing > best.agreeing))
        best = {
          meaning: { what: `history's ${how === 'length' ? 'length' : `${how} of ${column}`}`, read },
          agreeing,
        };
    }
  return best?.meaning ?? null;
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
