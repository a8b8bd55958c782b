/**
 * Whether one contender's time is at most `bar` times another's, told from the ratios of rounds in which both ran one after
 * the other, so that what slowed a round slowed both.
 *
 * The median's interval has two of the sorted ratios as its ends, the k-th from either side; it holds the true median with a
 * chance of at least 90 % (sign test: the chance that k − 1 or fewer of n fall on one side, twice). `yes` where the whole
 * interval is at most the bar, `no` where the whole is above it, else `not told`. Four rounds or fewer have no such interval:
 * nothing is told.
 *
 * @param {readonly number[]} ratios one a round, all above 0
 * @param {number} bar
 * @returns {{ median: number, low: number, high: number, verdict: 'yes' | 'no' | 'not told' }} `low` and `high` are the ends, or
 *   the smallest and the largest ratio where there is no interval
 */
export function verdictOf(ratios, bar) {
  const sorted = [...ratios].sort((a, b) => a - b);
  const k = placeOfEnd(sorted.length);
  const [low, high] = [sorted[Math.max(k, 1) - 1], sorted[sorted.length - Math.max(k, 1)]];
  const verdict = k === 0 ? 'not told' : high <= bar ? 'yes' : low > bar ? 'no' : 'not told';
  return { median: median(sorted), low, high, verdict };
}

/** The mean of the two in the middle where their number is even. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/** The largest k whose interval is sure enough; 0 where none is. */
function placeOfEnd(n) {
  const sure = 0.9;
  let [k, tail, chance] = [0, 0, 0.5 ** n]; // chance: that exactly k of n fall on one side
  while (1 - 2 * (tail + chance) >= sure && k < n / 2) {
    tail += chance;
    chance *= (n - k) / (k + 1);
    k += 1;
  }
  return k;
}
