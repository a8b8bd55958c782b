import { pictureStem } from '../pictures/endings';
import { without, type Affix } from './affixes';
import type { FilePair } from './layout';
import { baseName, folded } from './names';

/** A picture file of one side, with the part of its path that both sides share. */
export interface Side {
  readonly file: string;
  /** Folder below the folder of images, or of masks; ''. */
  readonly sub: string;
}

export interface Named extends Side {
  readonly stem: string;
  /** `sub/stem`, folded. */
  readonly key: string;
  readonly folder: string;
}

export interface Joined {
  readonly pairs: FilePair[];
  readonly leftOut: { stem: string; reason: string }[];
  readonly notices: string[];
  readonly images: Set<Named>;
  /** Every file that a pair or a reason speaks of. */
  readonly seen: Set<Named>;
}

/**
 * Joins files of one core. A core with several images or masks is left out with the reason, unless they differ by their
 * spelling alone and each has its partner.
 *
 * @param notImages files among `images` that serve as masks
 * @param unite whether several masks of an image are one mask
 */
export function join(
  images: ReadonlyMap<string, readonly Named[]>,
  masks: ReadonlyMap<string, readonly Named[]>,
  notImages: ReadonlySet<Named>,
  unite = false,
): Joined {
  const result: Joined = { pairs: [], leftOut: [], notices: [], images: new Set(), seen: new Set() };
  const spelled: string[] = [];
  for (const [core, allImages] of images) {
    const of = allImages.filter((one) => !notImages.has(one));
    const fitting = (masks.get(core) ?? []).filter((one) => !of.includes(one));
    if (of.length === 0 || fitting.length === 0) continue;
    for (const [imageFiles, maskFiles] of bySpelling(of, fitting)) {
      for (const one of [...imageFiles, ...maskFiles]) result.seen.add(one);
      const [image] = imageFiles;
      const many = (files: readonly Named[], what: string): string =>
        `${files.length} files for one ${what}: ${files.map(({ file }) => file).join(', ')}`;
      if (!image || maskFiles.length === 0) continue;
      if (imageFiles.length > 1) result.leftOut.push({ stem: image.stem, reason: many(imageFiles, 'image') });
      else if (maskFiles.length > 1 && !unite)
        result.leftOut.push({ stem: image.stem, reason: many(maskFiles, 'mask') });
      else {
        result.images.add(image);
        result.pairs.push({
          stem: pairStem(image, core),
          image: image.file,
          masks: maskFiles.map(({ file }) => file),
          folder: image.folder,
        });
        const [a, b] = [image.stem, maskFiles[0]!.stem];
        if (a.normalize('NFC') !== b.normalize('NFC') && folded(a) === folded(b))
          spelled.push(`${image.file} and ${maskFiles[0]!.file}`);
      }
    }
  }
  if (spelled.length > 0) {
    const [first] = spelled;
    result.notices.push(
      `${spelled.length} ${spelled.length === 1 ? 'pair has names' : 'pairs have names'} that differ only by upper and lower case: ${first!}`,
    );
  }
  return result;
}

/** Files of one folded name; where there are several images, those that are spelled alike belong together. */
function bySpelling(
  images: readonly Named[],
  masks: readonly Named[],
): [readonly Named[], readonly Named[]][] {
  if (images.length === 1 && masks.length === 1) return [[images, masks]];
  const spelling = ({ stem }: Named): string => stem.normalize('NFC');
  const names = new Set(images.map(spelling));
  if (names.size !== images.length || !masks.every((mask) => names.has(spelling(mask))))
    return [[images, masks]];
  return images.map((image) => [[image], masks.filter((mask) => spelling(mask) === spelling(image))]);
}

/** The name of a pair: the image's stem without the part that only says that it is an image. */
function pairStem(image: Named, core: string): string {
  const stem = image.stem.normalize('NFC');
  const bare = core.slice(core.lastIndexOf('/') + 1);
  const at = folded(stem).indexOf(bare);
  // Folding can change a name's length; then the whole stem is the name.
  return bare === '' || at < 0 || folded(stem).length !== stem.length
    ? stem
    : stem.slice(at, at + bare.length);
}

/** Files by what an affix leaves of their stems, with the folder before it. */
export function byCore(side: readonly Named[], affix: Affix): Map<string, Named[]> {
  return grouped(side, ({ stem, sub }) => {
    const core = without(folded(stem), affix);
    return core === null ? null : sub === '' ? core : `${folded(sub)}/${core}`;
  });
}

/** Files by what `core` gives for them; null leaves a file out. */
export function grouped(side: readonly Named[], core: (one: Named) => string | null): Map<string, Named[]> {
  const result = new Map<string, Named[]>();
  for (const one of side) {
    const key = core(one);
    if (key === null) continue;
    const entry = result.get(key);
    if (entry) entry.push(one);
    else result.set(key, [one]);
  }
  return result;
}

export function named({ file, sub }: Side): Named {
  const stem = pictureStem(baseName(file));
  return { file, sub, stem, key: folded(sub === '' ? stem : `${sub}/${stem}`), folder: sub };
}

/** Files that no pair and no reason speaks of. */
export function withoutPartner(
  files: readonly Named[],
  seen: ReadonlySet<Named>,
  what: 'mask' | 'image',
): { stem: string; reason: string }[] {
  return files
    .filter((one) => !seen.has(one))
    .map(({ stem }) => ({ stem, reason: `no ${what} of this name` }));
}
