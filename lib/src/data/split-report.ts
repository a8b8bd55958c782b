import { nearEqualAcross } from './groups/near-equal-across';
import type { Split } from './split';

/** A split in a line, and in a second one the nearly equal images that stand on two sides of it, where there are any. */
export function splitReport(
  split: Split,
  nearEqual: readonly { readonly a: string; readonly b: string }[] = [],
): string {
  const parted = nearEqualAcross(split, nearEqual);
  return parted === null ? split.summary : `${split.summary}\n${parted}`;
}
