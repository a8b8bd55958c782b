import type { Sample } from '../types';
import type { PassedOver } from './layouts/layout';
import type { MaskMeaning } from './masks/mask-meaning';
import type { IntensityRange } from './pictures/intensity-range';

/**
 * What a folder was read as: its samples, and every decision that was taken once for all of them. A plain value that can
 * be printed, kept and handed on; `readDataSet` makes it.
 */
export interface DataSet {
  /** Name of the folder, or the one that was given; for records and outputs. Letters, digits, `-` and `_`. */
  readonly name: string;
  readonly dir: string;
  /** How the folder is laid out, in one sentence. */
  readonly layout: string;
  /** What the masks mean: sentence and decision. */
  readonly masks: string;
  readonly meaning: MaskMeaning;
  /** How intensities are scaled: sentence and decision, for prediction later. */
  readonly intensity: string;
  readonly range: IntensityRange;
  /** Which images belong together, in one sentence, and how many groups that makes. */
  readonly groups: string;
  readonly groupCount: number;
  /** Whether every image is a group of its own, so that "held-out groups" are held-out images. */
  readonly eachItsOwn: boolean;
  /** Of the files: whether some or all of them have colour. */
  readonly colours: 'grey' | 'RGB' | 'mixed';
  /** Of the samples. */
  readonly channels: 1 | 3;
  /** Sizes of the files, commonest first. */
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly count: number }[];
  /** Mean share of foreground among the pixels that count, and the extremes. */
  readonly foreground: { readonly mean: number; readonly least: number; readonly most: number };
  /** Number of objects in all masks, where they number them. */
  readonly objects?: number;
  /** Sorted by id. */
  readonly samples: readonly Sample[];
  /** What was not read, each with the reason. */
  readonly leftOut: readonly { readonly stem: string; readonly reason: string }[];
  /** Stems that `exclude` left out. */
  readonly excluded: readonly string[];
  /** What had to be decided, one sentence each. */
  readonly notices: readonly string[];
  /** Files that were passed over, counted by ending. */
  readonly passedOver: readonly PassedOver[];
  /** Images of different groups that are nearly equal: a split may put them on two sides. */
  readonly nearEqual: readonly { readonly a: string; readonly b: string; readonly turned: boolean }[];
  /** Where its decoded pictures are kept and how to delete them, a sentence; absent where they are in memory. */
  readonly cache?: string;
  /** All of it in a few lines. */
  readonly summary: string;
}
