import { finiteDifference } from './closed-form/finite-difference';
import { softCounts } from './closed-form/overlap';
import { focalForm } from './closed-form/pixelwise';

/** A question to a reader's function, as `checkExercise` of `unetlab/notebook` asks it. */
export interface LossCase<A extends readonly unknown[]> {
  readonly name: string;
  readonly given: A;
  readonly want: number;
}

/** ∂L/∂p of soft Jaccard, by pixel: y, Σ y p, Σ y and Σ p. The answers come from differences of the loss. */
export function jaccardSlopeCases(): LossCase<[number, number, number, number]>[] {
  const batch = { truth: [1, 1, 0, 0, 0], logits: [2, -1, 0.5, -3, 1] };
  const sums = softCounts(batch);
  const slopes = finiteDifference(
    (given) => {
      const { hit, truth, predicted } = softCounts(given);
      return 1 - (hit + 1) / (truth + predicted - hit + 1);
    },
    batch,
    'probability',
  );
  return batch.truth.map((y, i) => ({
    name: `pixel ${i + 1}, y = ${y}`,
    given: [y, sums.hit, sums.truth, sums.predicted],
    want: slopes[i]!,
  }));
}

/** Shares w of cross-entropy's gradient with exponents γ: what is left at the right p_t is w. */
export function focusCases(): LossCase<[number, number]>[] {
  const pairs: [number, number][] = [
    [0.01, 2],
    [0.1, 2],
    [0.01, 3],
    [0.2, 1],
  ];
  return pairs.map(([w, gamma]) => ({ name: `w = ${w}, γ = ${gamma}`, given: [w, gamma], want: w }));
}

/** ∂/∂z of one pixel's focal loss by class: y, z, α and γ. The answers come from differences of the loss. */
export function classFocalCases(): LossCase<[number, number, number, number]>[] {
  const asked: [number, number, number, number][] = [
    [1, 0.5, 0.25, 2],
    [0, 0.5, 0.25, 2],
    [1, -4, 0.6, 1.5],
    [0, 3, 0.9, 3],
  ];
  return asked.map(([y, z, alpha, gamma]) => ({
    name: `y = ${y}, z = ${z}, α = ${alpha}, γ = ${gamma}`,
    given: [y, z, alpha, gamma],
    want: finiteDifference(focalForm({ alpha, gamma, weighting: 'class' }).value, {
      truth: [y],
      logits: [z],
    })[0]!,
  }));
}

/** Shares s of Dice with gradients of the lengths d and f: the right weight of Dice gives it the share s. */
export function mixCases(): LossCase<[number, number, number]>[] {
  const asked: [number, number, number][] = [
    [0.7, 1, 1],
    [0.7, 40, 1],
    [0.5, 0.02, 3],
    [0.9, 5, 0.1],
  ];
  return asked.map(([s, d, f]) => ({ name: `s = ${s}, d = ${d}, f = ${f}`, given: [s, d, f], want: s }));
}
