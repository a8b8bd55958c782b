import type { DiceOptions } from '../dice';
import type { TverskyOptions } from '../tversky';
import { batchSize, sigmoid, sigmoidSlope, type ClosedForm, type PlainBatch } from './closed-form';

/** Sums over one image or over the batch. */
export interface SoftCounts {
  /** Σ y p */
  readonly hit: number;
  /** Σ y */
  readonly truth: number;
  /** Σ p */
  readonly predicted: number;
}

/** A loss of the sums, with its slope by the p of a pixel, which depends on the pixel's truth alone. */
interface LossOfSums {
  readonly value: (sums: SoftCounts) => number;
  readonly slope: (sums: SoftCounts, y: number) => number;
}

/** The loss of all pixels together (`batch`) or the mean of the images' losses (`image`). */
function ofSums(name: string, over: 'batch' | 'image', { value, slope }: LossOfSums): ClosedForm {
  const parts = (batch: PlainBatch): { start: number; end: number; sums: SoftCounts }[] => {
    const { images, pixels } = batchSize(batch);
    const [count, length] = over === 'batch' ? [1, images * pixels] : [images, pixels];
    return Array.from({ length: count }, (_, i) => ({
      start: i * length,
      end: (i + 1) * length,
      sums: softCounts(batch, i * length, (i + 1) * length),
    }));
  };
  const slopes = (batch: PlainBatch, factor: (z: number) => number): Float64Array => {
    const result = new Float64Array(batch.truth.length);
    const all = parts(batch);
    for (const { start, end, sums } of all) {
      const byClass = [slope(sums, 0) / all.length, slope(sums, 1) / all.length] as const;
      for (let i = start; i < end; i += 1)
        result[i] = byClass[batch.truth[i] === 1 ? 1 : 0] * factor(batch.logits[i]!);
    }
    return result;
  };
  return {
    name,
    value: (batch) => {
      const all = parts(batch);
      return all.reduce((sum, { sums }) => sum + value(sums), 0) / all.length;
    },
    byProbability: (batch) => slopes(batch, () => 1),
    byLogit: (batch) => slopes(batch, sigmoidSlope),
  };
}

/** Σ y p, Σ y and Σ p of the pixels from `start` to before `end`. */
export function softCounts({ truth, logits }: PlainBatch, start = 0, end = truth.length): SoftCounts {
  const sums = { hit: 0, truth: 0, predicted: 0 };
  for (let i = start; i < end; i += 1) {
    const p = sigmoid(logits[i]!);
    sums.hit += truth[i]! * p;
    sums.truth += truth[i]!;
    sums.predicted += p;
  }
  return sums;
}

/** Soft Dice, 1 − A / B with A = 2 Σ y p + ε and B = Σ y + Σ p + ε: ∂/∂p = (A − 2 y B) / B². */
export function diceForm({ smooth = 1, over = 'batch' }: DiceOptions = {}): ClosedForm {
  const top = ({ hit }: SoftCounts): number => 2 * hit + smooth;
  const bottom = ({ truth, predicted }: SoftCounts): number => truth + predicted + smooth;
  return ofSums('dice', over, {
    value: (sums) => 1 - top(sums) / bottom(sums),
    slope: (sums, y) => (top(sums) - 2 * y * bottom(sums)) / bottom(sums) ** 2,
  });
}

interface Ratio {
  readonly index: number;
  readonly bottom: number;
}

/** (TP + ε) / (TP + α FP + β FN + ε), and its denominator. */
function tverskyRatio({ hit, truth, predicted }: SoftCounts, options: Required<TverskyOptions>): Ratio {
  const { alpha, beta, smooth } = options;
  const bottom = hit + alpha * (predicted - hit) + beta * (truth - hit) + smooth;
  return { index: (hit + smooth) / bottom, bottom };
}

/** ∂ index / ∂p = (y − index · (α + (1 − α − β) y)) / denominator. */
function tverskySlope(
  { index, bottom }: Ratio,
  y: number,
  { alpha, beta }: Required<TverskyOptions>,
): number {
  return (y - index * (alpha + (1 - alpha - beta) * y)) / bottom;
}

const tverskyDefaults = { alpha: 0.3, beta: 0.7, smooth: 1, over: 'batch' } as const;

/** Tversky loss, 1 − index: ∂/∂p = (index · (α + (1 − α − β) y) − y) / denominator. */
export function tverskyForm(options: TverskyOptions = {}): ClosedForm {
  const all = { ...tverskyDefaults, ...options };
  return ofSums('tversky', all.over, {
    value: (sums) => 1 - tverskyRatio(sums, all).index,
    slope: (sums, y) => -tverskySlope(tverskyRatio(sums, all), y, all),
  });
}

/** Focal Tversky loss, (1 − index)^γ: ∂/∂p = γ (1 − index)^(γ − 1) times that of Tversky. */
export function focalTverskyForm({
  gamma = 0.75,
  ...options
}: TverskyOptions & { readonly gamma?: number } = {}): ClosedForm {
  const all = { ...tverskyDefaults, ...options };
  return ofSums('focal-tversky', all.over, {
    value: (sums) => Math.max(1 - tverskyRatio(sums, all).index, leastDistance) ** gamma,
    slope: (sums, y) => {
      const ratio = tverskyRatio(sums, all);
      const distance = 1 - ratio.index;
      if (distance <= leastDistance) return 0;
      return -gamma * distance ** (gamma - 1) * tverskySlope(ratio, y, all);
    },
  });
}

/** Where the power's slope would go to infinity; the same floor as in the loss on tensors. */
const leastDistance = 1e-7;
