/** Which numbers of a mask file count. */
export type MaskPlane =
  /** Grey levels; of a colour file the largest channel; transparent pixels are 0. */
  | 'value'
  /** Palette indices, or the levels of a file with fewer than 8 bits. */
  | 'index'
  /** Colours, each one number `0xRRGGBB`; transparent pixels are 0. */
  | 'colour'
  /** The alpha channel. */
  | 'alpha';

/** Which values of the plane are foreground. */
export type ForegroundRule =
  | { readonly kind: 'values'; readonly values: readonly number[] }
  /** Every value but `background`. */
  | { readonly kind: 'other'; readonly background: number }
  /** At least `threshold`; files of two values, 0 and another, are foreground where they are not 0, unless `exact`. */
  | { readonly kind: 'atLeast'; readonly threshold: number; readonly exact?: boolean }
  /** Below `threshold`: inverted masks that are not plainly of two values. */
  | { readonly kind: 'below'; readonly threshold: number };

/** What the masks of a data set mean: decided once for all of them, plain data. */
export interface MaskMeaning {
  readonly plane: MaskPlane;
  readonly foreground: ForegroundRule;
  /** Values of the plane whose pixels take part in no loss and no score. */
  readonly ignore: readonly number[];
  /** Whether the foreground's values number the objects. */
  readonly numbered: boolean;
  /** One sentence: `masks: 16-bit, objects numbered 1 to 57, every number is foreground`. */
  readonly text: string;
  /** What was noticed about single files, one sentence each. */
  readonly notices: readonly string[];
}
