import { signedDistance } from '../metrics';
import type { Sample } from '../types';
import { resizeMask } from './resize';

/** How much of images at one size is foreground, and how much is edge; shares in [0, 1], means over the images. */
export interface SceneAtSize {
  /** Side in pixels. */
  readonly side: number;
  readonly foreground: number;
  /** Pixels within 1 px of an edge. */
  readonly edge: number;
}

/** Brings masks to a square of so many pixels, and measures them there. */
export function sceneGeometry(samples: readonly Sample[], side: number): SceneAtSize {
  const masks = samples.map(({ mask, height, width }) =>
    resizeMask(mask, { height, width }, { height: side, width: side }),
  );
  const share = (count: (mask: Uint8Array) => number): number =>
    masks.reduce((sum, mask) => sum + count(mask) / mask.length, 0) / masks.length;
  return {
    side,
    foreground: share((mask) => mask.reduce((sum, y) => sum + y, 0)),
    edge: share((mask) => signedDistance(mask, side, side).filter((d) => Math.abs(d) < 1).length),
  };
}
