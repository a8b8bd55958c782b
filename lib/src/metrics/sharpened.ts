/** Least distance of a probability from 0 and 1: its logit is finite. */
const least = 1e-7;

/**
 * Probabilities of the same mask, surer (factor above 1) or less sure (below 1) of themselves: the logits times a factor. What
 * was above one half stays above.
 */
export function sharpened(map: Float32Array, factor: number): Float32Array {
  return map.map((p) => {
    const logit = Math.log(Math.max(p, least) / Math.max(1 - p, least));
    return 1 / (1 + Math.exp(-factor * logit));
  });
}
