import { sigmoid, type ClosedForm, type PlainBatch } from './closed-form';

/**
 * Gradient of any function of logits by central differences of the fourth order: one pixel at a time is moved by ±h and
 * ±2h. It knows nothing of the formula, so it is the referee between two derivations.
 *
 * @param by `logit` moves z, `probability` moves p = σ(z)
 */
export function finiteDifference(
  value: ClosedForm['value'],
  batch: PlainBatch,
  by: 'logit' | 'probability' = 'logit',
): Float64Array {
  const logits = Float64Array.from(batch.logits);
  const at = (index: number, z: number): number => {
    const kept = logits[index]!;
    logits[index] = z;
    const result = value({ ...batch, logits });
    logits[index] = kept;
    return result;
  };
  return Float64Array.from(batch.logits, (z, i) => {
    const { step, moved } = by === 'logit' ? stepInLogit(z) : stepInProbability(z);
    const near = at(i, moved(step)) - at(i, moved(-step));
    const far = at(i, moved(2 * step)) - at(i, moved(-2 * step));
    return (8 * near - far) / (12 * step);
  });
}

interface Step {
  readonly step: number;
  /** The logit after p or z was moved by this much. */
  readonly moved: (by: number) => number;
}

const stepInLogit = (z: number): Step => ({ step: 2e-3, moved: (by) => z + by });

/** Small against p as well as against 1 − p, so that the moved p stays inside (0, 1). */
function stepInProbability(z: number): Step {
  const [p, q] = [sigmoid(z), sigmoid(-z)];
  return { step: Math.min(1e-3, 0.01 * Math.min(p, q)), moved: (by) => Math.log((p + by) / (q - by)) };
}
