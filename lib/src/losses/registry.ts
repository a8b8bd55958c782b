import { combined, diceBce, diceBoundary } from './combined';
import { bce } from './cross-entropy';
import { dice } from './dice';
import { focal } from './focal';
import type { Loss } from './loss';
import { focalTversky, tversky } from './tversky';

/** All losses by name, each with its defaults. */
export const losses = {
  dice: () => dice(),
  focal: () => focal(),
  combined: () => combined(),
  bce: () => bce(),
  'dice-bce': () => diceBce(),
  tversky: () => tversky(),
  'focal-tversky': () => focalTversky(),
  'dice-boundary': () => diceBoundary(),
} as const satisfies Record<string, () => Loss>;

export type LossName = keyof typeof losses;

/** The loss of that name with its defaults. */
export function createLoss(name: LossName): Loss {
  const make = (losses as Record<string, () => Loss>)[name];
  if (!make) throw new Error(`unknown loss ${name}; there are ${Object.keys(losses).join(', ')}`);
  return make();
}
