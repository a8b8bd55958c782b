import { markdown, markdownList, type Markdown } from '../../text';
import { compareStrategies, finalsOf, meanOfFinals, type StrategyCompared } from './compare-strategies';
import type { StrategyOutcome } from './outcome';

/** Several ways to spend the same time, and on what. */
export interface StrategyStudy {
  readonly outcomes: readonly StrategyOutcome[];
  /** In order; the first is what the others are held against. */
  readonly strategies: readonly string[];
  /** Of each training. */
  readonly seconds: number;
  /** Of the full-size images, in pixels. */
  readonly side: number;
  /** Held-out images, and what was held out together. */
  readonly images: number;
  readonly unit: string;
  /** `synthetic beads`, or the folder's name. */
  readonly words: string;
  /** Whether the images are synthetic. */
  readonly drawn: boolean;
}

/** What notebook 05 found, in sentences that the outcomes decide. */
export function strategyFindings(study: StrategyStudy): Markdown {
  const { outcomes, strategies, seconds, side, images, unit, words, drawn } = study;
  const mean = (strategy: string): number => meanOfFinals(finalsOf(outcomes, strategy));
  const trained = strategies.filter((strategy) => finalsOf(outcomes, strategy).length > 0);
  const ranked = [...trained].sort((a, b) => mean(b) - mean(a));
  const beyond = strategies.filter((strategy) => mean(strategy) > 0.2).join('; ') || 'no strategy';
  return markdownList([
    `In ${seconds} s, ${ranked.map((strategy) => `${strategy} reaches ${mean(strategy).toFixed(3)}`).join(', ')} (hard Jaccard at ${side}², ${images} images of held-out ${unit}).`,
    ...compareStrategies(outcomes, strategies)
      .filter(({ difference }) => Number.isFinite(difference))
      .map(comparedSentence),
    shockSentence(study),
    markdown`The published expectation ("should exceed 0.20") is met by ${beyond} here; these are ${drawn ? words : `the images of ${words}`} and a hard score, so the figure is not the published one.`,
  ]);
}

function comparedSentence({ strategy, against, difference, low, high, seeds }: StrategyCompared): string {
  const size = `${difference >= 0 ? '+' : '−'}${Math.abs(difference).toFixed(3)}`;
  if (low === null || high === null)
    return `Against ${against}, ${strategy}: ${size}; one seed says nothing about chance.`;
  const sure = low > 0 || high < 0;
  return `Against ${against}, ${strategy}: ${size}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}: ${sure ? 'more than the seeds explain' : `not told apart from ${against} with ${seeds} seeds`}.`;
}

function shockSentence({ outcomes, side }: StrategyStudy): string {
  const changes = outcomes.flatMap(({ change }) => (change === null ? [] : [change]));
  if (changes.length === 0) return '';
  const before = meanOfFinals(changes.map((one) => one.before));
  const after = meanOfFinals(changes.map((one) => one.after));
  const moved =
    before > after ? `falls by ${(before - after).toFixed(3)}` : `changes by ${(after - before).toFixed(3)}`;
  return `At the resize the score ${moved}, from ${before.toFixed(3)} to ${after.toFixed(3)}, before the first step at ${side}².`;
}

/**
 * The outcomes as evidence for the recommendations that notebook 08 judges: the second strategy as progressive training, the
 * third as multi-scale training.
 */
export function strategyEvidence(study: StrategyStudy, profile: string): object {
  const { outcomes, strategies, seconds, side, words, drawn } = study;
  const seeds = [...new Set(outcomes.map(({ seed }) => seed))].join(', ');
  const data = `${drawn ? words : 'the given images'} at ${side}², hard Jaccard on held-out slides, ${seconds} s of training, seeds ${seeds}`;
  const comparison = (strategy: string): object => ({
    baseline: finalsOf(outcomes, strategies[0]!),
    treatment: finalsOf(outcomes, strategy),
    note: '05-progressive-training',
    data,
  });
  return {
    made: { profile, data: words, seconds, outcomes },
    comparisons: {
      'progressive training': comparison(strategies[1]!),
      'multi-scale training': comparison(strategies[2]!),
    },
  };
}
