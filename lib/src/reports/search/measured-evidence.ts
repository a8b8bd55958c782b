import { welchTest, type Evidence } from '../../analysis';
import { settingTitle } from '../../figures';
import { evidenceVerdict, type MeasuredEvidence } from '../evidence';
import { roundedOr } from '../resolution/columns';

/** Comparisons of trainings with and without a recommendation, each with the interval of its difference (Welch). */
export function measuredEvidence({ comparisons }: Pick<Evidence, 'comparisons'>): MeasuredEvidence[] {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return Object.entries(comparisons ?? {}).map(([name, { baseline, treatment, note, data }]) => ({
    recommendation: settingTitle(name),
    notebook: note ?? 'given',
    comparison: data ?? 'with against without',
    before: mean(baseline),
    after: mean(treatment),
    interval: welchTest(treatment, baseline).interval,
    pairs: Math.min(baseline.length, treatment.length),
  }));
}

/** The same as a table. */
export function measuredTable(
  measured: readonly MeasuredEvidence[],
): Record<string, string | number | null>[] {
  return measured.map((one) => ({
    recommended: one.recommendation,
    data: one.comparison,
    without: roundedOr(one.before),
    with: roundedOr(one.after),
    difference: roundedOr(one.after - one.before),
    'interval from': roundedOr(one.interval?.low ?? null),
    to: roundedOr(one.interval?.high ?? null),
    pairs: one.pairs,
    verdict: evidenceVerdict(one),
    'measured in': one.notebook,
  }));
}
