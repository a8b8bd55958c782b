import { applySymmetry, type Symmetry } from '../data';
import type { Sample } from '../types';
import { trainingConfig } from './config';
import type { TrainableModel } from './contract';
import type { PredictOptions } from './predict';
import { PredictionProgram } from './prediction-program';
import { blendTiles } from './tiles';

/** A compiled network that is asked again and again. {@link predict} is the same for one call. */
export class Predictor {
  private readonly program: PredictionProgram;
  private readonly homes = new Map<string, Int32Array>();

  constructor(
    model: TrainableModel,
    private readonly options: PredictOptions = {},
  ) {
    const { symmetries: _, tiles: __, ...given } = options;
    this.program = new PredictionProgram(model, trainingConfig(given));
  }

  /**
   * Probability of foreground for each sample, `height × width` in [0, 1], row by row. Samples that are not larger than a
   * tile must have one size: they go through the network together.
   */
  maps(samples: readonly Sample[]): Float32Array[] {
    const { tiles } = this.options;
    const [first] = samples;
    if (!first) return [];
    const larger = tiles && (first.height > tiles.size || first.width > tiles.size);
    if (!larger) return this.averaged(samples);
    return samples.map((sample) => blendTiles(sample, tiles, (tile) => this.averaged([tile])[0]!));
  }

  /** Ends the session. */
  dispose(): void {
    this.program.dispose();
  }

  private averaged(samples: readonly Sample[]): Float32Array[] {
    return this.options.symmetries ? this.overSymmetries(samples) : this.together(samples);
  }

  /** The mean of the predictions of the images' mirror images and turns, each brought back. */
  private overSymmetries(samples: readonly Sample[]): Float32Array[] {
    const { height, width } = samples[0]!;
    const all: readonly Symmetry['turns'][] = height === width ? [0, 1, 2, 3] : [0, 2];
    const symmetries = [false, true].flatMap((mirror) => all.map((turns) => ({ mirror, turns })));
    const means = samples.map(() => new Float32Array(height * width));
    for (const symmetry of symmetries) {
      const home = this.home(samples[0]!, symmetry);
      const turned = symmetry.turns % 2 === 1 ? { height: width, width: height } : { height, width };
      const maps = this.together(
        samples.map((sample) => ({ ...sample, ...turned, image: moved(sample, home) })),
      );
      maps.forEach((map, n) => {
        const mean = means[n]!;
        for (let i = 0; i < map.length; i += 1) mean[home[i]!]! += map[i]!;
      });
    }
    for (const mean of means) for (let i = 0; i < mean.length; i += 1) mean[i]! /= symmetries.length;
    return means;
  }

  /** Where each pixel of a moved image belongs: the pixels' own numbers, moved like the image. */
  private home(sample: Sample, symmetry: Symmetry): Int32Array {
    const { height, width } = sample;
    const key = `${height} ${width} ${symmetry.mirror} ${symmetry.turns}`;
    const known = this.homes.get(key);
    if (known) return known;
    if (this.homes.size >= 8) this.homes.clear(); // sizes change seldom; a few are kept
    const numbers = Float32Array.from({ length: height * width }, (_, i) => i);
    const home = Int32Array.from(applySymmetry({ ...sample, channels: 1, image: numbers }, symmetry).image);
    this.homes.set(key, home);
    return home;
  }

  private together(samples: readonly Sample[]): Float32Array[] {
    const { height, width, channels, image } = samples[0]!;
    const pixels = height * width;
    if (samples.length === 1) return [this.program.predict(image, [1, height, width, channels])];
    const images = new Float32Array(samples.length * image.length);
    samples.forEach((sample, n) => {
      if (sample.height !== height || sample.width !== width)
        throw new RangeError(
          `samples of several sizes: ${width} × ${height}, ${sample.width} × ${sample.height}`,
        );
      images.set(sample.image, n * image.length);
    });
    const maps = this.program.predict(images, [samples.length, height, width, channels]);
    return samples.map((_, n) => maps.subarray(n * pixels, (n + 1) * pixels));
  }
}

/** The image whose pixel i is the sample's pixel `home[i]`. */
function moved({ image, channels }: Sample, home: Int32Array): Float32Array {
  const result = new Float32Array(image.length);
  if (channels === 1) for (let i = 0; i < home.length; i += 1) result[i] = image[home[i]!]!;
  else
    for (let i = 0; i < home.length; i += 1)
      for (let c = 0; c < channels; c += 1) result[channels * i + c] = image[channels * home[i]! + c]!;
  return result;
}
