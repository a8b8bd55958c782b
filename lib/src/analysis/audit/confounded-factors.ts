import type { RunRecord } from '../../types';
import type { Correlation } from '../statistics/correlation';
import { correlationMatrix } from '../statistics/correlation-matrix';
import { factorsOf, mostLevels, type Factor } from '../records/factors';
import type { Field } from '../records/fields';
import { shortNumber } from '../statistics/number-text';
import type { Warning } from './warning';

const mostWarnings = 10;

/**
 * Factors that were not varied independently: their effects cannot be told apart by these runs. For two factors with few
 * levels: combinations that were never run, and Cramér's V; for two with many values: rank correlation.
 *
 * @param fields factors to look at; default every configuration key.
 */
export function confoundedFactors(records: readonly RunRecord[], fields?: readonly Field[]): Warning[] {
  const { factors } = factorsOf(records, fields);
  const found: { severity: number; warning: Warning }[] = [];
  factors.forEach((a, i) => {
    for (const b of factors.slice(i + 1)) {
      const result = a.count <= mostLevels && b.count <= mostLevels ? crossing(a, b) : null;
      if (result !== null) found.push(result);
    }
  });
  const numeric = factors.filter(({ numbers }) => numbers !== null);
  const { cells } = correlationMatrix(
    numeric.map(({ name, numbers }) => ({ name, values: numbers! })),
    { method: 'spearman' },
  );
  numeric.forEach((a, i) => {
    numeric.slice(i + 1).forEach((b, j) => {
      const result = a.range || b.range ? together(a, b, cells[i]![i + 1 + j]!) : null;
      if (result !== null) found.push(result);
    });
  });
  found.sort((a, b) => b.severity - a.severity);
  const shown = found.slice(0, mostWarnings).map(({ warning }) => warning);
  if (found.length > mostWarnings)
    shown.push({
      kind: 'confounded factors',
      message: `${found.length - mostWarnings} more pairs of factors are confounded less strongly.`,
      evidence: { more: found.length - mostWarnings },
    });
  return shown;
}

function crossing(a: Factor, b: Factor): { severity: number; warning: Warning } | null {
  const counts = new Map<string, Map<string, number>>(); // by the level of a, then of b
  const perB = new Map<string, number>();
  let n = 0;
  a.levels.forEach((x, i) => {
    const y = b.levels[i] ?? null;
    if (x === null || y === null) return;
    n += 1;
    let row = counts.get(x);
    if (row === undefined) counts.set(x, (row = new Map<string, number>()));
    row.set(y, (row.get(y) ?? 0) + 1);
    perB.set(y, (perB.get(y) ?? 0) + 1);
  });
  const cells = counts.size * perB.size;
  if (counts.size < 2 || perB.size < 2) return null;
  let chiSquare = 0;
  let filled = 0;
  const empty: string[] = [];
  for (const [x, row] of counts) {
    const nx = [...row.values()].reduce((sum, count) => sum + count, 0);
    for (const [y, ny] of perB) {
      const observed = row.get(y) ?? 0;
      const expected = (nx * ny) / n;
      chiSquare += (observed - expected) ** 2 / expected;
      if (observed === 0) empty.push(`${x} × ${y}`);
      else filled += 1;
    }
  }
  const v = Math.sqrt(chiSquare / (n * (Math.min(counts.size, perB.size) - 1)));
  const aliased = [counts.size, perB.size].includes(filled);
  if (empty.length === 0 && v < 0.5) return null;
  const detail =
    empty.length === 0
      ? ''
      : ` ${empty.length} of ${cells} combinations were never run (${empty.slice(0, 4).join(', ')}${empty.length > 4 ? ', …' : ''}).`;
  const verdict = aliased
    ? ` Where one is known so is the other, so no analysis of these runs can tell the two apart.`
    : ` A difference between the levels of one is partly one of the other.`;
  return {
    severity: aliased ? 2 : Math.max(v, empty.length / cells),
    warning: {
      kind: 'confounded factors',
      message: `${a.name} and ${b.name} were not crossed fully (Cramér's V ${shortNumber(v)}, n = ${n}).${detail}${verdict}`,
      evidence: { a: a.name, b: b.name, cramersV: v, emptyCells: empty, cells, runs: n, aliased },
    },
  };
}

function together(
  a: Factor,
  b: Factor,
  { r, n, interval }: Correlation,
): { severity: number; warning: Warning } | null {
  if (
    r === null ||
    interval === null ||
    Math.min(Math.abs(interval.low), Math.abs(interval.high)) < 0.3 ||
    interval.low * interval.high < 0
  )
    return null;
  return {
    severity: Math.abs(r),
    warning: {
      kind: 'confounded factors',
      message: `${a.name} and ${b.name} move together (Spearman ${shortNumber(r)}, 95 % interval ${shortNumber(interval.low)} to ${shortNumber(interval.high)}, n = ${n}), so their effects are mixed.`,
      evidence: { a: a.name, b: b.name, spearman: r, runs: n },
    },
  };
}
