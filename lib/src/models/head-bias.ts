/** Shares nearer to 0 or 1 than this start there: farther out, the gradient of a region loss all but vanishes. */
const OUTERMOST = 0.01;

/**
 * Where the last layer's bias starts so that an untrained network predicts foreground as often as the training masks have
 * it: the logit of that share, log(p / (1 − p)), in [−4.6, 4.6]. Source: Lin and others (2017), for focal loss.
 *
 * @param foregroundShare of the pixels that count, in [0, 1]
 */
export function headBiasFor(foregroundShare: number): number {
  if (!(foregroundShare >= 0 && foregroundShare <= 1))
    throw new RangeError(`invalid foreground share: ${foregroundShare}; allowed: [0, 1]`);
  const share = Math.min(1 - OUTERMOST, Math.max(OUTERMOST, foregroundShare));
  return Math.log(share / (1 - share));
}
