import type { IntensityRange } from '../pictures/intensity-range';
import type { Orientation, Samples, SampleKind } from '../pictures/picture';

/** Samples of a picture in the kind of its file, in memory that threads share. */
export interface InMemory {
  readonly data: Samples;
}

/** Samples of a picture as bytes of a file. */
export interface InFile {
  readonly path: string;
  /** First byte, a multiple of 8. */
  readonly offset: number;
  readonly bytes: number;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sum: string;
  /** One shared byte, 1 once some thread of this process has found the sum to be right. */
  readonly checked: Uint8Array;
}

/** A rectangle of an upright picture, in pixels. */
export interface Window {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Where a sample's intensities come from: a picture as its file holds it, and what is done to it each time it is looked at.
 * Plain data and shared memory, so that a worker thread can be told. `readImage` reads it.
 */
export interface ImageSource {
  readonly at: InMemory | InFile;
  /** As stored, before the turn. */
  readonly height: number;
  readonly width: number;
  /** 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA. */
  readonly stored: 1 | 2 | 3 | 4;
  readonly kind: SampleKind;
  /** Turn that brings it upright. */
  readonly orientation: Orientation;
  /** Levels that become 0 and 1; null for float32 intensities that are in [0, 1] already. */
  readonly range: IntensityRange | null;
  /** Channels that are read from it. */
  readonly channels: 1 | 3;
  /** Grey from colour or colour from grey after that, in this order; see `withChannels`. */
  readonly conversions: readonly (1 | 3)[];
  /** The part that counts; null for all of it. */
  readonly window: Window | null;
}
