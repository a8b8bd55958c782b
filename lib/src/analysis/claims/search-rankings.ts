import { bestOfLevels } from '../statistics/best-of-n';
import { brownForsythe } from '../statistics/brown-forsythe';
import { describe } from '../statistics/describe';
import { pText, shortNumber } from '../statistics/number-text';
import { welchTest } from '../statistics/welch';
import type { Claim } from './claim';
import type { Finding } from './finding';
import {
  contradicted,
  differenceFinding,
  levelsFinding,
  notSupported,
  numbersFinding,
  reproduced,
  sentence,
  undecided,
} from './findings';
import { on, type Study } from './material';
import { isLoss, withLoss } from './search-numbers';
import { oneOrManyFinding } from './single-run';

const summary = { source: 'Search analysis summary', subject: 'search', kind: 'ranking' } as const;
const losses = ['combined', 'focal', 'dice'] as const;

/** Who wins, according to the search's documents: by the best run, by the mean, by the spread. */
export const searchRankings: readonly Claim[] = [
  {
    ...summary,
    kind: 'number',
    id: 'search.loss-maxima',
    quotation: 'Combined > Focal > Dice (0.164 vs 0.125 vs 0.080)',
    check: on('search', ['loss', 'jaccard'], (study) =>
      numbersFinding(
        losses.map((loss, i) => ({
          what: `the best with ${loss} loss`,
          published: ['0.164', '0.125', '0.080'][i]!,
          got: withLoss(study, loss).describe('jaccard').max,
        })),
      ),
    ),
  },
  {
    ...summary,
    id: 'search.combined-wins',
    about: 'loss',
    quotation: 'Combined > Focal > Dice (0.164 vs 0.125 vs 0.080)',
    check: on('search', ['loss', 'jaccard'], (study) => winsByMean(study, 'combined')),
  },
  {
    source: 'Quick-start guide',
    subject: 'search',
    kind: 'ranking',
    id: 'guide.combined-wins',
    about: 'loss',
    quotation: 'Combined loss wins: 0.164 (but high variance)',
    check: on('search', ['loss', 'jaccard'], (study) => winsByMean(study, 'combined')),
  },
  {
    ...summary,
    id: 'search.focal-consistent',
    about: 'loss',
    quotation: '| Focal | 0.1233 | 0.0018 | … | Most consistent |',
    check: on('search', ['loss', 'jaccard'], (study) => leastSpread(study, 'focal')),
  },
  {
    ...summary,
    id: 'search.dice-failed',
    about: 'loss',
    quotation: '| Dice | 0.0798 | N/A | 0.0798 | 1 | Failed at 512×512 |',
    check: on('search', ['loss', 'jaccard'], (study) => {
      const dice = withLoss(study, 'dice').numbers('jaccard');
      const levels = study.levels('loss');
      const others = study.where((_, i) => !isLoss(levels[i] ?? null, 'dice')).numbers('jaccard');
      return oneOrManyFinding(
        { name: 'dice loss', values: dice },
        { name: 'runs with the other losses', values: others },
        'best validation Jaccard',
        -1,
      );
    }),
  },
  {
    source: 'Search report',
    subject: 'search',
    kind: 'ranking',
    id: 'search.batch-4-best',
    about: 'batchSize',
    quotation: 'Smaller batch sizes (BS=4) performed best on average.',
    check: on('search', ['batchSize', 'jaccard'], (study) => {
      const means = study
        .groups('batchSize', 'jaccard')
        .map(({ name, values }) => ({ name, ...describe(values) }));
      const four = means.find(({ name }) => name === '4');
      const others = means.filter(({ name }) => name !== '4');
      if (four === undefined || others.length === 0)
        return undecided(
          `The runs hold batch size ${means.map(({ name }) => name).join(', ')} only.`,
          {},
          'runs with batch size 4 and another',
        );
      const best = means.reduce((held, group) => (group.mean! > held.mean! ? group : held));
      const words = means.map(({ name, mean, n }) => `${name}: ${shortNumber(mean!, 4)} (n ${n})`).join(', ');
      const figures = Object.fromEntries(means.map(({ name, mean }) => [`mean.${name}`, mean]));
      if (best.name !== '4')
        return contradicted(
          `Mean best validation Jaccard by batch size is ${words}: ${best.name} has the highest mean.`,
          figures,
        );
      const rest = study
        .groups('batchSize', 'jaccard')
        .filter(({ name }) => name !== '4')
        .flatMap(({ values }) => [...values]);
      return differenceFinding(
        {
          name: 'batch size 4',
          values: study.groups('batchSize', 'jaccard').find(({ name }) => name === '4')!.values,
        },
        { name: 'the others', values: rest },
        'best validation Jaccard',
      );
    }),
  },
  {
    source: 'Search report',
    subject: 'search',
    kind: 'design',
    id: 'search.batch-16-tried',
    quotation: 'Batch Sizes: 4, 8, 16 (reduced from standard sizes due to 512×512 memory requirements)',
    check: on('search', ['batchSize'], (study) =>
      levelsFinding(
        'batch sizes',
        ['4', '8', '16'],
        study.distinct('batchSize').sort((a, b) => Number(a) - Number(b)),
        study.records.length,
      ),
    ),
  },
  {
    ...summary,
    kind: 'cause',
    general: false, // what fits depends on the machine
    id: 'search.forced-to-4',
    quotation: '512×512 forced to BS=4 (noisy gradients, training instability)',
    check: on('search', ['batchSize'], (study) => {
      const batches = study.numbers('batchSize');
      const larger = batches.filter((batch) => batch > 4).length;
      const known = batches.filter((batch) => Number.isFinite(batch)).length;
      const most = study.describe('batchSize').max;
      const figures = { runs: known, larger, most };
      return larger > 0
        ? contradicted(
            `${larger} of ${known} runs trained with a larger batch (up to ${most!}), so the resolution did not force 4.`,
            figures,
          )
        : notSupported(
            `All ${known} runs used a batch of ${most!} or less; that more would not have fitted is not recorded.`,
            figures,
          );
    }),
  },
  {
    ...summary,
    kind: 'trend',
    id: 'search.batch-4-unstable',
    about: 'batchSize',
    quotation: '512×512 forced to BS=4 (noisy gradients, training instability)',
    check: on('search', ['batchSize', 'stability'], (study) => {
      const values = study
        .groups('batchSize', 'stability')
        .map(({ name, values: sd }) => ({ name, values: [...sd].map((value) => Math.log10(value)) }));
      const four = values.find(({ name }) => name === '4');
      const rest = values.filter(({ name }) => name !== '4');
      if (four === undefined || rest.length === 0)
        return undecided(
          'The runs hold no two batch sizes to compare.',
          {},
          'runs with batch size 4 and another',
        );
      return differenceFinding(
        { name: 'batch size 4', values: four.values },
        {
          name: `batch size ${rest.map(({ name }) => name).join(', ')}`,
          values: rest.flatMap((group) => group.values),
        },
        'log10 of the standard deviation of the validation loss over the last 10 epochs',
      );
    }),
  },
];

/** A loss wins if its mean is above every other loss's by Welch's interval; the best single run is not enough. */
function winsByMean(study: Study, loss: string): Finding {
  const groups = losses
    .map((name) => ({
      name,
      values: withLoss(study, name)
        .numbers('jaccard')
        .filter((value) => Number.isFinite(value)),
    }))
    .filter(({ values }) => values.length > 0);
  const own = groups.find(({ name }) => name === loss);
  if (own === undefined || groups.length < 2)
    return undecided(
      `The runs do not hold ${loss} and another loss.`,
      {},
      `runs with ${loss} and another loss`,
    );
  const best = bestOfLevels(groups, { goal: 'maximize' });
  const row = best.levels.find(({ name }) => name === loss)!;
  const rivals = groups.filter((group) => group !== own);
  const tests = rivals.map((rival) => ({ rival, test: welchTest(own.values, rival.values) }));
  const strongest = tests.reduce((held, entry) =>
    meanOf(entry.rival.values) > meanOf(held.rival.values) ? entry : held,
  );
  const { interval, difference, p } = strongest.test;
  const figures = {
    winnerByBest: best.winnerByBest,
    winnerByMean: best.winnerByMean,
    best: row.best,
    bestWithoutThatRun: best.winnerByBest === loss ? best.winnerWithoutBest : null,
    chanceOfBest: row.chanceOfBest,
    difference,
    p,
  };
  const single =
    best.winnerByBest === loss
      ? `${sentence(loss)} holds the best single run (${shortNumber(row.best!, 4)}), which by chance alone it would in ${shortNumber(100 * row.chanceOfBest)} % of cases; its next best is ${best.winnerWithoutBest === null ? 'none' : shortNumber(best.winnerWithoutBest, 4)}`
      : `${sentence(best.winnerByBest ?? 'none')} holds the best single run`;
  const means = `the means are ${groups.map(({ name, values }) => `${name} ${shortNumber(meanOf(values), 4)} (n ${values.length})`).join(', ')}`;
  if (interval === null || difference === null)
    return undecided(
      `${single}; ${means}; ${strongest.test.reason ?? ''}.`,
      figures,
      'at least two runs with each loss',
    );
  const test = `${loss} minus ${strongest.rival.name} is ${shortNumber(difference)} (95 % interval ${shortNumber(interval.low)} to ${shortNumber(interval.high)}, Welch ${pText(p)})`;
  if (interval.low > 0) return reproduced(`${single}, and ${means}: ${test}.`, figures);
  return interval.high < 0
    ? contradicted(`${single}, but ${means}: ${test}.`, figures)
    : notSupported(`${single}, but ${means}: ${test}.`, figures);
}

/** The smallest spread, by Brown and Forsythe against each group that has one. */
function leastSpread(study: Study, loss: string): Finding {
  const groups = losses
    .map((name) => ({ name, values: withLoss(study, name).numbers('jaccard') }))
    .map((group) => ({ ...group, ...describe(group.values) }));
  const known = groups.filter(({ sd }) => sd !== null);
  const own = known.find(({ name }) => name === loss);
  if (own === undefined || known.length < 2)
    return undecided(
      `Fewer than two losses have runs enough for a spread.`,
      {},
      'at least two runs with each loss',
    );
  const words = known.map(({ name, sd, n }) => `${name} ${shortNumber(sd!)} (n ${n})`).join(', ');
  const least = known.reduce((held, group) => (group.sd! < held.sd! ? group : held));
  const { p } = brownForsythe(known);
  const figures = { ...Object.fromEntries(known.map(({ name, sd }) => [`sd.${name}`, sd])), p };
  if (least !== own) {
    const other = `The standard deviations are ${words}: ${least.name} has the smallest`;
    return p !== null && p < 0.05
      ? contradicted(`${other} (Brown–Forsythe ${pText(p)}).`, figures)
      : notSupported(`${other}, but the differences may be chance (Brown–Forsythe ${pText(p)}).`, figures);
  }
  const single = groups.filter(({ n, sd }) => n > 0 && sd === null).map(({ name }) => name);
  const note = single.length > 0 ? `; ${single.join(', ')} has one run and no spread` : '';
  return p !== null && p < 0.05
    ? reproduced(`The standard deviations are ${words} (Brown–Forsythe ${pText(p)})${note}.`, figures)
    : notSupported(
        `The standard deviations are ${words}, but the difference may be chance (Brown–Forsythe ${pText(p)})${note}.`,
        figures,
      );
}

function meanOf(values: Float64Array): number {
  return describe(values).mean ?? NaN;
}
