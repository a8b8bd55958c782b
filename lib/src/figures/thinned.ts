/** Dots or lines of single runs that one panel draws at most: more neither show more nor leave a page quick. */
export const mostDrawn = 4000;

/**
 * Which of `count` items are drawn: all, or every so many of them, from the first to the last.
 *
 * @param always items that are drawn whatever happens
 * @param most so many besides, at least two
 */
export function thinned(
  count: number,
  always: readonly number[] = [],
  most: number = mostDrawn,
): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  const some = Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
  return [...new Set([...some, ...always])].sort((a, b) => a - b);
}

/**
 * Scores of one of several groups, with which of them are drawn: all, or, where the groups hold too many together, the
 * group's share, evenly spread from the least score to the greatest, so that the shape of their distribution stays.
 *
 * @param total scores of all groups together
 * @param most so many of all groups together
 */
export function thinnedGroup(
  scores: readonly number[],
  total: number,
  most: number = mostDrawn,
): readonly number[] {
  if (total <= most) return scores.map((_, at) => at);
  const rising = scores.map((_, at) => at).sort((a, b) => scores[a]! - scores[b]!);
  const share = Math.max(2, Math.round((most * scores.length) / total));
  return thinned(scores.length, [], share).map((rank) => rising[rank]!);
}

/** What is said of it beside the number of runs: empty where all are drawn. */
export function thinnedText(count: number, most: number = mostDrawn): string {
  return count <= most ? '' : ` (${most} of them drawn, evenly spread)`;
}
