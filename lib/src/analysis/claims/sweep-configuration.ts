import { levelsOf } from '../records/fields';
import type { Role } from '../records/roles';
import { bestOfN } from '../statistics/best-of-n';
import { pText, shortNumber } from '../statistics/number-text';
import { uniformityTest } from '../statistics/uniformity';
import { driftsOf } from '../audit/adaptive-sampling';
import type { Claim } from './claim';
import type { Finding } from './finding';
import { contradicted, levelsFinding, notSupported, reproduced, undecided } from './findings';
import { on, type Study } from './material';

const report = { source: 'Sweep evaluation report', subject: 'sweep', kind: 'design' } as const;

const ranges: readonly { role: Role; name: string; low: number; high: number; words: string }[] = [
  {
    role: 'learningRate',
    name: 'learning rate',
    low: 0.0001,
    high: 0.01,
    words: 'learning_rate: 0.0001–0.01 (uniform)',
  },
  { role: 'dropout', name: 'dropout', low: 0.1, high: 0.5, words: 'dropout: 0.1–0.5 (uniform)' },
  { role: 'l2', name: 'L2', low: 0.00001, high: 0.001, words: 'l2_reg: 0.00001–0.001 (uniform)' },
];

/** How the evaluation report describes the sweep, against what the runs hold. */
export const sweepConfiguration: readonly Claim[] = [
  {
    ...report,
    id: 'sweep.batch-values',
    quotation: 'batch_size: [4, 8, 16] (discrete)',
    check: on('sweep', ['batchSize'], (study) =>
      levelsFinding(
        'batch sizes',
        ['4', '8', '16'],
        study.distinct('batchSize').sort((a, b) => Number(a) - Number(b)),
        study.records.length,
      ),
    ),
  },
  ...ranges.map(
    ({ role, name, low, high, words }): Claim => ({
      ...report,
      id: `sweep.range-${role}`,
      quotation: words,
      check: on('sweep', [role], (study) => evenRange(study, role, name, low, high)),
    }),
  ),
  {
    ...report,
    id: 'sweep.fixed-epochs',
    quotation: 'epochs: 40 (fixed)',
    check: on('sweep', ['epochBudget'], (study) =>
      levelsFinding('epochs', ['40'], study.distinct('epochBudget'), study.records.length),
    ),
  },
  {
    ...report,
    id: 'sweep.fixed-input',
    quotation: 'input_shape: [256, 256, 1] (fixed)',
    check: on('sweep', ['inputShape'], (study) =>
      levelsFinding(
        'input shapes',
        ['[256,256,1]'],
        study.distinct('inputShape').map((shape) => shape.replaceAll(' ', '')),
        study.records.length,
      ),
    ),
  },
  {
    ...report,
    id: 'sweep.objective',
    quotation: 'Maximize val_dice_coefficient (validation Dice score).',
    check: on('sweep', [], (study) => {
      const names = known(study, 'config.metric.name');
      const goals = known(study, 'config.metric.goal');
      if (names.length === 0)
        return undecided(
          `None of the ${study.records.length} runs records the sweep's metric or goal.`,
          {},
          "the sweep's configuration file",
        );
      const right = names.join() === 'val_dice_coefficient' && goals.join() === 'maximize';
      const words = `The runs record the goal ${goals.join(', ')} ${names.join(', ')}.`;
      return right ? reproduced(words, { names, goals }) : contradicted(words, { names, goals });
    }),
  },
  {
    ...report,
    id: 'sweep.one-sweep',
    quotation: 'runs = api.runs(…, filters={"sweep": {"$eq": SWEEP_ID}})',
    check: on('sweep', [], (study) => {
      const counts = new Map<string, number>();
      for (const { sweep } of study.records)
        counts.set(sweep ?? 'none', (counts.get(sweep ?? 'none') ?? 0) + 1);
      const words = [...counts].map(([id, n]) => `${id}: ${n}`).join(', ');
      const figures = Object.fromEntries(counts);
      return counts.size === 1
        ? reproduced(`All ${study.records.length} runs are of one sweep (${words}).`, figures)
        : contradicted(`The ${study.records.length} runs are of ${counts.size} sweeps (${words}).`, figures);
    }),
  },
  {
    ...report,
    id: 'sweep.bayesian',
    quotation: 'The sweep used a Bayesian optimization strategy to maximize the validation Dice coefficient',
    check: on('sweep', [], (study) => {
      const methods = known(study, 'config.method');
      const drifts = driftsOf(study.records).filter(({ p }) => p !== null);
      if (methods.length > 0)
        return methods.every((method) => method === 'bayes')
          ? reproduced(`The runs record the method ${methods.join(', ')}.`, { methods })
          : contradicted(`The runs record the method ${methods.join(', ')}.`, { methods });
      if (drifts.length === 0)
        return undecided(
          'The runs record neither a method nor an order with factors that could drift.',
          {},
          "the sweep's configuration file, or the runs' times",
        );
      const least = drifts.reduce((low, drift) => (drift.p! < low.p! ? drift : low));
      const figures = { tests: drifts.length, leastP: least.p };
      return least.p! < 0.05
        ? reproduced(
            `The sampled values change with time (${least.name} ${least.what}, ${pText(least.p)}), as an adaptive search's do.`,
            figures,
          )
        : notSupported(
            `No method is recorded, and the sampled values do not drift with time (smallest corrected ${pText(least.p)} of ${drifts.length} tests): they look random.`,
            figures,
          );
    }),
  },
  {
    ...report,
    kind: 'ranking',
    general: false, // of that sweep's winner
    id: 'sweep.winner-identified',
    quotation:
      'The most effective hyperparameter combinations for segmentation with classic UNet have been identified.',
    check: on('sweep', ['dice'], (study) => {
      const { n, best, expectedBest, p, reason } = bestOfN(study.numbers('dice'), { goal: 'maximize' });
      if (p === null || best === null || expectedBest === null)
        return undecided(
          `The best run cannot be judged: ${reason ?? ''}.`,
          {},
          'more runs, or repeats of the best',
        );
      const figures = { n, best, expectedBest, p };
      const words = `The best of ${n} runs has Dice ${shortNumber(best, 5)}; the best of as many draws from one normal distribution with these runs' spread reaches ${shortNumber(expectedBest, 5)} on average`;
      return p < 0.05
        ? reproduced(
            `${words}, and one so far out is rare (Grubbs ${pText(p)}): the winner is better than the luck of its number of tries, though no configuration was repeated to say by how much.`,
            figures,
          )
        : notSupported(
            `${words} (Grubbs ${pText(p)}): the winner may be the luck of its number of tries.`,
            figures,
          );
    }),
  },
];

function known(study: Study, field: string): string[] {
  return [...new Set(levelsOf(study.records, field).filter((level) => level !== null))];
}

function evenRange(study: Study, role: Role, name: string, low: number, high: number): Finding {
  const values = study.numbers(role);
  const { n, min, max } = study.describe(role);
  const outside = values.filter((value) => value < low || value > high).length;
  const even = uniformityTest(values, low, high);
  const figures = { n, min, max, outside, chiSquare: even.chiSquare, p: even.p };
  const words = `${name} runs from ${shortNumber(min!)} to ${shortNumber(max!)} in ${n} runs`;
  if (outside > 0) return contradicted(`The ${words}: ${outside} lie outside ${low} to ${high}.`, figures);
  return even.p >= 0.05
    ? reproduced(`The ${words}, spread evenly over ${low} to ${high} (χ² ${pText(even.p)}).`, figures)
    : notSupported(
        `The ${words}, inside ${low} to ${high} but not evenly (χ² ${pText(even.p)}), so it was not drawn uniformly.`,
        figures,
      );
}
