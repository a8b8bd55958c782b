import { folded } from './names';

/** Whether a folder's name says that it holds images or masks, and what else it says. */
export interface FolderRole {
  readonly role: 'images' | 'masks' | null;
  /** What is left of the name: `train` of `train_masks`, `tr` of `labelsTr`. */
  readonly rest: string;
}

const IMAGE_WORDS = words(
  'image images img imgs im ims imagery raw original originals orig input inputs photo photos photograph photographs picture pictures jpegimages pngimages frame frames leftimg8bit rgb',
);
const MASK_WORDS = words(
  'mask masks msk msks label labels lbl lbls labelled annotation annotations annot annots anno gt gts groundtruth groundtruths truth segmentation segmentations seg segs segmented segmentationclass segmentationobject target targets gtfine gtcoarse trimap trimaps matte mattes manual',
);
/** Words of two parts that are split before they are looked up. */
const JOINED = [/ground[\s_-]*truth/g, /left[\s_-]*img[\s_-]*8[\s_-]*bit/g] as const;
const PARTS = words('train training tr val valid validation test testing ts dev eval holdout');

/** Reads a folder's name: `images`, `train_masks`, `labelsTr`, `ISIC2018_Task1_Training_GroundTruth`. */
export function roleOf(name: string): FolderRole {
  let text = name.normalize('NFC').replace(/([a-z])(?=[A-Z])/g, '$1_');
  for (const joined of JOINED)
    text = text.replace(new RegExp(joined, 'gi'), (all) => all.replace(/[\s_-]/g, ''));
  const whole = folded(name);
  const tokens = folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');
  const pick = (known: ReadonlySet<string>): FolderRole['rest'] | null => {
    if (known.has(whole)) return '';
    const at = tokens
      .map((token) => known.has(token) || known.has(token.replace(/\d+$/, '')))
      .lastIndexOf(true);
    return at < 0 ? null : tokens.filter((_, i) => i !== at).join('_');
  };
  const mask = pick(MASK_WORDS);
  if (mask !== null) return { role: 'masks', rest: mask };
  const image = pick(IMAGE_WORDS);
  return image === null ? { role: null, rest: whole } : { role: 'images', rest: image };
}

/** Whether a name says that a folder is one part of a division: train, validation, test. */
export function isPart(name: string): boolean {
  return PARTS.has(folded(name));
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
