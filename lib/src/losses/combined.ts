import { bceTerm } from './cross-entropy';
import { diceTerm, type DiceOptions } from './dice';
import { focalTerm, type FocalOptions } from './focal';
import { boundaryTerm } from './boundary';
import type { Loss, LossTerm } from './loss';

/** Any terms with any weights. */
export function weighted(name: string, parts: readonly (readonly [weight: number, term: LossTerm])[]): Loss {
  return { name, terms: parts.map(([, term]) => term), weights: parts.map(([weight]) => weight) };
}

/** Weights of the two terms; default 0.7 Dice + 0.3 Focal, as published. */
export interface CombinedOptions extends DiceOptions, FocalOptions {
  readonly diceWeight?: number;
  readonly focalWeight?: number;
}

/** Dice and focal loss together. */
export function combined({ diceWeight = 0.7, focalWeight = 0.3, ...options }: CombinedOptions = {}): Loss {
  return weighted('combined', [
    [diceWeight, diceTerm(options)],
    [focalWeight, focalTerm(options)],
  ]);
}

/** Dice plus binary cross-entropy, with weight 1 each. */
export function diceBce(options: DiceOptions = {}): Loss {
  return weighted('dice-bce', [
    [1, diceTerm(options)],
    [1, bceTerm()],
  ]);
}

/** Dice plus a boundary term with a small weight (default 0.01). */
export function diceBoundary({
  boundaryWeight = 0.01,
  ...options
}: DiceOptions & { readonly boundaryWeight?: number } = {}): Loss {
  return weighted('dice-boundary', [
    [1, diceTerm(options)],
    [boundaryWeight, boundaryTerm()],
  ]);
}
