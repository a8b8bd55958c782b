import type { CombinedOptions } from '../combined';
import type { ClosedForm, PlainBatch } from './closed-form';
import { diceForm } from './overlap';
import { focalForm } from './pixelwise';

/** Σ weight · form; gradients add up with the same weights. */
export function weightedForm(
  name: string,
  parts: readonly (readonly [weight: number, form: ClosedForm])[],
): ClosedForm {
  const sum =
    (gradient: (form: ClosedForm) => (batch: PlainBatch) => Float64Array) =>
    (batch: PlainBatch): Float64Array => {
      const total = new Float64Array(batch.truth.length);
      for (const [weight, form] of parts)
        gradient(form)(batch).forEach((value, i) => {
          total[i]! += weight * value;
        });
      return total;
    };
  return {
    name,
    value: (batch) => parts.reduce((total, [weight, form]) => total + weight * form.value(batch), 0),
    byProbability: sum((form) => form.byProbability),
    byLogit: sum((form) => form.byLogit),
  };
}

/** Dice and focal loss together, by default 0.7 and 0.3. */
export function combinedForm({
  diceWeight = 0.7,
  focalWeight = 0.3,
  ...options
}: CombinedOptions = {}): ClosedForm {
  return weightedForm('combined', [
    [diceWeight, diceForm(options)],
    [focalWeight, focalForm(options)],
  ]);
}
