import { constantAffixes, imageAffixes, maskAffixes, NO_AFFIX, without, type Affix } from './affixes';
import { byCore, grouped, join, named, withoutPartner, type Named, type Side } from './join-pairs';
import type { FilePair } from './layout';
import { baseName, folded } from './names';
import { pictureStem } from '../pictures/endings';

export interface Pairing {
  readonly pairs: readonly FilePair[];
  readonly leftOut: readonly { readonly stem: string; readonly reason: string }[];
  /** How names agree: `names agree`, `a mask is called x_mask`. */
  readonly rule: string;
  readonly notices: readonly string[];
  /** Images that several masks fit; more than a few make the layout a question. */
  readonly torn: readonly Torn[];
  /** Images of several channels, as in `_0000` and `_0001`. */
  readonly channels: readonly string[];
}

/** An image with masks of several kinds. */
export interface Torn {
  readonly image: string;
  readonly masks: readonly string[];
  /** The endings to choose from. */
  readonly suffixes: readonly string[];
}

interface Rule {
  readonly image: Affix;
  readonly mask: Affix;
}

/**
 * Joins images and masks by name: equal stems, or stems that differ by one known word on either side (`x.jpg` and
 * `x_segmentation.png`, `x_0000.png` and `x.png`, `Image_1.tif` and `Labels_1.tif`). The rule that joins most is taken;
 * a mask that another rule would give to an image that has one makes that image torn.
 */
export function pairFiles(
  images: readonly Side[],
  masks: readonly Side[],
  maskSuffix?: string | null,
): Pairing {
  const [left, right] = [images.map(named), masks.map(named)];
  if (maskSuffix) return pairTold(left, right, maskSuffix);
  return withNumbersPadded(left, right, pairNamed);
}

function pairNamed(left: readonly Named[], right: readonly Named[]): Pairing {
  const stems = (side: readonly Named[]): string[] => side.map(({ stem }) => folded(stem));
  const candidates = [
    NO_AFFIX,
    ...maskAffixes(stems(right)),
    ...constantAffixes(new Set(stems(left)), stems(right)),
  ];
  return pairBy(left, right, imageAffixes(stems(left)), unique(candidates), false);
}

/** The same within one list of files, where masks are known by a word in their names. */
export function pairBeside(files: readonly Side[], maskSuffix?: string | null): Pairing {
  const all = files.map(named);
  if (maskSuffix) {
    const fits = suffixPattern(maskSuffix);
    const isMask = ({ stem }: Named): boolean => fits.test(folded(stem));
    return pairTold(
      all.filter((one) => !isMask(one)),
      all.filter(isMask),
      maskSuffix,
    );
  }
  return withNumbersPadded(all, all, (files) => {
    const names = files.map(({ stem }) => folded(stem));
    return pairBy(files, files, imageAffixes(names), maskAffixes(names), true);
  });
}

/** Pairs as the names are and, where that leaves files over, with `7` and `007` taken for one number. */
function withNumbersPadded(
  images: readonly Named[],
  masks: readonly Named[],
  pair: (images: readonly Named[], masks: readonly Named[]) => Pairing,
): Pairing {
  const strict = pair(images, masks);
  const padded = (one: Named): boolean => /(?<!\d)0+\d/.test(one.stem);
  if (strict.torn.length + strict.channels.length > 0 || strict.leftOut.length === 0) return strict;
  if (!images.some(padded) && !masks.some(padded)) return strict;
  const bare = (one: Named): Named => {
    const without = (text: string): string => text.replace(/(?<!\d)0+(?=\d)/g, '');
    const start = one.key.length - one.stem.length;
    return { ...one, stem: without(one.stem), key: one.key.slice(0, start) + without(one.key.slice(start)) };
  };
  // One list of files stays one list: a file is no mask of itself.
  const left = images.map(bare);
  const loose = pair(left, images === masks ? left : masks.map(bare));
  const better = loose.pairs.length > strict.pairs.length && loose.leftOut.length < strict.leftOut.length;
  if (!better || loose.torn.length > 0) return strict;
  const { image, masks: own } = loose.pairs[0]!;
  const notice = `numbers in names were compared without leading zeros: ${image} is paired with ${own[0]!}`;
  return { ...loose, notices: [...loose.notices, notice] };
}

function pairBy(
  images: readonly Named[],
  masks: readonly Named[],
  imageRules: readonly Affix[],
  maskRules: readonly Affix[],
  beside: boolean,
): Pairing {
  let best: { rule: Rule; count: number } | null = null;
  const rules: Rule[] = imageRules.flatMap((image) => maskRules.map((mask) => ({ image, mask })));
  const imageCores = new Map(imageRules.map((affix) => [affix, byCore(images, affix)]));
  const maskCores = new Map(maskRules.map((affix) => [affix, byCore(masks, affix)]));
  for (const rule of rules) {
    const count = [...maskCores.get(rule.mask)!.keys()].filter((core) =>
      imageCores.get(rule.image)!.has(core),
    ).length;
    const length = rule.image.text.length + rule.mask.text.length;
    const before = best ? best.rule.image.text.length + best.rule.mask.text.length : 0;
    if (count > 0 && (best === null || count > best.count || (count === best.count && length < before)))
      best = { rule, count };
  }
  if (best === null) return unpaired(images, beside ? [] : masks);

  const { rule } = best;
  const [ofImages, ofMasks] = [imageCores.get(rule.image)!, maskCores.get(rule.mask)!];
  const usedMasks = new Set(
    [...ofMasks].filter(([core]) => ofImages.has(core)).flatMap(([, files]) => files),
  );
  const joined = join(ofImages, ofMasks, beside ? usedMasks : new Set());
  const imageFiles = beside ? images.filter((one) => !usedMasks.has(one)) : images;

  // Masks that were not used, and that another rule gives to an image that has a mask already.
  const spare = masks.filter((one) => !usedMasks.has(one) && !(beside && joined.images.has(one)));
  const fits = new Map<Named, Named[]>();
  for (const other of rules)
    if (spare.length > 0 && (other.image === rule.image || other.image === NO_AFFIX))
      for (const [core, files] of byCore(spare, other.mask))
        for (const image of imageCores.get(other.image)!.get(core) ?? [])
          if (joined.images.has(image)) fits.set(image, [...new Set([...(fits.get(image) ?? []), ...files])]);
  if (!beside && rule.mask.at !== 'nowhere')
    for (const [mask, image] of otherKinds(spare, ofImages, joined.images))
      fits.set(image, [...new Set([...(fits.get(image) ?? []), mask])]);
  const torn = [...fits].map(([image, others]): Torn => {
    const own = joined.pairs.find((pair) => pair.image === image.file)!.masks;
    const bare = without(folded(image.stem), rule.image) ?? image.stem;
    const suffix = (file: string): string => {
      const stem = pictureStem(baseName(file));
      return suffixOf(stem, folded(stem).startsWith(folded(image.stem)) ? image.stem : bare);
    };
    const files = [...own, ...others.map(({ file }) => file)];
    return { image: image.file, masks: files, suffixes: [...new Set(files.map(suffix))] };
  });
  const tornFiles = new Map(torn.map((one) => [one.image, one]));
  const spoken = new Set([...fits.values()].flat());
  const channels = otherChannels(rule, images, ofImages, ofMasks);
  return {
    pairs: joined.pairs.filter(({ image }) => !tornFiles.has(image)),
    leftOut: [
      ...joined.leftOut,
      ...torn.map(({ image, masks: files, suffixes }) => ({
        stem: pictureStem(baseName(image)),
        reason: `${files.length} masks fit: ${files.join(', ')}; choose with -p maskSuffix=${suffixes[0]!}, or unite them with -p maskSuffix='${commonStart(suffixes)}*'`,
      })),
      ...withoutPartner(imageFiles, joined.seen, 'mask'),
      ...(beside
        ? []
        : withoutPartner(
            masks.filter((one) => !spoken.has(one)),
            joined.seen,
            'image',
          )),
    ],
    rule: ruleText(rule),
    notices: joined.notices,
    torn,
    channels,
  };
}

/** Masks of a further kind: they begin with an image's name, and what follows stands behind every other image too. */
function otherKinds(
  spare: readonly Named[],
  cores: ReadonlyMap<string, readonly Named[]>,
  images: ReadonlySet<Named>,
): [Named, Named][] {
  const kinds = new Map<string, [Named, Named][]>();
  for (const mask of spare)
    for (let cut = mask.key.length - 1; cut > 0; cut -= 1) {
      const rest = mask.key.slice(cut);
      const image = /^[ _.-]/.test(rest) ? cores.get(mask.key.slice(0, cut))?.[0] : undefined;
      if (!image || !images.has(image)) continue;
      kinds.set(rest, [...(kinds.get(rest) ?? []), [mask, image]]);
      break;
    }
  return [...kinds.values()].filter((found) => found.length >= Math.max(2, images.size / 2)).flat();
}

/** Pairs by the ending that the user named; `*` in it stands for anything, and all masks that fit are united. */
function pairTold(images: readonly Named[], masks: readonly Named[], told: string): Pairing {
  const none = folded(told) === 'none';
  const pattern = none ? /$/ : suffixPattern(told);
  const fitting = masks.filter(({ stem }) => pattern.test(folded(stem)));
  const core = ({ key, sub }: Named): string => {
    const start = sub === '' ? 0 : folded(sub).length + 1;
    return key.slice(0, start) + key.slice(start).replace(pattern, '');
  };
  const maskCores = grouped(fitting, core);
  // An image's own ending, such as `_0000`, is found as ever.
  const imageStems = images.map(({ stem }) => folded(stem));
  const counted = imageAffixes(imageStems).map((affix) => {
    const cores = byCore(images, affix);
    return { affix, cores, count: [...cores.keys()].filter((one) => maskCores.has(one)).length };
  });
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a));
  const joined = join(best.cores, maskCores, new Set(), told.includes('*'));
  const others = masks.length - fitting.length;
  return {
    pairs: joined.pairs,
    leftOut: [
      ...joined.leftOut,
      ...withoutPartner(images, joined.seen, 'mask'),
      ...withoutPartner(fitting, joined.seen, 'image'),
    ],
    rule: none ? 'of equal names' : `where a mask's name ends in ${told}`,
    notices: [
      ...joined.notices,
      ...(others > 0 ? [`${others} files of masks do not end in ${told} and were not used`] : []),
    ],
    torn: [],
    channels: otherChannels({ image: best.affix, mask: NO_AFFIX }, images, best.cores, maskCores),
  };
}

function otherChannels(
  { image }: Rule,
  images: readonly Named[],
  cores: ReadonlyMap<string, readonly Named[]>,
  masks: ReadonlyMap<string, readonly Named[]>,
): string[] {
  if (!/^_\d{4}$/.test(image.text)) return [];
  const found = new Set<string>();
  for (const { key } of images) {
    const core = key.replace(/_\d{4}$/, '');
    if (core !== key && cores.has(core) && masks.has(core)) found.add(key.slice(core.length));
  }
  return found.size > 1 ? [...found].sort() : [];
}

function unpaired(images: readonly Named[], masks: readonly Named[]): Pairing {
  const leftOut = [
    ...withoutPartner(images, new Set(), 'mask'),
    ...withoutPartner(masks, new Set(), 'image'),
  ];
  return { pairs: [], leftOut, rule: 'no names agree', notices: [], torn: [], channels: [] };
}

function ruleText({ image, mask }: Rule): string {
  const called = ({ at, text }: Affix): string =>
    ({ start: `${text}x`, end: `x${text}`, within: `x${text}y`, nowhere: 'x' })[at];
  if (image.at === 'nowhere' && mask.at === 'nowhere') return 'of equal names';
  return `named ${called(image)} and ${called(mask)}`;
}

function suffixPattern(told: string): RegExp {
  const text = folded(told)
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*?');
  return new RegExp(`${text}$`, 'u');
}

function suffixOf(stem: string, image: string): string {
  return folded(stem).startsWith(folded(image)) ? stem.slice(image.length) || 'none' : stem;
}

function commonStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts.filter((text) => text !== 'none');
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

function unique(affixes: readonly Affix[]): Affix[] {
  const seen = new Set<string>();
  return affixes.filter(({ at, text }) => {
    const key = `${at} ${text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
