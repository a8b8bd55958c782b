/** The focusing factor of focal loss, (1 − p_t)^γ: what is left of a pixel's cross-entropy. */
export function focusingFactor(pt: number, gamma = 2): number {
  checkProbability(pt);
  return (1 - pt) ** gamma;
}

/**
 * What is left of a pixel's gradient by the logit, focal loss (with α = 1) over cross-entropy:
 * (1 − p_t)^(γ−1) · (1 − p_t − γ p_t ln p_t). Above {@link focusingFactor}: the factor's own slope pulls too.
 */
export function focusedGradient(pt: number, gamma = 2): number {
  checkProbability(pt);
  if (gamma === 0) return 1;
  if (pt === 1) return 0;
  const inner = pt === 0 ? 1 : 1 - pt - gamma * pt * Math.log(pt);
  return (1 - pt) ** (gamma - 1) * inner;
}

/** The p_t at which the focusing factor is `weight`: 1 − weight^(1/γ). A weight of 1 means p_t = 0, certain and wrong. */
export function confidenceOfWeight(weight: number, gamma = 2): number {
  if (!(weight >= 0 && weight <= 1)) throw new RangeError(`invalid weight; not in [0, 1]: ${weight}`);
  if (!(gamma > 0)) throw new RangeError(`invalid gamma; not above 0: ${gamma}`);
  return 1 - weight ** (1 / gamma);
}

function checkProbability(pt: number): void {
  if (!(pt >= 0 && pt <= 1)) throw new RangeError(`invalid p_t; not in [0, 1]: ${pt}`);
}
