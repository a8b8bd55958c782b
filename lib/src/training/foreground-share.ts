import type { Sample } from '../types';

/** Share of the pixels that count that are foreground, in [0, 1]; NaN where no pixel counts. */
export function foregroundShare(samples: readonly Pick<Sample, 'mask' | 'ignore'>[]): number {
  let [foreground, pixels] = [0, 0];
  for (const { mask, ignore } of samples)
    for (let i = 0; i < mask.length; i += 1) {
      if (ignore && ignore[i] !== 0) continue;
      pixels += 1;
      if (mask[i] !== 0) foreground += 1;
    }
  return foreground / pixels;
}
