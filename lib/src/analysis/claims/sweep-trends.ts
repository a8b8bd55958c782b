import { correlation } from '../statistics/correlation';
import { pText, shortNumber } from '../statistics/number-text';
import { SequentialFit } from '../statistics/least-squares';
import { fUpper } from '../statistics/distributions';
import type { Role } from '../records/roles';
import type { Claim } from './claim';
import type { Finding } from './finding';
import { contradicted, notSupported, reproduced, signFinding, undecided } from './findings';
import { on, type Study } from './material';

const report = { source: 'Sweep analysis report', subject: 'sweep' } as const;

/** What the sweep report says about how columns move together. */
export const sweepTrends: readonly Claim[] = [
  {
    ...report,
    id: 'sweep.dice-iou',
    quotation: 'Dice and IoU metrics are strongly correlated (r > 0.95).',
    kind: 'trend',
    check: on('sweep', ['dice', 'iou'], (study) => {
      const { r, interval, n } = correlation(study.numbers('dice'), study.numbers('iou'));
      if (r === null || interval === null) return undecided(`${n} runs have both Dice and IoU.`);
      const figures = { r, low: interval.low, high: interval.high, n };
      const words = `r of Dice and IoU is ${shortNumber(r)} (95 % interval ${shortNumber(interval.low)} to ${shortNumber(interval.high)}, n = ${n})`;
      if (interval.low > 0.95) return reproduced(`The ${words}, above 0.95.`, figures);
      return interval.high < 0.95
        ? contradicted(`The ${words}, below 0.95.`, figures)
        : notSupported(`The ${words}: it may be below 0.95.`, figures);
    }),
  },
  {
    ...report,
    id: 'sweep.dropout-sign',
    about: 'dropout',
    quotation: 'Dropout has a weak positive correlation with Dice.',
    kind: 'trend',
    check: on('sweep', ['dropout', 'dice'], (study) =>
      signFinding(study.numbers('dropout'), study.numbers('dice'), 1, 'dropout and Dice'),
    ),
  },
  {
    ...report,
    id: 'sweep.loss-dice-sign',
    quotation: 'Val loss is negatively correlated with Dice/IoU as expected.',
    kind: 'trend',
    check: on('sweep', ['valLoss', 'dice'], (study) => {
      const losses = study.distinct('loss');
      if (losses.length > 1)
        return undecided(
          `The runs used ${losses.length} loss functions (${losses.join(', ')}), whose validation losses do not compare.`,
          { losses },
          'runs with one loss function',
        );
      return signFinding(study.numbers('valLoss'), study.numbers('dice'), -1, 'validation loss and Dice');
    }),
  },
  ...(['learningRate', 'l2'] as const).map(
    (role): Claim => ({
      ...report,
      id: role === 'l2' ? 'sweep.l2-minor' : 'sweep.learning-rate-minor',
      about: role,
      quotation: 'Learning rate and L2 regularization have minor, less predictable effects.',
      kind: 'trend',
      check: on('sweep', [role, 'dice'], (study) => minor(study, role)),
    }),
  ),
  ...(['dropout', 'l2'] as const).map(
    (role): Claim => ({
      source: 'Sweep evaluation report',
      subject: 'sweep',
      id: `sweep.${role}-moderate`,
      about: role,
      quotation: 'Dropout & L2: (Summarize regularization trends—e.g., moderate values help, extremes hurt.)',
      kind: 'trend',
      check: on('sweep', [role, 'dice'], (study) => moderate(study, role)),
    }),
  ),
];

/** Cohen's medium correlation: below it an effect is minor. */
const medium = 0.3;

function minor(study: Study, role: Role): Finding {
  const name = role === 'l2' ? 'L2' : 'learning rate';
  if (study.distinct(role).length < 2) return constant(study, name);
  const { r, interval, n } = correlation(study.numbers(role), study.numbers('dice'));
  if (r === null || interval === null)
    return undecided(`The correlation of ${name} and Dice is not defined in ${n} runs.`);
  const figures = { r, low: interval.low, high: interval.high, n, minorBelow: medium };
  const words = `The r of ${name} and Dice is ${shortNumber(r)} (95 % interval ${shortNumber(interval.low)} to ${shortNumber(interval.high)}, n = ${n})`;
  const most = Math.max(Math.abs(interval.low), Math.abs(interval.high));
  const least =
    interval.low * interval.high < 0 ? 0 : Math.min(Math.abs(interval.low), Math.abs(interval.high));
  if (most < medium) return reproduced(`${words}: below ${medium}, a medium effect, throughout.`, figures);
  if (least >= medium) return contradicted(`${words}: a medium effect (${medium}) or more.`, figures);
  return notSupported(
    `${words}: ${Math.abs(r) >= medium ? 'a medium effect by the estimate' : 'a medium effect is not excluded'}${least > 0 ? ', and its sign is sure' : ''}.`,
    figures,
  );
}

function constant(study: Study, name: string): Finding {
  const words = `${name.charAt(0).toUpperCase()}${name.slice(1)} is the same in all ${study.records.length} runs.`;
  return undecided(words, {}, `runs that vary ${name}`);
}

/** Does a bent curve with its top inside fit better than a straight line? */
function moderate(study: Study, role: Role): Finding {
  const name = role === 'l2' ? 'L2' : 'dropout';
  if (study.distinct(role).length < 2) return constant(study, name);
  const [x, y] = [study.numbers(role), study.numbers('dice')];
  const rows = Array.from(x, (_, i) => i).filter((i) => Number.isFinite(x[i]) && Number.isFinite(y[i]));
  if (rows.length < 5) return undecided(`${rows.length} runs have both ${name} and Dice.`);
  const kept = rows.map((i) => x[i]!);
  const centre = (Math.min(...kept) + Math.max(...kept)) / 2;
  const half = (Math.max(...kept) - Math.min(...kept)) / 2;
  const fit = new SequentialFit(rows.map((i) => y[i]!));
  fit.add(kept.map(() => 1));
  fit.add(kept.map((value) => (value - centre) / half));
  const straight = fit.rss;
  if (!fit.add(kept.map((value) => ((value - centre) / half) ** 2)))
    return undecided(`${name} has too few values for a curve.`);
  if (!(fit.rss > 0))
    return undecided(`Dice and ${name} leave no noise in ${rows.length} runs to judge a curve by.`);
  const f = (straight - fit.rss) / (fit.rss / (rows.length - 3));
  const p = fUpper(f, 1, rows.length - 3);
  const square = kept.map((value) => ((value - centre) / half) ** 2);
  const bend =
    correlation(
      square,
      rows.map((i) => y[i]!),
    ).r ?? 0;
  const figures = { f, p, bend, n: rows.length };
  if (p >= 0.05)
    return notSupported(
      `A curve of Dice over ${name} fits no better than a straight line (${pText(p)}, n = ${rows.length}).`,
      figures,
    );
  return bend < 0
    ? reproduced(
        `Dice over ${name} is bent with its top inside the range (${pText(p)}, n = ${rows.length}).`,
        figures,
      )
    : contradicted(
        `Dice over ${name} is bent the other way: moderate values are worse (${pText(p)}, n = ${rows.length}).`,
        figures,
      );
}
