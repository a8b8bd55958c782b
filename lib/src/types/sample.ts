/**
 * One image with its mask, both `height × width`, row by row.
 *
 * `group` is the slide that the image was cut from. Tiles of one slide look alike, so a split that puts the
 * same group on both sides leaks; `splitByGroup` is the only way to a {@link Split}.
 */
export interface Sample {
  /** File stem, or the generator's name and index. Unique within a data set. */
  readonly id: string;
  /** Slide (or other unit that must not be split). */
  readonly group: string;
  readonly height: number;
  readonly width: number;
  /** Channels of `image`: 1 (grey) or 3 (RGB), channels last. */
  readonly channels: 1 | 3;
  /** Intensities in [0, 1]; length `height · width · channels`. */
  readonly image: Float32Array;
  /** 0 = background, 1 = foreground; length `height · width`. A pixel to be ignored is 0 here. */
  readonly mask: Uint8Array;
  /**
   * 1 = the pixel takes part in no loss and in no score, 0 = it counts; length `height · width`. Absent where every
   * pixel counts.
   */
  readonly ignore?: Uint8Array;
  /**
   * 0 = background, n = pixels of the object numbered n; length `height · width`. Absent where the masks do not number
   * their objects.
   */
  readonly instances?: Uint32Array;
  /** Number of objects, where it is known exactly (synthetic images). */
  readonly objectCount?: number;
  /** What reading the mask had to decide, where it was not plainly binary. */
  readonly maskNotice?: MaskNotice;
}

/** A mask that was not plainly binary, and how it was read. */
export interface MaskNotice {
  /** Pixels whose value was neither the background's nor the foreground's. */
  readonly nonBinaryPixels: number;
  /** Value at or above which a pixel counts as foreground, in the file's own units. */
  readonly threshold: number;
}

/** Samples of one size, packed for a training step: NHWC images and masks in one buffer each. */
export interface Batch {
  readonly ids: readonly string[];
  /** Intensities in [0, 1]; shape `shape`. */
  readonly images: Float32Array;
  /** 0 or 1; shape `[n, h, w, 1]`. */
  readonly masks: Float32Array;
  /** 1 = the pixel counts, 0 = it takes part in no loss and no score; shape `[n, h, w, 1]`. Absent where all count. */
  readonly counted?: Float32Array;
  /** `[n, height, width, channels]`. */
  readonly shape: readonly [number, number, number, number];
}
