import type { Sample } from '../types';
import { coveringPatches } from './patch';
import { syntheticMicrobeads } from './synthetic';

export interface BeadTileOptions {
  /** Photographs of 512 × 512 that the tiles are cut from, two of a slide. */
  readonly scenes: number;
  /** Tiles that are cut from each; default 4. */
  readonly perScene?: number;
  /** Side of a tile in pixels; default 128. */
  readonly side?: number;
  /** Any safe integer; default 1. */
  readonly seed?: number;
}

/**
 * Small tiles of {@link syntheticMicrobeads} with beads as large as in the photographs, for trainings of seconds. Each holds a
 * bead; tiles of one photograph are of one group.
 */
export function beadTiles({ scenes, perScene = 4, side = 128, seed = 1 }: BeadTileOptions): Sample[] {
  return syntheticMicrobeads({ count: scenes, size: 512, seed, tilesPerSlide: 2 }).flatMap((scene) => {
    const tiles = coveringPatches(scene, side).filter(({ mask }) => mask.includes(1));
    const step = tiles.length / perScene;
    const kept = tiles.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
    return kept.map((tile, i) => ({ ...tile, id: `${scene.id}_${i + 1}` }));
  });
}
