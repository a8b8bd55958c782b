import type { Picture, SampleKind } from '../pictures/picture';
import type { MaskPlane } from './mask-meaning';

/** What one mask file holds, measured before anything is decided; a few numbers a value. */
export interface MaskMeasure {
  readonly kind: SampleKind;
  readonly bits: number;
  readonly lossy: boolean;
  readonly pixels: number;
  /** Whether `index` are palette indices rather than the levels of a file with fewer than 8 bits. */
  readonly palette: boolean;
  readonly planes: Readonly<Partial<Record<MaskPlane, PlaneMeasure>>>;
}

/** The values of one plane, ascending. All arrays have one entry a value. */
export interface PlaneMeasure {
  readonly values: Float64Array;
  /** Pixels that have the value. */
  readonly counts: Uint32Array;
  /** Connected parts (8 neighbours) of the value. */
  readonly parts: Uint32Array;
  /** Pixels of the value that lie deeper than a line's width inside. */
  readonly deep: Uint32Array;
  /** Pixels of the value on the picture's frame. */
  readonly frame: Uint32Array;
  /** Neighbouring pixels of two values: `[index, index, pairs]`, for planes of at most 64 values. */
  readonly contacts: readonly (readonly [number, number, number])[];
  /** Of the neighbouring pixels that are both not 0, the share that differ: about 0 for labels, 1 for soft maps. */
  readonly roughness: number;
}

export declare function measureMask(picture: Picture): MaskMeasure;
