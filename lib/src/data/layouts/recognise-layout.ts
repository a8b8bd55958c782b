import { conversionOf, pictureEnding, pictureStem } from '../pictures/endings';
import { constantAffixes } from './affixes';
import { describeFolders } from './describe-folders';
import type { FilePair, Layout, LayoutTold, PassedOver } from './layout';
import type { Listing } from './listing';
import { baseName, endingOf, folderOf, folded } from './names';
import { pairBeside, pairFiles, type Pairing } from './pair-files';
import type { Side } from './join-pairs';
import { roleFolders, type RoleFolder } from './role-folders';
import { selectFiles } from './select-files';

/**
 * Recognises how a folder of images and masks is laid out, from the listing alone; see {@link Layout}. What it cannot
 * be sure of is `unknown`, with a sentence that says what was found and what to type.
 */
export function recogniseLayout(listing: Listing, told: LayoutTold = {}): Layout {
  const pictures = listing.files.filter((file) => pictureEnding(file) !== null);
  const other = [
    ...passedOver(listing.files.filter((file) => pictureEnding(file) === null)),
    ...misnamed(listing),
  ];
  if (told.images || told.masks) return toldLayout(pictures, other, told);
  if (pictures.length === 0)
    return unknown(`${describeFolders(listing.files)}; no picture that is read`, other);

  const { images, masks, plain } = roleFolders(pictures);
  const matches = matching(images, masks, told);
  if (matches.length === 1) return twoFolders(matches[0]!, pictures, other);
  if (matches.length > 1) {
    const perImage = folderPerImage(matches, pictures, other);
    if (perImage !== null) return perImage;
    return unknown(severalMatches(matches), other);
  }
  const beside = oneFolder(pictures, told);
  if (beside.pairs.length + beside.torn.length > 0) return oneFolderLayout(beside, pictures, other);
  const loose = matchPlain(plain, images, masks, told);
  if (loose.length === 1) return twoFolders(loose[0]!, pictures, other);
  if (loose.length > 1) return unknown(severalMatches(loose), other);
  return unknown(noMatch(pictures, images, masks, told), masks.length === 0 ? other.map(advised) : other);
}

interface Match {
  readonly images: RoleFolder;
  readonly masks: RoleFolder;
  readonly pairing: Pairing;
  /** One image, all of whose masks are its own. */
  readonly objects?: boolean;
}

/** Folders of images with the folders of masks beside them whose names agree. */
function matching(images: readonly RoleFolder[], masks: readonly RoleFolder[], told: LayoutTold): Match[] {
  return images.flatMap((image) => {
    const near = masks.filter(({ parent }) => parent === image.parent);
    const named = near.filter(({ rest }) => rest === image.rest);
    const open = near.filter(({ rest }) => rest === '' || image.rest === '' || rest === image.rest);
    const candidates = named.length > 0 && image.rest !== '' ? named : open.length > 0 ? open : near;
    const elsewhere =
      candidates.length === 0 && images.length === 1 && masks.length === 1 ? masks : candidates;
    return elsewhere.flatMap((mask) => {
      const one = match(image, mask, told);
      return one === null ? inClasses(image, mask, told) : [one];
    });
  });
}

function match(images: RoleFolder, masks: RoleFolder, told: LayoutTold): Match | null {
  const pairing = pairFiles(images.files, masks.files, told.maskSuffix);
  if (pairing.pairs.length > 0 || pairing.torn.length > 0 || pairing.channels.length > 0)
    return { images, masks, pairing };
  const perImage = masksInFolders(images.files, masks.files);
  if (perImage !== null) return { images, masks, pairing: perImage, objects: true };
  const flat = masks.files.every(({ sub }) => sub === '') && images.files.every(({ sub }) => sub === '');
  if (images.files.length !== 1 || !flat || images.parent !== masks.parent) return null;
  // One image, and masks of other names in the folder beside it: each holds one of its objects.
  const [image] = images.files as [Side];
  const name = images.parent === '' ? null : images.parent.slice(images.parent.lastIndexOf('/') + 1);
  if (masks.files.length > 1 && name === null) return null;
  const alone = pairFiles([image], [image]).pairs[0]!;
  const pair: FilePair = { ...alone, masks: masks.files.map(({ file }) => file) };
  return {
    images,
    masks,
    pairing: { ...pairing, pairs: [pair], leftOut: [], rule: 'with one file each' },
    objects: true,
  };
}

/** `masks/cells/x.png` and `masks/nuclei/x.png` for `images/x.png`: every class is a folder of masks of its own. */
function inClasses(images: RoleFolder, masks: RoleFolder, told: LayoutTold): Match[] {
  if (images.files.some(({ sub }) => sub !== '')) return [];
  return [...new Set(masks.files.map(({ sub }) => sub))].flatMap((sub) => {
    const files = masks.files.flatMap((one) => (one.sub === sub ? [{ ...one, sub: '' }] : []));
    const one = sub === '' ? null : match(images, { ...masks, path: `${masks.path}/${sub}`, files }, told);
    return one === null ? [] : [one];
  });
}

/** `masks/x/*.png` for `images/x.png`. */
function masksInFolders(images: readonly Side[], masks: readonly Side[]): Pairing | null {
  const own = new Map<string, string[]>();
  for (const { file, sub } of masks) own.set(folded(sub), [...(own.get(folded(sub)) ?? []), file]);
  const self = pairFiles(images, images);
  const pairs = self.pairs.flatMap((pair): FilePair[] => {
    const files = own.get(folded(pair.folder === '' ? pair.stem : `${pair.folder}/${pair.stem}`));
    return files ? [{ ...pair, masks: files }] : [];
  });
  if (pairs.length === 0) return null;
  const found = new Set(pairs);
  const without = self.pairs.filter(
    (pair) => !pairs.some(({ image }) => image === pair.image) && !found.has(pair),
  );
  return {
    ...self,
    pairs,
    leftOut: without.map(({ stem }) => ({ stem, reason: 'no folder of masks of this name' })),
    rule: 'with a folder of masks for each image',
  };
}

/** Folders of masks beside folders that do not say what they hold: `train/` and `train_masks/`, or `masks/` among images. */
function matchPlain(
  plain: readonly RoleFolder[],
  images: readonly RoleFolder[],
  masks: readonly RoleFolder[],
  told: LayoutTold,
): Match[] {
  const folders = [...plain, ...images];
  const enough = ({ pairing, images: { files } }: Match): boolean =>
    pairing.pairs.length * 2 >= Math.min(files.length, 4);
  return folders.flatMap((folder) =>
    masks.flatMap((mask) => {
      const one = match(folder, mask, told);
      return one !== null && enough(one) && one.objects !== true ? [one] : [];
    }),
  );
}

function oneFolder(pictures: readonly string[], told: LayoutTold): Pairing {
  return pairBeside(
    pictures.map((file) => ({ file, sub: folderOf(file) })),
    told.maskSuffix,
  );
}

function toldLayout(pictures: readonly string[], other: readonly PassedOver[], told: LayoutTold): Layout {
  const select = (pattern: string): Side[] => selectFiles(pictures, pattern);
  const missing = (name: 'images' | 'masks', pattern: string): Layout =>
    unknown(`no pictures at ${name}=${pattern}; found ${describeFolders(pictures)}`, other);
  if (!told.images) {
    const masks = select(told.masks!);
    if (masks.length === 0) return missing('masks', told.masks!);
    const isMask = new Set(masks.map(({ file }) => file));
    const rest = pictures.filter((file) => !isMask.has(file));
    const { images, plain } = roleFolders(rest);
    const folders = images.length > 0 ? images : plain;
    const found = folders.flatMap((folder) => {
      const pairing = pairFiles(folder.files, masks, told.maskSuffix);
      return pairing.pairs.length > 0 ? [{ folder, pairing }] : [];
    });
    if (found.length !== 1)
      return unknown(
        `masks=${told.masks!} fits ${found.length} folders of images; say which with -p images=…: ${describeFolders(rest)}`,
        other,
      );
    return made(
      'two-folders',
      `${place(found[0]!.folder.path)} and masks in ${told.masks!}`,
      found[0]!.pairing,
      pictures,
      other,
    );
  }
  const images = select(told.images);
  if (images.length === 0) return missing('images', told.images);
  if (!told.masks) {
    const chosen = new Set(images.map(({ file }) => file));
    const { masks } = roleFolders(pictures.filter((file) => !chosen.has(file)));
    const found = masks.flatMap((mask) => {
      const pairing = pairFiles(images, mask.files, told.maskSuffix);
      return pairing.pairs.length > 0 ? [{ mask, pairing }] : [];
    });
    if (found.length === 1)
      return made(
        'two-folders',
        `images in ${told.images} and ${place(found[0]!.mask.path)}`,
        found[0]!.pairing,
        pictures,
        other,
      );
    const beside = pairBeside(images, told.maskSuffix);
    if (found.length === 0 && beside.pairs.length + beside.torn.length > 0)
      return made(
        'one-folder',
        `images and masks beside each other in ${told.images}`,
        beside,
        pictures,
        other,
      );
    return unknown(
      `images=${told.images} fits ${found.length} folders of masks; say which with -p masks=…: ${describeFolders(pictures)}`,
      other,
    );
  }
  const masks = select(told.masks);
  if (masks.length === 0) return missing('masks', told.masks);
  const chosen = new Set(masks.map(({ file }) => file));
  const only = images.filter(({ file }) => !chosen.has(file) || told.images === told.masks);
  const same = only.length > 0 && only.every(({ file }) => chosen.has(file));
  const named = same ? pairBeside(images, told.maskSuffix) : pairFiles(only, masks, told.maskSuffix);
  const pairing = named.pairs.length > 0 ? named : (masksInFolders(only, masks) ?? named);
  return made('two-folders', `images in ${told.images} and masks in ${told.masks}`, pairing, pictures, other);
}

function twoFolders(
  { images, masks, pairing, objects }: Match,
  pictures: readonly string[],
  other: readonly PassedOver[],
): Layout {
  const what = `${place(images.path)} and ${place(masks.path)}`;
  return made(
    'two-folders',
    objects ? `${what}, all masks of an image united` : what,
    pairing,
    pictures,
    other,
  );
}

function folderPerImage(
  matches: readonly Match[],
  pictures: readonly string[],
  other: readonly PassedOver[],
): Layout | null {
  const folders = new Set(matches.map(({ images }) => images.path));
  if (folders.size !== matches.length || matches.some(({ images }) => images.files.length !== 1)) return null;
  const stems = matches.map(({ pairing }) => pairing.pairs[0]?.stem ?? '');
  const apart = new Set(stems).size === stems.length;
  const pairs = matches.flatMap(({ images, masks, pairing }, i): FilePair[] => {
    const image = pairing.pairs[0]?.image ?? images.files[0]!.file;
    const name = images.parent.slice(images.parent.lastIndexOf('/') + 1);
    return [
      {
        stem: apart && stems[i] !== '' ? stems[i]! : name,
        image,
        masks: masks.files.map(({ file }) => file),
        folder: '',
      },
    ];
  });
  const masks = pairs.reduce((sum, pair) => sum + pair.masks.length, 0);
  const [first] = matches as [Match];
  const names = `${leaf(first.images.path)}/ and ${leaf(first.masks.path)}/`;
  const pairing: Pairing = {
    pairs,
    leftOut: [],
    rule: `with ${masks} mask files, united image by image`,
    notices: [],
    torn: [],
    channels: [],
  };
  return made('folder-per-image', `a folder an image, each with ${names}`, pairing, pictures, other);
}

function oneFolderLayout(
  pairing: Pairing,
  pictures: readonly string[],
  other: readonly PassedOver[],
): Layout {
  const folders = new Set([...pairing.pairs, ...pairing.torn].map(({ image }) => folderOf(image)));
  const where =
    folders.size > 1 ? `in each of ${folders.size} folders` : `in ${place([...folders][0] ?? '')}`;
  return made('one-folder', `images and masks beside each other ${where}`, pairing, pictures, other);
}

function made(
  kind: Layout['kind'],
  where: string,
  pairing: Pairing,
  pictures: readonly string[],
  other: readonly PassedOver[],
): Layout {
  const { pairs, torn, channels, rule } = pairing;
  if (channels.length > 0)
    return unknown(
      `${where}: ${channels.length} channels an image (${channels.join(', ')}); a network here takes grey or RGB: choose one with -p images='${folderOf(pairs[0]?.image ?? '') || '.'}/*${channels[0]!}.*'`,
      other,
    );
  if (torn.length > 0 && torn.length >= pairs.length) {
    const [{ image, masks, suffixes }] = torn as [Pairing['torn'][number]];
    return unknown(
      `${where}: ${torn.length} images with several masks, such as ${image} with ${masks.join(' and ')}; choose with -p maskSuffix=${suffixes.join(' or -p maskSuffix=')}`,
      other,
    );
  }
  if (pairs.length === 0)
    return unknown(
      `${where}, but no image and mask have names that agree (${examples(pairing)}); say what the masks' names have beside the images': -p maskSuffix=…`,
      other,
    );
  const used = new Set(pairs.flatMap(({ image, masks }) => [folderOf(image), ...masks.map(folderOf)]));
  const unused = counted(pictures.map(folderOf).filter((folder) => !used.has(folder)));
  const folders = unused.map(
    ([folder, count]): PassedOver => ({ what: place(folder), count, advice: 'not part of this layout' }),
  );
  return {
    kind,
    sentence: `${where}; ${pairs.length} ${pairs.length === 1 ? 'pair' : 'pairs'} ${rule}`,
    pairs: named(pairs),
    leftOut: pairing.leftOut,
    passedOver: [...other, ...folders.slice(0, 8)],
    notices: pairing.notices,
  };
}

/** Pairs with stems that occur once: a stem that several folders have gets its folder's name before it. */
function named(pairs: readonly FilePair[]): FilePair[] {
  const counts = new Map<string, number>();
  for (const { stem } of pairs) counts.set(folded(stem), (counts.get(folded(stem)) ?? 0) + 1);
  return pairs
    .map((pair) => {
      const once = counts.get(folded(pair.stem)) === 1;
      const path = pair.folder === '' ? folderOf(pair.image) : pair.folder;
      return once ? pair : { ...pair, stem: `${path.replaceAll('/', '_')}_${pair.stem}` };
    })
    .sort((a, b) => (a.stem < b.stem ? -1 : 1));
}

function misnamed({ misnamed: count = 0 }: Listing): PassedOver[] {
  const what = count === 1 ? 'name that is not UTF-8' : 'names that are not UTF-8';
  return count === 0
    ? []
    : [{ what, count, advice: 'rename them, for example with convmv -f cp1252 -t utf8 -r --notest DIR' }];
}

/** Where there are no masks, files of outlines may be what is meant. */
function advised(one: PassedOver): PassedOver {
  if (one.advice !== undefined || !['.json', '.xml'].includes(one.what)) return one;
  return { ...one, advice: 'where these hold outlines, draw them into mask pictures (.png)' };
}

function passedOver(files: readonly string[]): PassedOver[] {
  return counted(files.map((file) => conversionOf(file)?.ending ?? endingOf(file))).map(([ending, count]) => {
    const advice = conversionOf(`x${ending}`)?.advice;
    return {
      what: ending || 'no ending',
      count,
      ...(advice !== undefined && ending !== '.json' && ending !== '.xml' && { advice }),
    };
  });
}

function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function severalMatches(matches: readonly Match[]): string {
  const [{ images, masks }] = matches as [Match];
  const imageFolders = [...new Set(matches.map((one) => one.images.path))];
  const maskFolders = [...new Set(matches.map((one) => one.masks.path))];
  if (imageFolders.length < matches.length || maskFolders.length < matches.length)
    return `${listed(imageFolders.map(place))} and ${listed(maskFolders.map(place))} fit each other in ${matches.length} ways; choose with -p images=${images.path || '.'} -p masks=${masks.path || '.'}`;
  const parents = matches.map((one) => one.images.parent);
  const same = matches.every(
    (one) => leaf(one.images.path) === leaf(images.path) && leaf(one.masks.path) === leaf(masks.path),
  );
  const all = same
    ? `, or all of them with -p images='${star(imageFolders)}' -p masks='${star(maskFolders)}'`
    : '';
  const what = same
    ? `${matches.length} folders, each with ${leaf(images.path)}/ and ${leaf(masks.path)}/ (${listed(parents)})`
    : `${matches.length} sets: ${listed(matches.map((one) => `${place(one.images.path)} with ${place(one.masks.path)}`))}`;
  return `${what}; take one with -p images=${images.path} -p masks=${masks.path}${all}`;
}

function noMatch(
  pictures: readonly string[],
  images: readonly RoleFolder[],
  masks: readonly RoleFolder[],
  { maskSuffix }: LayoutTold,
): string {
  const found = describeFolders(pictures);
  if (masks.length === 0 && images.length > 0)
    return `images but no masks: ${found}; masks are wanted in a folder masks/ beside ${place(images[0]!.path)}, or under names such as x_mask.png (-p masks=… -p maskSuffix=…)`;
  if (images.length === 1 && masks.length === 1) {
    const pairing = pairFiles(images[0]!.files, masks[0]!.files);
    return `${found}, but no image and mask have names that agree (${examples(pairing)}); say what the masks' names have beside the images': -p maskSuffix=…`;
  }
  const twice = masks.length === 0 ? namesTwice(pictures) : '';
  const suffix = maskSuffix ? `, and no mask whose name ends in ${maskSuffix} has an image` : '';
  return `${found}${suffix}${twice}; say where the images and the masks are: -p images=… -p masks=… -p maskSuffix=…`;
}

/** Half of the names are others with something behind them, which no known word is. */
function namesTwice(pictures: readonly string[]): string {
  const stems = pictures.map((file) => folded(pictureStem(baseName(file))));
  const ends = constantAffixes(new Set(stems), stems, 0.4).filter(({ at }) => at === 'end');
  const [end] = ends;
  return end
    ? `; names come as x and as x${end.text}: if these are the masks, type -p maskSuffix=${end.text}`
    : '';
}

function examples({ leftOut }: Pairing): string {
  const of = (what: string): string =>
    leftOut.find(({ reason }) => reason.startsWith(`no ${what}`))?.stem ?? 'none';
  return `image ${of('mask')}, mask ${of('image')}`;
}

function unknown(sentence: string, other: readonly PassedOver[]): Layout {
  return { kind: 'unknown', sentence, pairs: [], leftOut: [], passedOver: other, notices: [] };
}

function place(folder: string): string {
  return folder === '' ? 'the folder itself' : `${folder}/`;
}

function leaf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The pattern of folders that differ in one part of their path. */
function star(paths: readonly string[]): string {
  const parts = paths.map((path) => path.split('/'));
  return parts[0]!.map((part, i) => (parts.every((one) => one[i] === part) ? part : '*')).join('/');
}

function listed(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} … ${names.at(-1)!}` : names.join(', ');
}
