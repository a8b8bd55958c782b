/** Dots or lines of single runs that one panel draws at most: more neither show more nor leave a page quick. */
export const mostDrawn = 4000;

/**
 * Which of `count` items are drawn: all, or every so many of them, from the first to the last.
 *
 * @param always items that are drawn whatever happens
 */
export function thinned(count: number, always: readonly number[] = []): readonly number[] {
  if (count <= mostDrawn) return Array.from({ length: count }, (_, i) => i);
  const some = Array.from({ length: mostDrawn }, (_, i) => Math.round((i * (count - 1)) / (mostDrawn - 1)));
  return [...new Set([...some, ...always])].sort((a, b) => a - b);
}

/** What is said of it beside the number of runs: empty where all are drawn. */
export function thinnedText(count: number): string {
  return count <= mostDrawn ? '' : ` (${mostDrawn} of them drawn, evenly spread)`;
}
