import type { BestOfFurther, HalvingRace, Interval } from '../../analysis';
import type { ComparedStarts } from '../../recipes';
import type { RunRecord } from '../../types';
import type { AfterSearch } from './after-search';
import type { BestOfSearch } from './best-of-search';
import type { EnsembleGain, Gain } from './ensemble-gain';
import { objectiveIn } from './rank-configurations';

/** How many trials a search ran, and what pruning saved. */
export function trialsSentence(records: readonly RunRecord[]): string {
  const count = (state: string): number => records.filter((record) => record.state === state).length;
  const epochs = records.map(({ history }) => Object.values(history ?? {})[0]?.length ?? 0);
  const asked = records.map(({ config, state }, i) =>
    state === 'pruned' ? Math.max(Number(config.epochs ?? 0), epochs[i]!) : epochs[i]!,
  );
  const [trained, whole] = [sum(epochs), sum(asked)];
  const saved = whole > trained ? `, which left ${percent(1 - trained / whole)} of the epochs untrained` : '';
  const failed = count('failed') > 0 ? `, ${count('failed')} failed` : '';
  return `Of ${records.length} trials ${count('finished')} were trained to their end and ${count('pruned')} pruned${saved}${failed}.`;
}

/** The winner against luck. */
export function winnerSentence({ winner, luck, objective, compared }: BestOfSearch): string {
  const words = `The best of ${compared} finished configuration${compared === 1 ? '' : 's'} reached a ${objective.metric} of ${fixed(winner.score)}`;
  if (luck.expectedBest === null) return `${words}; against luck that cannot be judged: ${luck.reason!}.`;
  return `${words}; the best of ${luck.n} draws with their mean and spread would reach ${fixed(luck.expectedBest)}.`;
}

/** What of the winner's score other seeds leave, and what more epochs give. */
export function afterSentence({ chosen, again, long, gain, kept }: AfterSearch): string {
  const seeds = `${again.n} other seed${again.n === 1 ? '' : 's'}`;
  const spread = again.sd === null ? '' : ` ± ${fixed(again.sd)}`;
  const first = `With ${seeds} it reaches ${fixed(again.mean!)}${spread}, against ${fixed(chosen)} with the seed that chose it${keptText(kept)}`;
  if (long.epochs === again.epochs || gain.mean === null) return `${first}.`;
  return `${first}. Trained for ${long.epochs} epochs in place of ${again.epochs} it gains ${signed(gain.mean)}${intervalText(gain.interval)}.`;
}

/** What an ensemble gains. @param of what is together, for example `the 3 best trials` */
export function ensembleSentence(of: string, { together, overMean, overBest, images }: EnsembleGain): string {
  return `Together ${of} reach a Jaccard of ${fixed(together)} on ${images} held-out images: ${gainText(overMean)} over the mean of its members, ${gainText(overBest)} over the best of them.`;
}

/** Halving against the grid, measured. */
export function raceSentence(race: HalvingRace): string {
  const { halving, grid, atEqualBudget, bestKept, configurations, orders } = race;
  const { difference, more, same } = atEqualBudget;
  return (
    `Over ${orders} orders of ${configurations} recorded configurations, successive halving is through after ${Math.round(halving.epochs.mean)} epochs in place of ${Math.round(grid.epochs.mean)}, ` +
    `and has then found ${signed(difference.mean)} more than the grid at the same budget (more in ${percent(more)} of the orders, less in ${percent(1 - more - same)}). ` +
    `It trains the configuration with the best mean to its end in ${percent(bestKept)} of them.`
  );
}

/** What further hours buy. */
export function boughtSentence(
  title: string,
  { recorded, bought }: { recorded: { tries: number; best: number }; bought: readonly BestOfFurther[] },
  hours: readonly [number, number],
): string {
  const [low, high] = [bought[0]!, bought.at(-1)!];
  return (
    `${title}: ${hours[0]} to ${hours[1]} hours hold ${low.tries} to ${high.tries} more random trials; the chance that one of them beats the ${recorded.tries} recorded ones is at least ${percent(low.chanceOfRecord)}, ` +
    `and the best of them is expected at ${fixed(low.mean)} to ${fixed(high.mean)} (nine times in ten between ${fixed(low.middle.low)} and ${fixed(high.middle.high)}), where the recorded best is ${fixed(recorded.best)}.`
  );
}

/** What a network brings to other images. */
export function startsSentence({
  asItIs,
  scratch,
  transferred,
  heldOutImages,
  trainingImages,
}: ComparedStarts): string {
  const score = (record: RunRecord | null): string =>
    fixed((record && objectiveIn(record, 'test_jaccard')) ?? NaN);
  return `On ${heldOutImages} images of the other folder the network has a Jaccard of ${fixed(asItIs)} as it is; trained on ${trainingImages} of its images, ${score(transferred)} from the network and ${score(scratch)} from chance.`;
}

/** What new seeds leave of a lead over the mean. */
function keptText(kept: number | null): string {
  if (kept === null) return '';
  if (kept <= 0) return ': nothing is left of its lead over the mean';
  return kept >= 1
    ? ': its lead over the mean holds'
    : `: ${percent(kept)} of its lead over the mean is left`;
}

function gainText({ mean, interval }: Gain): string {
  return `${signed(mean)}${intervalText(interval)}`;
}

function intervalText(interval: Interval | null): string {
  return interval === null
    ? ''
    : ` (${percent(interval.level)} interval ${signed(interval.low)} to ${signed(interval.high)})`;
}

function fixed(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : '–';
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
