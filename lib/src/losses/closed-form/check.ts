import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../../backend';
import { lossValue, type Loss } from '../loss';
import { gradientCases, type GradientCase } from './cases';
import type { ClosedForm } from './closed-form';
import { finiteDifference } from './finite-difference';

/** How far three ways to one gradient are apart: written out, automatic (float32), by finite differences (float64). */
export interface GradientAgreement {
  /** Largest |∂L/∂·| of a pixel, by the closed form. */
  readonly largest: number;
  /** Largest difference to the automatic gradient, relative to `largest`; null where float32 cannot say. */
  readonly automatic: number | null;
  /** Largest difference to the finite difference, relative to `largest`. */
  readonly difference: number;
}

/** One row of a check. */
export interface GradientCheck {
  readonly case: string;
  /** The loss, by the closed form. */
  readonly loss: number;
  /** |loss on tensors − closed form| / max(1, |loss|). */
  readonly lossError: number;
  readonly byLogit: GradientAgreement;
  readonly byProbability: GradientAgreement;
}

/**
 * Checks a loss's gradients three ways on each case: the closed form, `tf.grad` through the tensors that training uses,
 * and finite differences of the loss in double precision. By p the automatic gradient is taken where |z| ≤ 8: beyond,
 * 1 − p has too few digits in float32 (training differentiates by the logit for that reason).
 */
export function checkGradients(
  loss: Loss,
  form: ClosedForm,
  cases: readonly GradientCase[] = gradientCases(),
): GradientCheck[] {
  return cases.map((given) => {
    const value = form.value(given);
    const moderate = given.logits.every((z) => Math.abs(z) <= 8);
    const onLogits = automatic(loss, given, given.logits, (z) => z);
    const probability = Float32Array.from(given.logits, (z) => 1 / (1 + Math.exp(-z)));
    // float32 rounds p; the closed form is asked at the rounded one
    const rounded = moderate
      ? { ...given, logits: Float64Array.from(probability, (p) => Math.log(p) - Math.log1p(-p)) }
      : given;
    const onProbability = moderate
      ? automatic(loss, given, probability, (p) => tf.log(p).sub(tf.log1p(p.neg()))).gradient
      : null;
    return {
      case: given.name,
      loss: value,
      lossError: Math.abs(onLogits.value - value) / Math.max(1, Math.abs(value)),
      byLogit: agreement(form.byLogit(given), onLogits.gradient, finiteDifference(form.value, given)),
      byProbability: agreement(
        form.byProbability(rounded),
        onProbability,
        finiteDifference(form.value, rounded, 'probability'),
      ),
    };
  });
}

/** Checks as the rows of a table: sizes, and errors relative to the largest gradient (a dash where float32 cannot say). */
export function gradientTable(
  checks: readonly GradientCheck[],
): Readonly<Record<string, string | number | null>>[] {
  return checks.map(({ case: name, loss, byLogit, byProbability }) => ({
    case: name,
    loss,
    'largest ∂L/∂z': byLogit.largest,
    'automatic by z': byLogit.automatic,
    'differences by z': byLogit.difference,
    'largest ∂L/∂p': byProbability.largest,
    'automatic by p': byProbability.automatic,
    'differences by p': byProbability.difference,
  }));
}

/** The largest error of each kind over all cases, by z and by p. */
export function worstAgreement(
  checks: readonly GradientCheck[],
): Record<'byLogit' | 'byProbability', { readonly automatic: number; readonly difference: number }> {
  const worst = (
    by: 'byLogit' | 'byProbability',
  ): { readonly automatic: number; readonly difference: number } => ({
    automatic: Math.max(...checks.map((check) => check[by].automatic ?? 0)),
    difference: Math.max(...checks.map((check) => check[by].difference)),
  });
  return { byLogit: worst('byLogit'), byProbability: worst('byProbability') };
}

/** Largest errors that rounding explains; a wrong formula is off by orders of magnitude more. */
export const gradientTolerance = { lossError: 1e-6, automatic: 3e-4, difference: 1e-5 } as const;

/** Throws, naming the first case and error, where a check is off by more than rounding. */
export function assertGradients(checks: readonly GradientCheck[]): void {
  for (const { case: name, lossError, byLogit, byProbability } of checks) {
    const errors: readonly [what: string, error: number | null, allowed: number][] = [
      ['the loss', lossError, gradientTolerance.lossError],
      ['the automatic gradient by z', byLogit.automatic, gradientTolerance.automatic],
      ['the finite difference by z', byLogit.difference, gradientTolerance.difference],
      ['the automatic gradient by p', byProbability.automatic, gradientTolerance.automatic],
      ['the finite difference by p', byProbability.difference, gradientTolerance.difference],
    ];
    for (const [what, error, allowed] of errors)
      if (error !== null && !(error <= allowed))
        throw new Error(`${name}: ${what} and the closed form differ by ${error}; allowed: ${allowed}`);
  }
}

function automatic(
  loss: Loss,
  { truth, distance, shape }: GradientCase,
  at: Float32Array,
  logitsOf: (x: Tensor4D) => Tensor,
): { value: number; gradient: Float32Array } {
  const size = [...shape] as [number, number, number, number];
  return tf.tidy(() => {
    const inputs = { truth: tf.tensor4d(truth, size), distance: tf.tensor4d(distance, size) };
    const { value, grad } = tf.valueAndGrad((x: Tensor) =>
      lossValue(loss, { ...inputs, logits: logitsOf(x as Tensor4D) as Tensor4D }),
    )(tf.tensor4d(at, size));
    return { value: value.dataSync()[0]!, gradient: Float32Array.from(grad.dataSync()) };
  });
}

function agreement(
  closed: Float64Array,
  automaticGradient: Float32Array | null,
  difference: Float64Array,
): GradientAgreement {
  const largest = closed.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const apart = (other: Float32Array | Float64Array): number =>
    closed.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i]!)), 0) / (largest || 1);
  return {
    largest,
    automatic: automaticGradient === null ? null : apart(automaticGradient),
    difference: apart(difference),
  };
}
