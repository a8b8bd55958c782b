import { counted, fixed } from '../figures';
import type { FactorFacts } from './facts/factor-facts';
import type { SearchFacts } from './facts/search-facts';
import type { Block } from './markdown';
import { markdownTexts } from './markdown-texts';
import { intervalText, levelText, percentText, phrase, pText } from './words';

/** The best run and what was left of it. */
export function bestRunSentence(given: SearchFacts): string {
  const { runs, quantity } = markdownTexts(given);
  const best = runs[0]!;
  const epoch =
    best.bestEpoch === null
      ? ''
      : ` at epoch ${best.bestEpoch}${best.epochs === null ? '' : ` of ${best.epochs}`}`;
  const last =
    best.final === null || best.best === 0
      ? ''
      : `; its last epoch has ${fixed(best.final, 4)} (${percentText((best.final - best.best) / Math.abs(best.best))})`;
  return `The best run (${best.label}) reaches a ${phrase(quantity)} of ${fixed(best.best, 4)}${epoch}${last}.`;
}

/** Whether the best of N is more than the luck of N tries. */
export function luckSentence(given: SearchFacts): Block {
  const { luck, scores } = markdownTexts(given);
  if (luck.p === null || luck.expectedBest === null) return null;
  if (luck.beyond !== null)
    return `A normal distribution with the mean and spread of these ${luck.n} runs (${fixed(scores.mean!, 4)} ± ${fixed(scores.sd!, 4)}) goes ${luck.beyond}, so the scores are far from normal and it cannot say what luck would give.`;
  const verdict =
    luck.p < 0.05
      ? 'so it stands out from the other runs by more than the luck of that many tries'
      : 'so its lead is no more than the luck of that many tries';
  return `The best of ${luck.n} equal tries with this mean and spread (${fixed(scores.mean!, 4)} ± ${fixed(scores.sd!, 4)}) would be ${fixed(luck.expectedBest, 4)} on average; the best here is ${fixed(luck.best!, 4)} (${pText(luck.p)}), ${verdict}.`;
}

/** Best single run against best mean for one factor. */
export function winnerSentence(given: FactorFacts): Block {
  const factor = markdownTexts(given);
  const { winnerByBest, winnerByMean, levels } = factor.best;
  if (winnerByBest === null || winnerByMean === null || levels.length < 2) return null;
  const byBest = levels.find(({ name }) => name === winnerByBest)!;
  const byMean = levels.find(({ name }) => name === winnerByMean)!;
  const name = factor.title;
  if (byBest === byMean)
    return `${name}: ${levelText(byBest.name)} has both the best run (${fixed(byBest.best!, 4)}) and the best mean (${fixed(byMean.mean!, 4)}, n = ${byMean.n}).`;
  return `${name}: the best single run has ${levelText(byBest.name)} (${fixed(byBest.best!, 4)}), but ${levelText(byMean.name)} has the better mean (${fixed(byMean.mean!, 4)}, n = ${byMean.n}, against ${fixed(byBest.mean!, 4)}, n = ${byBest.n}).`;
}

/** Whether the levels of a factor differ by more than chance. */
export function factorTestSentence(given: FactorFacts): Block {
  const { title, p, pHolm, summary } = markdownTexts(given);
  if (p === null || pHolm === null) return null;
  const levels = counted(summary.levels.length, 'value');
  return pHolm < 0.05
    ? `The ${levels} of ${phrase(title)} differ by more than chance (Kruskal–Wallis ${pText(p)}, ${pText(pHolm)} after Holm’s correction).`
    : `The ${levels} of ${phrase(title)} cannot be told apart (Kruskal–Wallis ${pText(p)}, ${pText(pHolm)} after Holm’s correction).`;
}

/** Pairs of levels that differ after correction, or that none does. */
export function pairsSentence(given: FactorFacts): Block {
  const { title, pairs } = markdownTexts(given);
  const tested = pairs.filter(({ pHolm }) => pHolm !== null);
  if (tested.length === 0) return null;
  const apart = tested.filter(({ pHolm }) => pHolm! < 0.05);
  if (apart.length === 0)
    return `No pair of ${phrase(title)} values differs in its mean by more than chance (Welch, ${counted(tested.length, 'pair')} tested, smallest ${pText(Math.min(...tested.map(({ pHolm }) => pHolm!)))} after Holm’s correction).`;
  return apart
    .map(
      ({ a, b, difference, interval, pHolm }) =>
        `${levelText(a)} and ${levelText(b)} differ in their means by ${fixed(difference!, 4)} ${intervalText(interval, 4)} (Welch, ${pText(pHolm)} after Holm’s correction).`,
    )
    .join(' ');
}

/** What the reference can and cannot show. */
export function referenceSentence(given: SearchFacts): Block {
  const { reference, runs } = markdownTexts(given);
  if (reference === null) return null;
  const change = (runs[0]!.best - reference.score) / Math.abs(reference.score);
  const cause =
    reference.differs.length > 1
      ? ` The two differ in ${reference.differs.join(', ')} at once, so these runs cannot name one of them as the cause.`
      : reference.differs.length === 1
        ? ` They differ in ${reference.differs[0]!}.`
        : '';
  return `Against ${fixed(reference.score, 4)} for ${reference.label} that is ${percentText(change, 0)}.${cause}`;
}

/** How much of the best score is lost by the last epoch. */
export function dropSentence(given: SearchFacts): Block {
  const { changes, runs, objective } = markdownTexts(given);
  if (changes.n < 2 || changes.median === null) return null;
  const higher = objective.goal === 'maximize';
  const sign = higher ? 1 : -1;
  const heavy = runs.filter(
    ({ final, best }) => final !== null && best !== 0 && (sign * (final - best)) / Math.abs(best) < -0.1,
  ).length;
  return `From the best to the last epoch the score changes by ${percentText(changes.median)} in the median run; ${heavy} of ${counted(changes.n, 'run')} ${higher ? 'lose' : 'worsen by'} more than a tenth.${sign * changes.median < 0 ? ` The best epoch is the ${higher ? 'greatest' : 'least'} of many noisy values, so part of this change is selection, not overfitting.` : ''}`;
}

/** How the noise from epoch to epoch compares with the lead of the best run. */
export function noiseSentence(given: SearchFacts): Block {
  const { epochNoise, runs } = markdownTexts(given);
  if (epochNoise === null || runs.length < 2) return null;
  const lead = Math.abs(runs[0]!.best - runs[1]!.best);
  const sure = lead > 2 * epochNoise;
  return `Over its last ten epochs the validation score of the median run moves by a standard deviation of ${fixed(epochNoise, 4)}; the best run leads the second by ${fixed(lead, 4)}, ${sure ? 'more than twice that' : 'less than twice that, so the order of the two is not settled'}.`;
}

/** Long runs against good runs. */
export function convergenceSentence(given: SearchFacts): Block {
  const { bestEpochAgainstScore: rank, earlyPeaks, runs, objective } = markdownTexts(given);
  const higher = objective.goal === 'maximize';
  const early =
    earlyPeaks === 0
      ? null
      : `${earlyPeaks} of ${counted(runs.length, 'run')} had their best epoch within the first five.`;
  if (rank.r === null) return early;
  const sure = rank.interval !== null && (rank.interval.low > 0 || rank.interval.high < 0);
  const relation =
    `The best epoch and the score have a rank correlation of ${fixed(rank.r, 2)} ${intervalText(rank.interval, 2)}`.trim();
  const reading = !sure
    ? `${relation}, which leaves out neither sign.`
    : rank.r > 0 === higher
      ? `${relation}: runs that were best later are better, and the ${higher ? 'greatest' : 'least'} of more epochs is ${higher ? 'greater' : 'less'} by chance too.`
      : `${relation}: runs that were best later are worse.`;
  return early === null ? reading : `${reading} ${early}`;
}
