/** Kinds of number that a picture's samples can have. 64-bit integers are read as float64 where they are exact. */
export type SampleKind = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64';

/** Samples of a picture, in the kind of the file. */
export type Samples =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** EXIF orientation: 1 upright, 3 half a turn, 6 and 8 a quarter turn, 2, 4, 5 and 7 mirrored. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** One page of a picture file, as it is stored, channels last: nothing is scaled, turned or decided yet. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  /** 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 2 | 3 | 4;
  readonly kind: SampleKind;
  /** Bits of a sample in the file: 1, 2, 4, 8, 12 … 64. Samples of fewer than 8 bits are brought to 0–255 in `data`. */
  readonly bits: number;
  /** Length `height · width · channels`. */
  readonly data: Samples;
  /**
   * Numbers that stand in the file before they become colours or levels; length `height · width`: palette indices, or
   * the levels of a picture with fewer than 8 bits. Absent elsewhere.
   */
  readonly indices?: Uint8Array;
  /** Colours of the palette, three levels 0–255 each, where `indices` are palette indices. */
  readonly palette?: Uint8Array;
  /** Turn that the file asks for when it is shown; not applied to `data`. */
  readonly orientation: Orientation;
  /** Whether the file was compressed with losses (JPEG, most WebP): values near an edge are then not exact. */
  readonly lossy: boolean;
}

/** What is read from a picture file. */
export interface PictureFile {
  /** `png`, `jpeg`, `tiff`, `webp`, `gif`, `bmp` or `npy`, from the file's first bytes. */
  readonly format: string;
  /** At least one; all of one size. Several are samples of one group. */
  readonly pages: readonly Picture[];
  /** What had to be decided, one sentence each, for example `2 smaller copies (a pyramid) were left out`. */
  readonly notices: readonly string[];
}

/** Largest value that samples of this kind can have, 1 for floats. */
export function kindMaximum(kind: SampleKind): number {
  const maxima: Record<SampleKind, number> = {
    uint8: 255,
    int8: 127,
    uint16: 65535,
    int16: 32767,
    uint32: 4294967295,
    int32: 2147483647,
    float32: 1,
    float64: 1,
  };
  return maxima[kind];
}
