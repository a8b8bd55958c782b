/** What is cut out of a folded stem before images and masks are compared: a beginning, an end, a word within, or nothing. */
export interface Affix {
  readonly at: 'start' | 'end' | 'within' | 'nowhere';
  readonly text: string;
}

export const NO_AFFIX: Affix = { at: 'nowhere', text: '' };

const IMAGE_WORDS =
  'image|images|img|imgs|im|raw|orig|original|input|photo|scan|frame|volume|vol|training|train|test|leftimg8bit|rgb|picture|sat|data';
const MASK_WORDS =
  'mask|masks|msk|msks|seg|segs|segmentation|segmentations|segmented|label|labels|lbl|lab|gt|truth|ground|groundtruth|annotation|annotations|annot|anno|target|manual|matte|trimap|labelids|gtfine|binary|cp|fg|foreground|instance|instances';
/** Separators within names. */
const GAP = '[ _.\\-]';

/** The stem without the affix, or null where it does not have it. A stem that is nothing but the affix leaves ''. */
export function without(stem: string, { at, text }: Affix): string | null {
  if (at === 'nowhere') return stem;
  if (at === 'end') return stem.endsWith(text) ? stem.slice(0, stem.length - text.length) : null;
  if (at === 'start') return stem.startsWith(text) ? stem.slice(text.length) : null;
  const found = stem.indexOf(text);
  return found < 1 ? null : `${stem.slice(0, found)}_${stem.slice(found + text.length)}`;
}

/** Affixes that are words for images, and channel numbers such as `_0000`; nothing first, then the commonest. */
export function imageAffixes(stems: readonly string[]): Affix[] {
  return [NO_AFFIX, ...common(stems, IMAGE_WORDS, /_\d{4}$/, 10)];
}

/** Affixes that are words for masks; commonest first. */
export function maskAffixes(stems: readonly string[]): Affix[] {
  return common(stems, MASK_WORDS, null, 16);
}

/**
 * What nearly every mask has beside an image's whole stem, be it a known word or not: `_nuclei` where masks are called
 * `x_nuclei` and images `x`. It holds a letter; of numbers alone nothing can be concluded.
 */
export function constantAffixes(images: ReadonlySet<string>, masks: readonly string[], share = 0.9): Affix[] {
  const counts = new AffixCounts();
  for (const mask of masks)
    for (let cut = 1; cut < mask.length; cut += 1) {
      const [start, end] = [mask.slice(0, cut), mask.slice(cut)];
      if (images.has(start) && /\p{L}/u.test(end)) counts.add({ at: 'end', text: end });
      if (images.has(end) && /\p{L}/u.test(start)) counts.add({ at: 'start', text: start });
    }
  return counts.most(6, Math.max(2, share * masks.length));
}

function common(stems: readonly string[], words: string, further: RegExp | null, most: number): Affix[] {
  const counts = new AffixCounts();
  // Up to three words in a row, each number of them a candidate: `_masks` and `_cp_masks`; `manual1` is one word.
  const ends = [1, 2, 3].map((n) => new RegExp(`(?:${GAP}*(?:${words})){${n}}(?:${GAP}?\\d)?$`, 'u'));
  const starts = [1, 2].map((n) => new RegExp(`^(?:(?:${words})(?!\\p{L})${GAP}*){${n}}`, 'u'));
  const within = new RegExp(`${GAP}(?:${words})${GAP}`, 'u');
  for (const stem of stems) {
    const found = new Map<string, Affix>();
    const find = (at: 'start' | 'end' | 'within', pattern: RegExp): void => {
      const text = pattern.exec(stem)?.[0];
      if (text) found.set(`${at} ${text}`, { at, text });
    };
    for (const pattern of further ? [...ends, further] : ends) find('end', pattern);
    for (const pattern of starts) find('start', pattern);
    find('within', within);
    for (const affix of found.values()) counts.add(affix);
  }
  return counts.most(most, 1);
}

class AffixCounts {
  readonly #counts = new Map<string, { readonly affix: Affix; count: number }>();

  add(affix: Affix): void {
    const key = `${affix.at} ${affix.text}`;
    const entry = this.#counts.get(key);
    if (entry) entry.count += 1;
    else this.#counts.set(key, { affix, count: 1 });
  }

  most(count: number, least: number): Affix[] {
    return [...this.#counts.values()]
      .filter((entry) => entry.count >= least)
      .sort((a, b) => b.count - a.count || a.affix.text.length - b.affix.text.length)
      .slice(0, count)
      .map(({ affix }) => affix);
  }
}
