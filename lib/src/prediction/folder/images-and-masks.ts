import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import {
  listFolder,
  listImages,
  pictureEnding,
  recogniseLayout,
  roleOf,
  type FilePair,
  type Layout,
} from '../../data';
import { isLargeTiff } from '../large/predict-large';

/** Image files, and the masks that stand beside some of them. */
export interface ImagesAndMasks {
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
  /** Folder that the files have in common. */
  readonly root: string;
  /** Folder that the pairs' paths are relative to. */
  readonly pairRoot: string;
  /** The pair of an image file, where there is a mask. */
  readonly pairs: ReadonlyMap<string, FilePair>;
  /** How masks were found, in one sentence; null where there are none. */
  readonly sentence: string | null;
}

/**
 * Finds images at a file, folder or pattern, and masks of the same names: in the folder that was told, in a folder beside
 * the images' (`images/`, `masks/`), or wherever the folder's layout keeps them. Masks are no images.
 *
 * @param masks folder of masks, where the reader named one
 * @param without a folder whose pictures do not count: the outputs
 */
export async function imagesAndMasks(
  source: string,
  masks: string | undefined,
  without: string,
): Promise<ImagesAndMasks> {
  const outputs = resolve(without) + sep;
  const all = (await listImages(source)).filter((file) => !file.startsWith(outputs));
  if (all.length === 0) throw new Error(`no pictures at ${source} but those in ${without}`);
  const found = await stat(source).catch(() => null);
  const root = found?.isDirectory() === true ? resolve(source) : commonFolder(all);
  const { layout, pairRoot } = await layoutOf(root, all, masks);
  const pairs = new Map(layout.pairs.map((pair) => [join(pairRoot, pair.image), pair]));
  const isMask = new Set(layout.pairs.flatMap((pair) => pair.masks.map((mask) => join(pairRoot, mask))));
  const maskFolders = layout.kind === 'one-folder' ? [] : foldersOf([...isMask], all, isMask);
  const files = all.filter(
    (file) => !isMask.has(file) && !maskFolders.some((folder) => file.startsWith(folder)),
  );
  const own = new Map<string, FilePair>();
  // Pictures that are too large for memory have no score.
  for (const [file, pair] of pairs)
    if (files.includes(file) && !(await isLargeTiff(file))) own.set(file, pair);
  return { files, root, pairRoot, pairs: own, sentence: own.size > 0 ? layout.sentence : null };
}

async function layoutOf(
  root: string,
  files: readonly string[],
  masks: string | undefined,
): Promise<{ layout: Layout; pairRoot: string }> {
  const names = files.map((file) => below(root, file));
  if (masks !== undefined) {
    const { root: maskRoot, files: listed } = await listFolder(masks);
    const further = listed
      .filter((file) => pictureEnding(file) !== null)
      .map((file) => below(root, join(maskRoot, file)));
    const told = { images: '.', masks: below(root, maskRoot) || '.' };
    const layout = recogniseLayout({ root, files: [...new Set([...names, ...further])].sort() }, told);
    if (layout.pairs.length === 0)
      throw new Error(`no mask in ${masks} belongs to an image: ${layout.sentence}`);
    return { layout, pairRoot: root };
  }
  const inside = recogniseLayout({ root, files: names });
  if (inside.pairs.length > 0) return { layout: inside, pairRoot: root };
  // `plate/images` was named: masks may stand in `plate/masks`.
  const above = dirname(root);
  if (above === root || roleOf(basename(root)).role !== 'images') return { layout: inside, pairRoot: root };
  const beside = (await readdir(above, { withFileTypes: true }).catch(() => [])).filter(
    (entry) => entry.isDirectory() && roleOf(entry.name).role === 'masks',
  );
  const listed: string[] = [];
  for (const { name } of beside) {
    const { files: own } = await listFolder(join(above, name));
    listed.push(...own.filter((file) => pictureEnding(file) !== null).map((file) => `${name}/${file}`));
  }
  const all = [...files.map((file) => below(above, file)), ...listed].sort();
  const layout = listed.length > 0 ? recogniseLayout({ root: above, files: all }) : inside;
  return { layout, pairRoot: layout === inside ? root : above };
}

/** Folders in which every picture is a mask or a mask without an image: folders of masks, none of which holds an image. */
function foldersOf(masks: readonly string[], all: readonly string[], isMask: ReadonlySet<string>): string[] {
  const folders = [...new Set(masks.map((file) => dirname(file) + sep))];
  const named = folders.filter((folder) => roleOf(basename(folder)).role === 'masks');
  return folders.filter(
    (folder) => named.includes(folder) || all.every((file) => !file.startsWith(folder) || isMask.has(file)),
  );
}

function commonFolder(files: readonly string[]): string {
  let common = dirname(files[0]!);
  while (!files.every((file) => file.startsWith(common + sep)) && common !== dirname(common))
    common = dirname(common);
  return common;
}

function below(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}
