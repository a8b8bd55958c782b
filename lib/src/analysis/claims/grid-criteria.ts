import { describe, quantile, sumOfSquares } from '../statistics/describe';
import { pText, shortNumber } from '../statistics/number-text';
import { welchTest } from '../statistics/welch';
import type { Claim } from './claim';
import { contradicted, notSupported, reproduced, undecided } from './findings';
import { logOf, rateNotApplied } from './grid-study';
import { on, type Study } from './material';

const strategy = { source: 'Optimization strategy', subject: 'grid', kind: 'criterion' } as const;

/** The strategy's success criteria. */
export const gridCriteria: readonly Claim[] = [
  {
    ...strategy,
    id: 'grid.criterion-stability',
    quotation: 'Stability Improvement: >50% reduction in validation loss standard deviation',
    check: on('grid', ['batchSize', 'stability'], (study) => {
      const groups = study.groups('batchSize', 'stability');
      const baseline = groups.find(({ name }) => name === '8');
      if (baseline === undefined || groups.length < 2)
        return undecided('The runs hold no batch size 8, the baseline, and another.');
      const others = groups
        .filter((group) => group !== baseline)
        .map((group) => ({ ...group, median: quantile(group.values, 0.5) }));
      const best = others.reduce((held, group) => (group.median < held.median ? group : held));
      const before = quantile(baseline.values, 0.5);
      const reduction = 1 - best.median / before;
      const { p } = welchTest(
        logOf(Float64Array.from(best.values)),
        logOf(Float64Array.from(baseline.values)),
      );
      const figures = { baseline: before, best: best.median, batchSize: Number(best.name), reduction, p };
      const change =
        reduction >= 0
          ? `${shortNumber(100 * reduction)} % lower`
          : `${shortNumber(1 / (1 - reduction) < 1 ? 1 - reduction : 1)} times as high`;
      const words = `The steadiest other batch size, ${best.name}, has a median instability of ${shortNumber(best.median)} against ${shortNumber(before)} at 8: ${change} (Welch on logarithms ${pText(p)})`;
      if (reduction > 0.5)
        return p !== null && p < 0.05
          ? reproduced(`${words}.`, figures)
          : notSupported(`${words}: not more than chance.`, figures);
      return contradicted(`${words}: not a reduction by half.`, figures);
    }),
  },
  {
    ...strategy,
    id: 'grid.criterion-performance',
    quotation: 'Performance Maintenance: Optimal configurations match or exceed previous best results',
    check: on('grid', ['jaccard'], (study, { evidence }) => {
      const best = study.describe('jaccard').max!;
      const before = evidence.jaccardBeforeGrid;
      if (before === undefined)
        return undecided(
          `The best run reached ${shortNumber(best, 4)}; the documents do not print the previous best.`,
          { best },
          'the best validation Jaccard of the architecture comparison before the grid',
        );
      const words = `The best run reached ${shortNumber(best, 4)}, the previous best was ${shortNumber(before, 4)}`;
      return best >= before
        ? reproduced(`${words}.`, { best, before })
        : contradicted(`${words}.`, { best, before });
    }),
  },
  {
    ...strategy,
    id: 'grid.criterion-reproducibility',
    quotation: 'Reproducibility: Results consistent across multiple runs',
    check: on('grid', ['jaccard'], (study) => {
      const cells = repeats(study);
      const degrees = cells.reduce((sum, values) => sum + values.length - 1, 0);
      if (degrees === 0)
        return undecided('No configuration was run twice.', {}, 'repeats of one configuration');
      const within = Math.sqrt(cells.reduce((sum, values) => sum + sumOfSquares(values), 0) / degrees);
      const { mean, sd } = describe(study.numbers('jaccard'));
      const variation = within / mean!;
      const figures = { cells: cells.length, within, mean, variation, total: sd };
      const words = `Repeats of one setting (${cells.length} settings, ${degrees + cells.length} runs) differ by a standard deviation of ${shortNumber(within)} in best Jaccard, ${shortNumber(100 * variation)} % of the mean; all runs together by ${shortNumber(sd!)}`;
      return variation <= 0.1
        ? reproduced(`${words}.`, figures)
        : contradicted(`${words}: repeats differ by more than a tenth.`, figures);
    }),
  },
  {
    ...strategy,
    id: 'grid.criterion-architecture',
    quotation: 'Practical Guidelines: Clear hyperparameter recommendations for each architecture',
    check: on('grid', ['jaccard', 'architecture', 'batchSize'], (study) => {
      const cells = repeats(study);
      const all = cells.flatMap((values, i) => values.map((value) => ({ value, i })));
      if (all.length <= cells.length || cells.length < 2)
        return undecided(
          'No configuration was run twice, so differences between configurations cannot be told from noise.',
        );
      const grand = describe(all.map(({ value }) => value)).mean!;
      const between =
        cells.reduce((sum, values) => sum + values.length * (describe(values).mean! - grand) ** 2, 0) /
        (cells.length - 1);
      const within =
        cells.reduce((sum, values) => sum + sumOfSquares(values), 0) / (all.length - cells.length);
      if (within === 0)
        return undecided('Repeats of one setting do not differ at all, so there is no noise to judge by.');
      const best = cells.map((values) => describe(values).mean!).sort((a, b) => b - a);
      const figures = { f: between / within, settings: cells.length, best: best[0]!, second: best[1]! };
      const gap = best[0]! - best[1]!;
      const error = Math.sqrt((2 * within) / (all.length / cells.length));
      const words = `The best setting's mean is ${shortNumber(best[0]!)}, the next ${shortNumber(best[1]!)}, ${shortNumber(gap)} apart with a standard error of ${shortNumber(error)} (F over ${cells.length} settings ${shortNumber(figures.f)})`;
      return gap > 2 * error
        ? reproduced(`${words}.`, figures)
        : notSupported(`${words}: the runs do not single out a setting.`, figures);
    }),
  },
];

/** Values of the best Jaccard by configuration, the learning rate left out where it was never applied. */
function repeats(study: Study): number[][] {
  const idle = rateNotApplied(study) !== null;
  const rate = study.fields.learningRate;
  const key = typeof rate === 'string' ? rate.replace(/^config\./, '') : null;
  const values = study.numbers('jaccard');
  const cells = new Map<string, number[]>();
  study.records.forEach(({ config }, i) => {
    if (!Number.isFinite(values[i])) return;
    const entries = Object.entries(config).filter(([name]) => name !== 'seed' && !(idle && name === key));
    const cell = JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
    cells.set(cell, [...(cells.get(cell) ?? []), values[i]!]);
  });
  return [...cells.values()].filter(({ length }) => length > 1);
}
