import { describe } from '../statistics/describe';
import { pText, shortNumber } from '../statistics/number-text';
import { trend } from '../statistics/trend';
import { narrowedSpace } from '../records/narrowed-space';
import { numbersOf } from '../records/fields';
import type { Role } from '../records/roles';
import type { Claim } from './claim';
import type { Finding } from './finding';
import { contradicted, differenceFinding, notSupported, reproduced, sentence, undecided } from './findings';
import { on, type Study } from './material';
import { oneOrManyFinding } from './single-run';

const report = { source: 'Sweep analysis report', subject: 'sweep', kind: 'recommendation' } as const;

const ranges: readonly { role: Role; name: string; low: number; high: number; words: string }[] = [
  { role: 'dropout', name: 'dropout', low: 0.225, high: 0.275, words: 'dropout ≈ 0.25' },
  {
    role: 'learningRate',
    name: 'learning rate',
    low: 0.0002,
    high: 0.0005,
    words: 'learning_rate ≈ 0.0002–0.0005',
  },
  { role: 'l2', name: 'L2', low: 0.0001, high: 0.0002, words: 'l2_reg = 0.0001–0.0002' },
];

/** The sweep report's optimum and the ranges that it proposes next. */
export const sweepRecommendations: readonly Claim[] = [
  ...ranges.map(
    ({ role, name, low, high, words }): Claim => ({
      ...report,
      kind: 'ranking',
      id: `sweep.optimal-${role}`,
      about: role,
      quotation: `Optimal hyperparameters observed: ${words}`,
      check: on('sweep', [role, 'dice'], (study, { again }) =>
        optimalRange(study, role, name, low, high, again),
      ),
    }),
  ),
  {
    ...report,
    kind: 'ranking',
    id: 'sweep.optimal-batch',
    about: 'batchSize',
    quotation: 'Optimal hyperparameters observed: batch_size = 64',
    check: on('sweep', ['batchSize', 'dice'], (study, { again }) => triedLevels(study, ['64'], again)),
  },
  {
    ...report,
    id: 'sweep.next-batch',
    quotation: 'Next sweep should narrow range around: batch_size: [32, 64]',
    check: on('sweep', ['batchSize', 'dice'], (study, { again }) => triedLevels(study, ['32', '64'], again)),
  },
  {
    ...report,
    id: 'sweep.next-box',
    quotation:
      'Next sweep should narrow range around: dropout: [0.2, 0.25, 0.3], learning_rate: [0.0002, 0.0003, 0.0005], l2_reg: [0.00005, 0.0001, 0.0002]',
    check: on('sweep', ['dropout', 'learningRate', 'l2', 'dice'], (study) => {
      const [dropout, rate, l2, dice] = [
        study.numbers('dropout'),
        study.numbers('learningRate'),
        study.numbers('l2'),
        study.numbers('dice'),
      ];
      const inside = (i: number): boolean =>
        between(dropout[i]!, 0.2, 0.3) &&
        between(rate[i]!, 0.0002, 0.0005) &&
        between(l2[i]!, 0.00005, 0.0002);
      const split = (keep: boolean): Float64Array => dice.filter((_, i) => inside(i) === keep);
      return oneOrManyFinding(
        { name: 'the proposed box', values: split(true) },
        { name: 'the other runs', values: split(false) },
        'Dice',
      );
    }),
  },
  {
    ...report,
    id: 'sweep.early-stopping',
    quotation: 'Enable early stopping to prevent overfitting in long runs.',
    check: on('sweep', ['epochs', 'epochBudget', 'valLoss', 'trainLoss'], (study) => {
      const epochs = study.numbers('epochs');
      const budget = study.numbers('epochBudget');
      const known = Array.from(epochs, (value, i) => ({ ran: value, of: budget[i]!, i })).filter(
        ({ ran, of }) => Number.isFinite(ran) && Number.isFinite(of),
      );
      const short = known.filter(({ ran, of }) => ran < of - 1);
      const [val, train] = [study.numbers('valLoss'), study.numbers('trainLoss')];
      const gap = val.map((value, i) => value - train[i]!);
      const overfit = describe(known.filter(({ ran, of }) => ran >= of - 1).map(({ i }) => gap[i]!));
      const figures = {
        runs: known.length,
        stoppedEarly: short.length,
        gapOfFullRuns: overfit.mean,
        fullRuns: overfit.n,
      };
      const full = overfit.interval;
      const words =
        full === null
          ? ''
          : `; in the ${overfit.n} full runs the validation loss minus the training loss is ${shortNumber(overfit.mean!)} (95 % interval ${shortNumber(full.low)} to ${shortNumber(full.high)})`;
      if (short.length > 0)
        return contradicted(
          `Early stopping was on: ${short.length} of ${known.length} runs ended before their budget${words}.`,
          figures,
        );
      if (full === null) return undecided('No run went to its end.', figures);
      return full.low > 0
        ? reproduced(`No run stopped early${words}.`, figures)
        : notSupported(`No run stopped early${words}: no overfitting is shown.`, figures);
    }),
  },
];

/** Reproduced where the factor has an effect and the smoothed mean inside the range reaches the band of its best. */
function optimalRange(
  study: Study,
  role: Role,
  name: string,
  low: number,
  high: number,
  again: boolean,
): Finding {
  const field = study.fields[role]!;
  const metric = study.fields.dice!;
  const [parameter] = narrowedSpace(study.records, { field: metric, goal: 'maximize' }, [field]);
  const x = study.numbers(role);
  const smooth = trend(x, study.numbers('dice'), { method: 'loess', points: 201, scale: 'linear' });
  if (parameter === undefined || smooth.reason !== null)
    return undecided(
      study.distinct(role).length < 2
        ? `${sentence(name)} is the same in all ${study.records.length} runs.`
        : `The runs allow no trend over ${name}: ${smooth.reason ?? 'too few values'}.`,
      {},
      `runs that vary ${name}`,
    );
  const { n } = numbersOf(study.records, field);
  const peak = smooth.fit.reduce((held, fit, i) => (fit > smooth.fit[held]! ? i : held), 0);
  const inside = smooth.x
    .map((value, i) => ({ value, fit: smooth.fit[i]! }))
    .filter(({ value }) => between(value, low, high));
  const figures = {
    p: parameter.p,
    bestAt: smooth.x[peak]!,
    bestMean: smooth.fit[peak]!,
    meanInside: inside.length === 0 ? null : Math.max(...inside.map(({ fit }) => fit)),
    runsInside: x.filter((value) => between(value, low, high)).length,
    n,
  };
  const levels = new Set(x.filter((value) => Number.isFinite(value))).size;
  if (figures.meanInside === null || (again && figures.runsInside === 0)) {
    const words = `No run has ${name} in ${low} to ${high}; the runs cover ${shortNumber(smooth.x[0]!)} to ${shortNumber(smooth.x[smooth.x.length - 1]!)} in ${levels} values`;
    return again
      ? undecided(`${words}.`, figures, `runs with ${name} in ${low} to ${high}`)
      : contradicted(`${words}.`, figures);
  }
  const words = `the smoothed mean Dice is best at ${name} ${shortNumber(figures.bestAt)} (${shortNumber(figures.bestMean, 4)}) and ${shortNumber(figures.meanInside, 4)} in ${low} to ${high} (${figures.runsInside} of ${n} runs, ${pText(parameter.p)} for any effect)`;
  if (parameter.p === null || parameter.p >= 0.05)
    return notSupported(`No effect of ${name} is shown, so it has no optimum: ${words}.`, figures);
  return figures.meanInside >= smooth.low[peak]!
    ? reproduced(`The range holds the best: ${words}.`, figures)
    : contradicted(`The best lies elsewhere: ${words}.`, figures);
}

/** Levels that were never run cannot have been found best there; other runs that lack them say nothing. */
function triedLevels(study: Study, levels: readonly string[], again: boolean): Finding {
  const tried = study.distinct('batchSize');
  const missing = levels.filter((level) => !tried.includes(level));
  const groups = study.groups('batchSize', 'dice');
  const means = groups
    .map((group) => `${group.name}: ${shortNumber(describe(group.values).mean!, 4)}`)
    .join(', ');
  if (missing.length > 0) {
    const words = `No run has batch size ${missing.join(' or ')}; the mean Dice of those tried is ${means}.`;
    return again
      ? undecided(words, { tried, missing }, `runs with batch size ${missing.join(' and ')}`)
      : contradicted(words, { tried, missing });
  }
  const chosen = groups.filter(({ name }) => levels.includes(name));
  const others = groups.filter(({ name }) => !levels.includes(name));
  if (others.length === 0) return undecided(`Only batch size ${levels.join(', ')} was run.`, { tried });
  const pool = (list: typeof groups): number[] => list.flatMap(({ values }) => [...values]);
  return differenceFinding(
    { name: `batch size ${levels.join(', ')}`, values: pool(chosen) },
    { name: `batch size ${others.map(({ name }) => name).join(', ')}`, values: pool(others) },
    'Dice',
  );
}

function between(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}
