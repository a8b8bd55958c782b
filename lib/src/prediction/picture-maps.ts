import { preferredPrecision, type Precision } from '../backend';
import type { Model } from '../models';
import { Predictor, receptiveField, type Tiling } from '../training';
import type { Sample } from '../types';
import type { NetworkFile } from './network-description';
import type { PreparedPicture } from './prepare-picture';

/** Side of the tiles of prepared pictures that are larger than it, where the network file names none. */
const TILE = 1024;
/** Pixels that go through the network together. */
const PIXELS_TOGETHER = 4 * 512 ** 2;

export interface MapOptions {
  /** Mean over the symmetries of the picture; default as the network file says. */
  readonly symmetries?: boolean;
  /** Default: what the network was scored in, where this machine is fast in it, else `float32`. */
  readonly precision?: Precision;
}

/** Compiled networks that are asked for the probability maps of prepared pictures. */
export class PictureMaps {
  readonly tiles: Tiling;
  private readonly predictors: readonly Predictor[];

  constructor(
    models: readonly Model[],
    private readonly description: NetworkFile,
    options: MapOptions = {},
  ) {
    const { symmetries = description.prediction.symmetries } = options;
    const { precision = scoredIn(description) } = options;
    this.tiles = description.prediction.tiles ?? tilesFor(description);
    this.predictors = models.map(
      (model) => new Predictor(model, { symmetries, precision, tiles: this.tiles }),
    );
  }

  /** How many pictures of a size go through the network together. */
  together({ height, width }: { readonly height: number; readonly width: number }): number {
    return Math.max(1, Math.min(8, Math.floor(PIXELS_TOGETHER / (height * width))));
  }

  /**
   * Mean probability of foreground, in [0, 1], row by row, of prepared pictures of one size. Pictures that are larger than
   * a tile are cut into overlapping tiles and blended.
   */
  of(pictures: readonly PreparedPicture[]): Float32Array[] {
    const samples = pictures.map((picture): Sample => ({ id: '', group: '', mask: noMask, ...picture }));
    const all = this.predictors.map((predictor) => predictor.maps(samples));
    if (all.length === 1) return all[0]!;
    return samples.map((_, n) => {
      const mean = Float32Array.from(all[0]![n]!);
      for (const maps of all.slice(1)) for (let i = 0; i < mean.length; i += 1) mean[i]! += maps[n]![i]!;
      return mean.map((sum) => sum / all.length);
    });
  }

  dispose(): void {
    for (const predictor of this.predictors) predictor.dispose();
  }
}

const noMask = new Uint8Array(0);

/** Tiles for a network whose file names none: only what would not fit in memory is cut. */
function tilesFor({ model: { depth } }: NetworkFile): Tiling {
  const overlap = Math.min(TILE / 2, Math.max(128, Math.ceil(receptiveField(depth) / 2)));
  return { size: TILE, overlap };
}

/** The precision that the network's scores were reached in, where it is fast here. */
function scoredIn({ origin, model }: NetworkFile): Precision {
  const { config } = (origin.recipe ?? {}) as { config?: { precision?: unknown } };
  return config?.precision === 'bfloat16' ? preferredPrecision(model.baseFilters) : 'float32';
}
