import type { Picture, SampleKind } from './picture';

/** What an image's levels were found to be; a few numbers, kept for every image of a set. */
export interface IntensityMeasure {
  readonly kind: SampleKind;
  readonly bits: number;
  readonly lowest: number;
  readonly highest: number;
  /** Level that all but 1 in 10,000 samples reach, and the one that all but 1 in 10,000 stay under. */
  readonly low: number;
  readonly high: number;
  /** Number of samples that were no finite number. */
  readonly notFinite: number;
}

/** Levels that become 0 and 1. */
export interface LevelRange {
  readonly low: number;
  readonly high: number;
}

/**
 * How the images of a data set are brought to [0, 1]: decided once, plain data, kept with the recipe so that prediction
 * scales alike.
 */
export interface IntensityRange {
  /** Levels that become 0 and 1, by kind of sample; levels beyond are cut off. */
  readonly ranges: Partial<Readonly<Record<SampleKind, LevelRange>>>;
  /** One sentence: `images: 16-bit files that use 12 bits; 0 to 4095 becomes 0 to 1`. */
  readonly text: string;
}

/** Measures one image. Alpha is left out. */
export declare function measureIntensities(picture: Picture): IntensityMeasure;
/** Decides the range of a set. `told`: `-p intensity=0:4095`, for every image of the kind that the set mostly has. */
export declare function decideIntensityRange(
  measures: readonly { readonly name: string; readonly measure: IntensityMeasure }[],
  told?: string,
): IntensityRange;
/** Intensities in [0, 1], `height × width × channels`. */
export declare function scaleIntensities(picture: Picture, range: IntensityRange, channels: 1 | 3): Float32Array;
