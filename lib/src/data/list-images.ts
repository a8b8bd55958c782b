import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { listFolder } from './layouts/listing';
import { selectFiles } from './layouts/select-files';
import { pictureEnding } from './pictures/endings';

/** The picture files at a path or pattern, as absolute paths, sorted. */
export async function listImages(source: string): Promise<string[]> {
  const found = await stat(source).catch(() => null);
  if (found?.isFile()) return [resolve(source)];
  const parts = source.split('/');
  const star = parts.findIndex((part) => /[*?]/.test(part));
  const dir = star < 0 ? source : parts.slice(0, star).join('/') || (source.startsWith('/') ? '/' : '.');
  if (star < 0 && found === null && pictureEnding(source) !== null) {
    const { files } = await listFolder(dirname(source));
    throw new Error(`there is no file ${source}; its folder holds ${files.length} files`);
  }
  const listing = await listFolder(dir);
  const pictures = listing.files.filter((file) => pictureEnding(file) !== null);
  const chosen =
    star < 0 ? pictures : selectFiles(pictures, parts.slice(star).join('/')).map(({ file }) => file);
  if (chosen.length === 0)
    throw new Error(
      `no pictures at ${source}; ${dir} holds ${listing.files.length} files, ${pictures.length} of them pictures`,
    );
  return chosen.map((file) => join(listing.root, file));
}
