import { factorialAnova } from '../statistics/anova-factorial';
import { brownForsythe } from '../statistics/brown-forsythe';
import { describe, quantile } from '../statistics/describe';
import { pText, shortNumber } from '../statistics/number-text';
import { pairwiseWelch, welchTest } from '../statistics/welch';
import type { Claim } from './claim';
import type { Finding } from './finding';
import { contradicted, differenceFinding, notSupported, reproduced, undecided } from './findings';
import { architectureName, logOf, ofArchitecture, rateNotApplied } from './grid-study';
import { on, type Study } from './material';

const strategy = { source: 'Optimization strategy', subject: 'grid', kind: 'hypothesis' } as const;
const architectures = ['U-Net', 'Attention U-Net', 'Attention ResU-Net'] as const;
const instability = 'log10 of the standard deviation of the validation loss over the last 10 epochs';

/** The strategy's hypotheses 1 to 3 and its predictions. */
export const gridHypotheses: readonly Claim[] = [
  {
    ...strategy,
    id: 'grid.h1',
    about: 'learningRate',
    quotation: 'Hypothesis 1: Learning rates 5e-4 to 1e-3 will show optimal performance-stability trade-off',
    check: on('grid', ['learningRate', 'jaccard', 'stability'], (study) => {
      const idle = rateNotApplied(study);
      if (idle !== null) return idle;
      const rates = study.numbers('learningRate');
      const inside = study.where((_, i) => rates[i]! >= 4.99e-4 && rates[i]! <= 1.001e-3);
      const outside = study.where((_, i) => rates[i]! < 4.99e-4 || rates[i]! > 1.001e-3);
      const names = [{ name: 'rates 5e-4 to 1e-3' }, { name: 'the others' }] as const;
      const score = differenceFinding(
        { ...names[0], values: inside.numbers('jaccard') },
        { ...names[1], values: outside.numbers('jaccard') },
        'best validation Jaccard',
      );
      const spread = differenceFinding(
        { ...names[0], values: logOf(inside.numbers('stability')) },
        { ...names[1], values: logOf(outside.numbers('stability')) },
        instability,
        -1,
      );
      const reasoning = `${score.reasoning} ${spread.reasoning}`;
      const figures = {
        jaccardDifference: score.figures.difference ?? null,
        logInstabilityDifference: spread.figures.difference ?? null,
      };
      if (
        score.verdict === 'contradicted' ||
        (score.verdict !== 'reproduced' && spread.verdict === 'contradicted')
      )
        return contradicted(reasoning, figures);
      if (score.verdict === 'reproduced' && spread.verdict !== 'contradicted')
        return reproduced(reasoning, figures);
      return score.verdict === 'cannot be decided from the data'
        ? undecided(reasoning, figures)
        : notSupported(reasoning, figures);
    }),
  },
  ...(
    [
      ['U-Net', 5e-4, 'Standard U-Net: 5e-4 optimal (needs more stability)'],
      [
        'Attention U-Net',
        1e-3,
        'Attention U-Net: 1e-3 optimal (can handle higher rates after attention convergence)',
      ],
      [
        'Attention ResU-Net',
        1e-3,
        'Attention ResU-Net: 1e-3 optimal (residual connections provide stability)',
      ],
    ] as const
  ).map(
    ([name, rate, quotation]): Claim => ({
      ...strategy,
      id: `grid.h1-${name.toLowerCase().replace(/[^a-z]+/g, '-')}`,
      about: 'learningRate',
      quotation,
      check: on(
        'grid',
        ['learningRate', 'architecture', 'jaccard'],
        (study) => rateNotApplied(study) ?? bestRate(ofArchitecture(study, name), name, rate),
      ),
    }),
  ),
  {
    ...strategy,
    kind: 'expectation',
    id: 'grid.rate-speed',
    about: 'learningRate',
    quotation:
      '1e-4: Very stable but potentially slow convergence; 5e-3: Higher performance risk but faster convergence',
    check: on('grid', ['learningRate', 'bestEpoch'], (study) => {
      const idle = rateNotApplied(study);
      if (idle !== null) return idle;
      const groups = study.groups('learningRate', 'bestEpoch');
      const [slow, fast] = [
        groups.find(({ name }) => Number(name) === 1e-4),
        groups.find(({ name }) => Number(name) === 5e-3),
      ];
      if (slow === undefined || fast === undefined)
        return undecided('The runs do not hold the rates 1e-4 and 5e-3.');
      return differenceFinding(
        { name: 'rate 5e-3', values: fast.values },
        { name: 'rate 1e-4', values: slow.values },
        'best epoch',
        -1,
      );
    }),
  },
  {
    ...strategy,
    id: 'grid.h2',
    about: 'batchSize',
    quotation: 'Hypothesis 2: Validation loss standard deviation will decrease: BS32 < BS16 < BS8',
    check: on('grid', ['batchSize', 'stability'], (study) => {
      const groups = study.groups('batchSize', 'stability').sort((a, b) => Number(b.name) - Number(a.name));
      if (groups.length < 2) return undecided('The runs hold one batch size.');
      const medians = groups.map(({ name, values }) => ({
        name,
        median: quantile(values, 0.5),
        n: values.length,
      }));
      const logs = groups.map(({ name, values }) => ({ name, values: logOf(Float64Array.from(values)) }));
      const tests = pairwiseWelch(logs);
      const words = `Median instability by batch size is ${medians.map(({ name, median, n }) => `${name}: ${shortNumber(median)} (n ${n})`).join(', ')}`;
      const tested = tests.map(({ a, b, pHolm }) => `${a} against ${b} ${pText(pHolm)}`).join(', ');
      const figures = Object.fromEntries(medians.map(({ name, median }) => [`median.${name}`, median]));
      const reversed = tests.filter(
        ({ difference, pHolm }) => difference !== null && difference > 0 && pHolm !== null && pHolm < 0.05,
      );
      const shown = tests.every(
        ({ difference, pHolm }) => difference !== null && difference < 0 && pHolm !== null && pHolm < 0.05,
      );
      const text = `${words} (Welch on logarithms, Holm-corrected: ${tested})`;
      if (shown) return reproduced(`${text}.`, figures);
      return reversed.length > 0
        ? contradicted(
            `${text}: batch size ${reversed[0]!.a} is less stable than ${reversed[0]!.b}.`,
            figures,
          )
        : notSupported(`${text}: the order is not shown.`, figures);
    }),
  },
  {
    ...strategy,
    id: 'grid.h2-u-net',
    quotation: 'Performance differences will be most pronounced for Standard U-Net',
    check: on('grid', ['batchSize', 'architecture', 'jaccard'], (study) =>
      batchEffect(study, 'U-Net', 'spread'),
    ),
  },
  {
    ...strategy,
    id: 'grid.h3-sensitive',
    quotation: 'Standard U-Net: Most sensitive to hyperparameter choice',
    check: on('grid', ['architecture', 'jaccard'], (study) => spreadOf(study, 'U-Net', 'largest')),
  },
  {
    ...strategy,
    id: 'grid.h3-batches',
    quotation: 'Attention U-Net: Benefits most from larger batch sizes',
    check: on('grid', ['batchSize', 'architecture', 'jaccard'], (study) =>
      batchEffect(study, 'Attention U-Net', 'gain'),
    ),
  },
  {
    ...strategy,
    id: 'grid.h3-robust',
    quotation: 'Attention ResU-Net: Most robust across all configurations',
    check: on('grid', ['architecture', 'jaccard'], (study) =>
      spreadOf(study, 'Attention ResU-Net', 'smallest'),
    ),
  },
];

function bestRate(study: Study, name: string, rate: number): Finding {
  const groups = study.groups('learningRate', 'jaccard');
  const own = groups.find((group) => Math.abs(Number(group.name) - rate) < 0.01 * rate);
  const others = groups.filter((group) => group !== own);
  if (own === undefined || others.length === 0)
    return undecided(`The runs of ${name} do not hold rate ${rate} and another.`);
  const next = others.reduce((held, group) =>
    describe(group.values).mean! > describe(held.values).mean! ? group : held,
  );
  return differenceFinding(
    { name: `${name} at ${rate}`, values: own.values },
    { name: `at the next best rate, ${next.name}`, values: next.values },
    'best validation Jaccard',
  );
}

/** Does the batch size matter to one architecture more than to the others? Judged by the interaction. */
function batchEffect(study: Study, claimed: string, measure: 'gain' | 'spread'): Finding {
  const rows = architectures.flatMap((name) => {
    const means = ofArchitecture(study, name)
      .groups('batchSize', 'jaccard')
      .map((group) => describe(group.values).mean!);
    if (means.length < 2) return [];
    const value =
      measure === 'gain' ? means[means.length - 1]! - means[0]! : Math.max(...means) - Math.min(...means);
    return [{ name, value }];
  });
  const own = rows.find(({ name }) => name === claimed);
  if (own === undefined || rows.length < 2)
    return undecided(`The runs do not hold ${claimed} and another architecture at two batch sizes.`);
  const levels = study
    .levels('architecture')
    .map((level) => (level === null ? null : architectureName(level)));
  const anova = factorialAnova(study.numbers('jaccard'), [
    { name: 'architecture', levels },
    { name: 'batch size', levels: study.levels('batchSize') },
  ]);
  const p = anova.terms.find(({ term }) => term.includes('×'))?.p ?? null;
  const what =
    measure === 'gain'
      ? 'The mean best Jaccard gained from the smallest to the largest batch'
      : 'The spread of mean best Jaccard over batch sizes';
  const words = `${what} is ${rows.map(({ name, value }) => `${name} ${shortNumber(value)}`).join(', ')} (interaction of architecture and batch size: ${pText(p)})`;
  const figures = { ...Object.fromEntries(rows.map(({ name, value }) => [name, value])), p };
  const first = rows.every(({ value }) => value <= own.value);
  const lost = measure === 'gain' ? loss(study, claimed) : null;
  if (lost !== null) return contradicted(`${words}. ${lost}`, figures);
  if (p === null) return undecided(`${words}: no repeats to test it by.`, figures);
  if (p >= 0.05)
    return notSupported(
      `${words}: ${first ? 'the order is as claimed, but' : 'another comes first, and'} the architectures are not shown to differ in it.`,
      figures,
    );
  return first ? reproduced(`${words}.`, figures) : contradicted(`${words}.`, figures);
}

/** That an architecture is worse with the largest batch than with the smallest, where Welch's interval says so. */
function loss(study: Study, architecture: string): string | null {
  const groups = ofArchitecture(study, architecture).groups('batchSize', 'jaccard');
  const [least, most] = [groups[0]!, groups[groups.length - 1]!];
  const { difference, interval, p } = welchTest(most.values, least.values);
  return difference !== null && interval !== null && interval.high < 0
    ? `${architecture} does not gain but loses: batch size ${most.name} minus ${least.name} is ${shortNumber(difference)} (95 % interval ${shortNumber(interval.low)} to ${shortNumber(interval.high)}, Welch ${pText(p)}).`
    : null;
}

/** Is the spread of the results of one architecture over all its runs the largest, or the smallest? */
function spreadOf(study: Study, claimed: string, which: 'largest' | 'smallest'): Finding {
  const groups = architectures
    .map((name) => ({ name, values: ofArchitecture(study, name).numbers('jaccard') }))
    .map((group) => ({ ...group, ...describe(group.values) }))
    .filter(({ sd }) => sd !== null);
  const own = groups.find(({ name }) => name === claimed);
  if (own === undefined || groups.length < 2)
    return undecided(`The runs do not hold ${claimed} and another architecture with a spread.`);
  const { p } = brownForsythe(groups);
  const words = `The standard deviation of best Jaccard over all runs is ${groups.map(({ name, sd, n }) => `${name} ${shortNumber(sd!)} (n ${n})`).join(', ')} (Brown–Forsythe ${pText(p)})`;
  const figures = { ...Object.fromEntries(groups.map(({ name, sd }) => [name, sd])), p };
  const first = groups.every(({ sd }) => (which === 'largest' ? sd! <= own.sd! : sd! >= own.sd!));
  if (p === null || p >= 0.05)
    return notSupported(
      `${words}: ${first ? 'the order is as claimed, but' : 'another comes first, and'} the spreads are not shown to differ.`,
      figures,
    );
  return first ? reproduced(`${words}.`, figures) : contradicted(`${words}.`, figures);
}
