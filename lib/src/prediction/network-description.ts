import type { ContrastOptions, IntensityRange } from '../data';
import type { ArchitectureName, ModelConfig } from '../models';
import type { Tiling } from '../training';
import type { Objective } from '../types';

/** How a picture as it stands in its file becomes what the network sees. In this order: colour, intensity, size, contrast. */
export interface Preparation {
  /** 1: colour becomes luma (ITU-R BT.601). 3: grey is repeated. Alpha is dropped either way. */
  readonly channels: 1 | 3;
  /**
   * The intensities, in the units of the files, that become 0 and 1; what lies beyond is clamped. `{ low: 0, high: 255 }`
   * for 8 bits that use their range.
   */
  readonly intensity: { readonly low: number; readonly high: number };
  /** The same for each kind of file that the data set held, so that files are read alike; absent: `intensity` for all. */
  readonly range?: IntensityRange;
  readonly size: SizeTreatment;
  /**
   * Brings the resized picture to one illumination and contrast (`evenContrast` of `unetlab/data`); absent: left as it is. Its
   * `referenceWidth`, in pixels of the resized picture, is the training images' where they kept their size; absent: each
   * picture's own.
   */
  readonly evenContrast?: ContrastOptions;
}

/**
 * What becomes of the picture's size: `stretch` to a square of `side` pixels; `fit` so that the longer side has `side`
 * pixels and the aspect ratio stays; `native`, every pixel as it is.
 */
export type SizeTreatment =
  | { readonly kind: 'stretch'; readonly side: number }
  | { readonly kind: 'fit'; readonly side: number }
  | { readonly kind: 'native' };

/** How the network is asked, and where foreground begins. */
export interface PredictionSettings {
  /** Probability from which a pixel is foreground, in (0, 1). */
  readonly threshold: number;
  /** Whether the prediction is the mean over the image's symmetries. */
  readonly symmetries: boolean;
  /** How prepared pictures that are larger than a tile are cut; absent: predicted whole. */
  readonly tiles?: Tiling;
}

/**
 * How objects are told apart in a prediction. Lengths and areas are in pixels of the prepared picture, the size that the
 * network sees.
 */
export type ObjectSettings = (
  | {
      /** Connected pieces of the foreground. */
      readonly method: 'components';
      /** Smaller pieces are no objects, in pixels; 0 keeps all. */
      readonly minimumArea: number;
    }
  | {
      /** Pieces taken apart where they touch (`splitTouching`). */
      readonly method: 'split';
      readonly minimumArea: number;
      /** Depth of the neck that separates two objects, in pixels, above 0. */
      readonly depth: number;
    }
  | {
      /** Small discs, each a peak of the smoothed probability (`findPeaks`). */
      readonly method: 'peaks';
      readonly sigma: number;
      readonly distance: number;
      readonly minimum: number;
    }
) & {
  /** Why this way, in a sentence for the reader. */
  readonly reason?: string;
};

/** A score that was reached, with what it was measured on. */
export interface NetworkScore {
  readonly objective: Objective;
  readonly value: number;
  /** For example `13 held-out images of 3 groups`. */
  readonly on: string;
  /** What the best trivial answer (everything, nothing, a threshold) reaches there, where it was measured. */
  readonly trivial?: number;
}

/** Where a network comes from. */
export interface NetworkOrigin {
  /** Everything that decided the training but the images and the seed, as plain data; null where unknown. */
  readonly recipe: object | null;
  readonly seed: number | null;
  /** Which fold was held out, counted from 0; null where none was. */
  readonly fold: { readonly index: number; readonly of: number } | null;
  /** End of the training, ISO 8601 in UTC. */
  readonly created: string;
  /** Versions of what trained it, by name; `saveNetwork` adds those that run. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** All that the use of a network needs beside the network. Plain data. */
export interface NetworkDescription {
  /** Title for people. */
  readonly name: string;
  readonly preparation: Preparation;
  readonly prediction: PredictionSettings;
  /** Absent where nobody has looked for objects. */
  readonly objects?: ObjectSettings;
  /** What the masks meant, a sentence: `foreground is 255, background 0`. */
  readonly masks: string;
  readonly scores: readonly NetworkScore[];
  /** What it was trained on. */
  readonly data: {
    readonly name: string;
    /** Of the files' content, so that the same images are known again. */
    readonly hash: string;
    readonly images: number;
    readonly groups: number;
    /**
     * Ids of these images, the names of their files without the ending: a score on one of them is not that of a new image.
     * Absent: not kept.
     */
    readonly trainedOn?: readonly string[];
    /**
     * Longer side of the typical one of these images, in pixels of the files: objects of a picture that is brought to the
     * network's size look as in training where its longer side is about the same. Absent: not kept.
     */
    readonly longerSide?: number;
    /** Side of a pixel in µm, where it is known. */
    readonly pixelSize?: number;
  };
  readonly origin: NetworkOrigin;
  /** SPDX identifier or the owner's words; absent: none was given. */
  readonly licence?: string;
  /** The user's own words. */
  readonly note?: string;
}

/** A network file without its weights. */
export interface NetworkFile extends NetworkDescription {
  /** Version of the file's format. */
  readonly format: number;
  readonly architecture: ArchitectureName;
  readonly model: ModelConfig;
  /** Trainable numbers. */
  readonly parameters: number;
}
