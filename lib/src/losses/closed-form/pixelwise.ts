import type { FocalOptions } from '../focal';
import { batchSize, sigmoid, sigmoidSlope, softplus, type ClosedForm, type PlainBatch } from './closed-form';

/** One pixel's share: value, and slopes by p and by z, as functions of truth and logit. */
interface Pixelwise {
  readonly value: (y: number, z: number, index: number, batch: PlainBatch) => number;
  readonly byProbability: (y: number, z: number, index: number, batch: PlainBatch) => number;
  readonly byLogit: (y: number, z: number, index: number, batch: PlainBatch) => number;
}

/** A loss that is the mean of its pixels' shares. */
function mean(name: string, pixel: Pixelwise): ClosedForm {
  const each =
    (part: Pixelwise[keyof Pixelwise]) =>
    (batch: PlainBatch): Float64Array => {
      batchSize(batch);
      const { truth, logits } = batch;
      return Float64Array.from(truth, (y, i) => part(y, logits[i]!, i, batch) / truth.length);
    };
  const values = each(pixel.value);
  return {
    name,
    value: (batch) => values(batch).reduce((sum, value) => sum + value, 0),
    byProbability: each(pixel.byProbability),
    byLogit: each(pixel.byLogit),
  };
}

/** +1 on foreground, −1 on background: p_t = σ(s z). */
const sign = (y: number): number => 2 * y - 1;

/** Cross-entropy, the mean of −ln p_t: ∂/∂p = −s / p_t, ∂/∂z = p − y. */
export function bceForm(): ClosedForm {
  return mean('bce', {
    value: (y, z) => softplus(-sign(y) * z),
    byProbability: (y, z) => -sign(y) / sigmoid(sign(y) * z),
    byLogit: (y, z) => -sign(y) * sigmoid(-sign(y) * z), // p − y, exact also where p is close to y
  });
}

/**
 * Focal loss, the mean of −α (1 − p_t)^γ ln p_t. With m = 1 − p_t:
 * ∂/∂p = s α m^(γ−1) (γ ln p_t − m / p_t), ∂/∂z = s α m^γ (γ p_t ln p_t − m).
 */
export function focalForm({ alpha = 0.25, gamma = 2, weighting = 'uniform' }: FocalOptions = {}): ClosedForm {
  if (!(gamma >= 0)) throw new RangeError(`invalid gamma; not in [0, ∞): ${gamma}`);
  const weight = (y: number): number => (weighting === 'uniform' || y === 1 ? alpha : 1 - alpha);
  /** p_t, 1 − p_t and ln p_t. */
  const parts = (y: number, z: number): { right: number; missing: number; log: number } => {
    const towards = sign(y) * z;
    return { right: sigmoid(towards), missing: sigmoid(-towards), log: -softplus(-towards) };
  };
  return mean('focal', {
    value: (y, z) => {
      const { missing, log } = parts(y, z);
      return -weight(y) * missing ** gamma * log;
    },
    byProbability: (y, z) => {
      const { right, missing, log } = parts(y, z);
      const focusing = gamma === 0 ? 0 : gamma * missing ** (gamma - 1) * log;
      return sign(y) * weight(y) * (focusing - missing ** gamma / right);
    },
    byLogit: (y, z) => {
      const { right, missing, log } = parts(y, z);
      return sign(y) * weight(y) * missing ** gamma * (gamma * right * log - missing);
    },
  });
}

/** Boundary loss, the mean of φ p: ∂/∂p = φ, ∂/∂z = φ p (1 − p). */
export function boundaryForm(): ClosedForm {
  const phi = ({ distance }: PlainBatch, index: number): number => {
    if (!distance) throw new Error('the boundary loss needs distances');
    return distance[index]!;
  };
  return mean('boundary', {
    value: (_y, z, i, batch) => phi(batch, i) * sigmoid(z),
    byProbability: (_y, _z, i, batch) => phi(batch, i),
    byLogit: (_y, z, i, batch) => phi(batch, i) * sigmoidSlope(z),
  });
}
