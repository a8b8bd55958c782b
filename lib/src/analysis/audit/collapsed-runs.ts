import type { RunRecord } from '../../types';
import { quantile } from '../statistics/describe';
import { valuesOf, type Score } from '../objective/measure';
import { shortNumber } from '../statistics/number-text';
import type { Warning } from './warning';

/**
 * Runs that fell out of the distribution on the bad side, by more than three interquartile ranges (Tukey's "far out"):
 * trainings that collapsed. They pull means and swell standard deviations, so a mean over them says more about how often
 * a setting collapses than about how good it is.
 */
export function collapsedRuns(records: readonly RunRecord[], score: Score): Warning[] {
  const { values, name, n } = valuesOf(records, score);
  const higher = score.goal === 'maximize';
  if (n < 8) return [];
  const [low, middle, high] = [quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)];
  const reach = 3 * (high - low);
  const out = records.filter((_, i) => (higher ? values[i]! < low - reach : values[i]! > high + reach));
  if (out.length === 0 || reach === 0) return [];
  return [
    {
      kind: 'collapsed runs',
      message: `${out.length} of ${n} runs lie far ${higher ? 'below' : 'above'} the others in ${name} (${out
        .slice(0, 4)
        .map((record) => `${record.name}: ${shortNumber(values[records.indexOf(record)]!)}`)
        .join(
          '; ',
        )}${out.length > 4 ? '; …' : ''}; median ${shortNumber(middle)}). Means and standard deviations are dominated by them.`,
      evidence: { ids: out.map(({ id }) => id), median: middle, quartiles: [low, high] },
    },
  ];
}
