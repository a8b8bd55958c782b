/** An image file with its mask files. Paths are relative to the data set's folder and written with `/`. */
export interface FilePair {
  /** What image and mask have in common; unique within a layout. */
  readonly stem: string;
  /** The file of the image, and the files of its mask: several where each holds one object. */
  readonly image: string;
  readonly masks: readonly string[];
  /** Folder within the data set that tells this pair from others (a patient's), or ''. */
  readonly folder: string;
}

/** How a folder of images and masks is laid out. */
export interface Layout {
  /**
   * `two-folders`: images/ and masks/; `one-folder`: both beside each other; `folder-per-image`: a folder an image, a
   * mask file an object; `unknown`: not recognised, `sentence` then describes what was found and says what to type.
   */
  readonly kind: 'two-folders' | 'one-folder' | 'folder-per-image' | 'unknown';
  /** What was recognised, in one sentence, without a full stop. */
  readonly sentence: string;
  readonly pairs: readonly FilePair[];
  /** Images without masks, masks without images and names with several files: not read, each with the reason. */
  readonly leftOut: readonly { readonly stem: string; readonly reason: string }[];
  /** Files that are no pictures, or in folders that the layout does not use. */
  readonly passedOver: readonly PassedOver[];
  /** What had to be decided about pairs. */
  readonly notices: readonly string[];
}

/** Files that were passed over, counted. */
export interface PassedOver {
  /** `.txt`, or the folder that was not used with a slash behind it. */
  readonly what: string;
  readonly count: number;
  /** What to do, where there is something. */
  readonly advice?: string;
}

/** What a user says about the layout; every part is optional. */
export interface LayoutTold {
  /** `-p images=`: a folder, or a pattern of folders or files with `*`, relative to the data set's folder. */
  readonly images?: string | null;
  /** `-p masks=`: the same for masks. */
  readonly masks?: string | null;
  /**
   * `-p maskSuffix=`: what stands at the end of a mask's stem and not of its image's; `none` for equal names; with `*`,
   * as in `_mask*`, all masks that fit are united.
   */
  readonly maskSuffix?: string | null;
}
