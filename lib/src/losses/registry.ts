import { combined, diceBce, diceBoundary } from './combined';
import { bce } from './cross-entropy';
import { dice, type DiceOptions } from './dice';
import { focal } from './focal';
import type { Loss } from './loss';
import { focalTversky, tversky } from './tversky';

/** All losses by name, each with its defaults. */
export const losses = {
  dice: (options) => dice(options),
  focal: () => focal(),
  combined: (options) => combined(options),
  bce: () => bce(),
  'dice-bce': (options) => diceBce(options),
  tversky: () => tversky(),
  'focal-tversky': () => focalTversky(),
  'dice-boundary': (options) => diceBoundary(options),
} as const satisfies Record<string, (options?: DiceOptions) => Loss>;

export type LossName = keyof typeof losses;

/**
 * The loss of that name with its defaults.
 *
 * @param options of the Dice term, for losses that have one
 */
export function createLoss(name: LossName, options?: DiceOptions): Loss {
  const make = (losses as Record<string, (options?: DiceOptions) => Loss>)[name];
  if (!make) throw new Error(`unknown loss ${name}; there are ${Object.keys(losses).join(', ')}`);
  return make(options);
}
