import type { BestOfN } from '../analysis';

/** What luck says of the best of so many tries, as the end of a sentence. */
export function luckVerdict({ p, expectedBest, beyond }: BestOfN): string {
  if (p === null || expectedBest === null) return 'unknown';
  if (beyond !== null)
    return `not to be judged: a normal distribution with this spread goes ${beyond}, so these scores are far from normal`;
  return p < 0.05 ? 'more than the luck of so many tries' : 'no more than the luck of so many tries';
}
