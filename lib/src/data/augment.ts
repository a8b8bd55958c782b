import type { Random } from '../random';
import type { Sample } from '../types';
import { changeIntensity, type IntensityRanges } from './intensity';
import { cutPatch, type PatchOptions } from './patch';
import { smoothField } from './smooth-field';
import { applySymmetry } from './symmetry';
import { warpSample } from './warp';

/** What to vary. Plain data, so that a worker thread can be told. Everything is off by default. */
export interface AugmentOptions {
  /** Cuts a square from the sample first; default the whole sample. */
  readonly patch?: PatchOptions;
  /** Mirror images, left to right and top to bottom, each with probability 1/2. */
  readonly flips?: boolean;
  /** 0, 1, 2 or 3 quarter turns, each with probability 1/4; square samples only. */
  readonly turns?: boolean;
  /** Gain, offset and gamma; `true` takes the default ranges. */
  readonly intensity?: boolean | IntensityRanges;
  /** Smooth deformation; `true` takes the defaults. */
  readonly elastic?: boolean | ElasticOptions;
}

export interface ElasticOptions {
  /**
   * Smoothness: spacing of the spline grid that the displacement stands on, in pixels; default a twentieth of
   * the width.
   */
  readonly sigma?: number;
  /**
   * Root mean square displacement along each axis, in pixels, at most sigma / 3 (more would fold the image);
   * default sigma / 12.
   */
  readonly alpha?: number;
}

/** Gives a varied copy of a sample; the same random state gives the same copy. */
export interface Augment {
  (sample: Sample, random: Random): Sample;
  /** Set by {@link augmenter}, so that a worker thread can do the same. */
  readonly options?: AugmentOptions;
}

/**
 * Composes augmentations, in this order: patch, symmetry, elastic deformation, intensity. Image and mask always move
 * together; only the image changes intensity. Flips and turns together draw uniformly from the eight symmetries
 * of the square. With everything off the sample itself is returned.
 *
 * Source of the elastic deformation: Simard, Steinkraus and Platt (2003), with the smooth field drawn on a
 * spline grid.
 */
export function augmenter(options: AugmentOptions): Augment {
  const { patch, flips = false, turns = false, intensity = false, elastic = false } = options;
  const augment = (sample: Sample, random: Random): Sample => {
    let result = patch ? cutPatch(sample, patch, random) : sample;
    if (flips || turns) {
      if (turns && result.height !== result.width)
        throw new Error(
          `turns need square samples; ${sample.id} has ${result.width} × ${result.height} pixels`,
        );
      const mirror = flips && random.int(2) === 1;
      // Without turns, a half turn after the mirror makes the flips from top to bottom.
      const count = turns ? random.int(4) : 2 * random.int(2);
      result = applySymmetry(result, { mirror, turns: count as 0 | 1 | 2 | 3 });
    }
    if (elastic !== false) result = deform(result, elastic === true ? {} : elastic, random);
    if (intensity !== false) result = changeIntensity(result, intensity === true ? {} : intensity, random);
    return result;
  };
  return Object.assign(augment, { options });
}

function deform(sample: Sample, options: ElasticOptions, random: Random): Sample {
  const { height, width } = sample;
  const { sigma = width / 20, alpha = sigma / 12 } = options;
  if (!(sigma >= 2 && Number.isFinite(sigma)))
    throw new RangeError(`invalid sigma; not 2 pixels or more: ${sigma}`);
  if (!(alpha >= 0 && alpha <= sigma / 3))
    throw new RangeError(`invalid alpha; not in [0, sigma / 3 = ${sigma / 3}]: ${alpha}`);
  const dx = smoothField(height, width, sigma, alpha, random);
  const dy = smoothField(height, width, sigma, alpha, random);
  return warpSample(sample, { dx, dy });
}
