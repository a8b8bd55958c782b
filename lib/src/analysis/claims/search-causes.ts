import { rankRuns } from '../objective/rank-runs';
import { convergenceOf } from '../records/convergence';
import { historyColumn } from '../records/history-columns';
import { factorialAnova } from '../statistics/anova-factorial';
import { correlation } from '../statistics/correlation';
import { describe } from '../statistics/describe';
import { pText, shortNumber } from '../statistics/number-text';
import type { Claim } from './claim';
import { comparisonFinding } from './comparison';
import {
  contradicted,
  differenceFinding,
  notSupported,
  numbersFinding,
  reproduced,
  signFinding,
  undecided,
} from './findings';
import { logOf } from './grid-study';
import { on } from './material';
import { withLoss } from './search-numbers';

const summary = { source: 'Search analysis summary', subject: 'search', kind: 'cause' } as const;

/** The gap to 256 × 256 as published; the runs of that training are not among the records. */
const published256 = '0.2456';

/** Why the search's documents think that results are what they are, and what they expect to help. */
export const searchCauses: readonly Claim[] = [
  {
    ...summary,
    kind: 'number',
    id: 'search.reference-256',
    quotation: '| 256×256 | 0.2456 | LR=1e-4, BS=32, Dropout=0.3, Dice |',
    check: ({ evidence }) =>
      evidence.jaccard256 === undefined
        ? undecided(
            'The training at 256×256 is not among the published runs, and no measurement of it was given.',
            {},
            "the published training's history (-p jaccard256=… gives its best validation Jaccard)",
          )
        : numbersFinding([
            {
              what: 'the best validation Jaccard at 256×256',
              published: published256,
              got: evidence.jaccard256,
            },
          ]),
  },
  {
    ...summary,
    kind: 'number',
    id: 'search.gap-256',
    quotation: '512×512: 0.1640 … -33%',
    check: on('search', ['jaccard'], (study, { evidence }) => {
      const best = study.describe('jaccard').max;
      const reference = evidence.jaccard256 ?? Number(published256);
      const got = best === null ? null : 100 * (1 - best / reference);
      const found = numbersFinding(
        [
          {
            what: `the gap of the best run to ${reference} at 256×256 in per cent`,
            published: '33',
            got,
            units: 1,
          },
        ],
        { reference },
      );
      return {
        ...found,
        reasoning: `${found.reasoning} ${evidence.jaccard256 === undefined ? 'The reference is the published one; the' : 'The'} two trainings differ in resolution, batch size, learning rate and loss at once, so the gap is not the resolution's alone.`,
      };
    }),
  },
  {
    ...summary,
    kind: 'number',
    id: 'search.dice-drop',
    quotation: 'Dice only: 0.0798 (67% drop from 256×256)',
    check: on('search', ['loss', 'jaccard'], (study, { evidence }) => {
      const dice = withLoss(study, 'dice').describe('jaccard');
      const reference = evidence.jaccard256 ?? Number(published256);
      return numbersFinding(
        [
          {
            what: `the drop of dice loss from ${reference} in per cent`,
            published: '67',
            got: dice.max === null ? null : 100 * (1 - dice.max / reference),
            units: 1,
          },
        ],
        { n: dice.n, reference },
      );
    }),
  },
  {
    ...summary,
    id: 'search.batch-bottleneck',
    about: 'batchSize',
    quotation: 'Batch Size Bottleneck: … Main limitation for performance',
    check: (material) => {
      const given = comparisonFinding(material.evidence, 'batch size at 256', 'a batch of 4 at 256×256', -1);
      if (given !== null) return given;
      return on('search', ['batchSize', 'jaccard'], (study) => {
        const groups = study.groups('batchSize', 'jaccard').sort((a, b) => Number(a.name) - Number(b.name));
        const [least, ...larger] = groups;
        const would = 'batch 4 and batch 32 at one resolution, three seeds each';
        if (least === undefined || larger.length === 0)
          return undecided('The runs hold one batch size only.', {}, would);
        // a batch that limits is one that a larger batch beats
        const found = differenceFinding(
          {
            name: `batch size ${larger.map(({ name }) => name).join(', ')}`,
            values: larger.flatMap(({ values }) => [...values]),
          },
          { name: `batch size ${least.name}`, values: least.values },
          'best validation Jaccard',
        );
        return found.verdict === 'reproduced'
          ? undecided(
              `${found.reasoning} That the batch is the main limitation takes more: batch 32 at 512×512 or batch 4 at 256×256 was not run, so it cannot be told from the resolution.`,
              found.figures,
              would,
            )
          : found;
      })(material);
    },
  },
  {
    ...summary,
    id: 'search.overfitting',
    quotation: 'Best model drops 15% from peak (0.164 → 0.140). Suggests need for stronger regularization',
    check: on('search', ['jaccard'], (study) => {
      const best = rankRuns(study.records, { field: study.fields.jaccard!, goal: 'maximize' }).ranked[0];
      const went = best === undefined ? null : convergenceOf(best.record);
      if (went?.gapAtBest == null || went.overfittingGap === null)
        return undecided(
          'The best run has no history with both losses.',
          {},
          "the best run's training and validation loss, epoch by epoch",
        );
      const { gapAtBest, overfittingGap, drop, stability, bestEpoch, epochs } = went;
      const grew = overfittingGap - gapAtBest;
      const figures = { gapAtBest, gapAtEnd: overfittingGap, drop, stability };
      const words = `From epoch ${bestEpoch!} to ${epochs} the gap of validation to training loss went from ${shortNumber(gapAtBest)} to ${shortNumber(overfittingGap)}, while the validation loss wavers by ${shortNumber(stability ?? NaN)} from epoch to epoch`;
      if (grew <= 0)
        return contradicted(
          `${words}: it did not grow, so the fall of ${shortNumber(100 * (drop ?? NaN))} % is not overfitting.`,
          figures,
        );
      return stability !== null && grew > 2 * stability
        ? reproduced(`${words}: it grew by more than its noise.`, figures)
        : notSupported(`${words}: the growth is within its noise.`, figures);
    }),
  },
  {
    ...summary,
    kind: 'trend',
    id: 'search.learning-rate',
    about: 'learningRate',
    quotation: 'Test Lower Learning Rates … Current 2e-4 may be too aggressive',
    check: on('search', ['learningRate', 'jaccard'], (study, { evidence }) => {
      const given = comparisonFinding(evidence, 'lower learning rate', 'a lower learning rate');
      if (given !== null) return given;
      const logs = study.numbers('learningRate').map((value) => Math.log10(value));
      return signFinding(logs, study.numbers('jaccard'), -1, 'log learning rate and best validation Jaccard');
    }),
  },
  {
    ...summary,
    kind: 'trend',
    id: 'search.small-batch-rate',
    about: 'learningRate',
    quotation: 'Small batches need smaller LR for stability',
    check: on('search', ['learningRate', 'batchSize', 'stability'], (study) => {
      const batches = study.numbers('batchSize');
      const least = study.describe('batchSize').min;
      const small = study.where((_, i) => batches[i] === least);
      const rates = logOf(small.numbers('learningRate'));
      const wavering = logOf(small.numbers('stability'));
      const found = signFinding(
        rates,
        wavering,
        1,
        `log learning rate and log instability at batch size ${least!}`,
      );
      const losses = new Set(small.levels('loss').filter((loss) => loss !== null));
      if (losses.size < 2) return found;
      // losses differ in size, and were not crossed with the rate: the rate counts only beside the loss
      const anova = factorialAnova(wavering, [{ name: 'loss', levels: small.levels('loss') }], {
        covariates: [{ name: 'rate', values: rates }],
        interactions: 1,
      });
      const rate = anova.terms.find(({ term }) => term === 'rate');
      const p = rate?.p ?? null;
      const figures = { ...found.figures, losses: losses.size, pBesideLoss: p };
      const beside = `${found.reasoning} But the ${losses.size} losses have validation losses of different size, and beside the loss the rate has ${pText(p)}`;
      if (p === null) return undecided(`${beside}.`, figures, 'learning rates crossed with losses');
      return p < 0.05
        ? { ...found, reasoning: `${beside}.`, figures }
        : notSupported(`${beside}: the two cannot be told apart.`, figures);
    }),
  },
  {
    ...summary,
    kind: 'expectation',
    id: 'search.longer-convergence',
    quotation: 'Best model peaked at epoch 52, may need longer convergence',
    check: on('search', ['jaccard', 'bestEpoch', 'epochs'], (study, { evidence }) => {
      const given = comparisonFinding(evidence, 'longer patience', 'a longer patience');
      if (given !== null) return given;
      const best = rankRuns(study.records, { field: study.fields.jaccard!, goal: 'maximize' }).ranked[0];
      if (best === undefined) return undecided('No run has a best validation Jaccard.');
      const index = study.records.indexOf(best.record);
      const [peak, ran] = [study.numbers('bestEpoch')[index]!, study.numbers('epochs')[index]!];
      if (!Number.isFinite(peak) || !Number.isFinite(ran))
        return undecided('The best run has no best epoch or no end.');
      const words = `The best run peaked at epoch ${peak} and was stopped at ${ran}`;
      const would = 'the same configuration trained on with a longer patience, three seeds';
      const { history } = best.record;
      const column = history === null ? null : historyColumn(history, 'jaccard');
      const after = column === null ? [] : history![column]!.slice(peak);
      const { r, interval, n } = correlation(
        after.map((_, i) => i),
        after,
      );
      if (r === null || interval === null)
        return undecided(
          `${words}; how the score went on after its peak is not known.`,
          { peak, ran },
          would,
        );
      const figures = { peak, ran, r, low: interval.low, high: interval.high, n };
      const trend = `over the ${n} epochs after its peak the r of epoch and score is ${shortNumber(r)} (95 % interval ${shortNumber(interval.low)} to ${shortNumber(interval.high)})`;
      return interval.low > 0
        ? undecided(
            `${words}; ${trend}: it was rising again, and what would have come was not run.`,
            figures,
            would,
          )
        : notSupported(`${words}; ${trend}: nothing says that it was still to come.`, figures);
    }),
  },
  {
    ...summary,
    id: 'search.ratio',
    quotation: 'Why 70/30 ratio works (complementary optimization)',
    check: ({ evidence }) => {
      const ratios = evidence.lossRatios ?? [];
      const own = ratios.find(({ dice }) => Math.abs(dice - 0.7) < 0.01);
      if (own === undefined || ratios.length < 2)
        return undecided(
          'Only one weighting of dice and focal loss was run, so no other is known to be worse.',
          {},
          'trainings with other weightings, three seeds each',
        );
      const rows = ratios.map(({ dice, scores }) => ({ dice, ...describe(scores) }));
      const best = rows.reduce((held, row) =>
        (row.mean ?? -Infinity) > (held.mean ?? -Infinity) ? row : held,
      );
      const words = rows
        .map(({ dice, mean, n }) => `${dice}: ${mean === null ? 'none' : shortNumber(mean, 4)} (n ${n})`)
        .join(', ');
      const figures = Object.fromEntries(rows.map(({ dice, mean }) => [`mean.${dice}`, mean]));
      const ownRow = rows.find(({ dice }) => dice === own.dice)!;
      const low = ownRow.interval?.low;
      const others = rows.filter((row) => row !== ownRow);
      if (low !== undefined && others.every(({ interval }) => interval !== null && interval.high < low))
        return reproduced(`Mean scores by the share of Dice are ${words}: 0.7 is above all others.`, figures);
      if (
        best !== ownRow &&
        ownRow.interval !== null &&
        best.interval !== null &&
        best.interval.low > ownRow.interval.high
      )
        return contradicted(
          `Mean scores by the share of Dice are ${words}: ${best.dice} is better.`,
          figures,
        );
      return notSupported(
        `Mean scores by the share of Dice are ${words}: 0.7 is not told from the others.`,
        figures,
      );
    },
  },
  expected(
    'search.accumulation',
    'Implement Gradient Accumulation … Should improve from 0.164 toward 0.20+',
    'gradient accumulation',
    'Gradient accumulation',
  ),
  expected(
    'search.group-norm',
    'Try Group Normalization: Better than batch norm for small batches',
    'group normalization',
    'Group normalization',
  ),
  expected(
    'search.progressive',
    'Progressive Training: Train at 256×256 first, fine-tune at 512×512 → should exceed 0.20',
    'progressive training',
    'Progressive training',
  ),
  expected(
    'search.multi-scale',
    'Multi-scale Training: Better generalization across scales',
    'multi-scale training',
    'Multi-scale training',
  ),
  expected(
    'search.receptive-field',
    'Add 1-2 more downsampling layers: Increases receptive field for 512×512',
    'larger receptive field',
    'A larger receptive field',
  ),
];

function expected(
  id: string,
  quotation: string,
  name: Parameters<typeof comparisonFinding>[1],
  words: string,
): Claim {
  return {
    ...summary,
    kind: 'expectation',
    id,
    quotation,
    check: ({ evidence }) =>
      comparisonFinding(evidence, name, words) ??
      undecided(
        `${words} was not run, and no trainings with and without it were given.`,
        {},
        'trainings with and without it, three seeds each',
      ),
  };
}
