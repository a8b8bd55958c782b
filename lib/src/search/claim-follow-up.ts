import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SearchSpace } from './space/search-space';
import { claimSearch, readManifest, type SearchManifest } from './store/manifest';

/**
 * Takes a folder for a search after a search: the same recipe and images, another space.
 *
 * @param first folder of the search before it
 * @throws one line where `folder` holds another search
 */
export function claimFollowUp(first: string, space: SearchSpace, folder: string): SearchManifest {
  const before = readManifest(first);
  const manifest = claimSearch(folder, {
    ...before,
    name: space.name,
    space,
    created: new Date().toISOString(),
  });
  const images = 'images.bin';
  if (existsSync(join(first, images)) && !existsSync(join(folder, images)))
    copyFileSync(join(first, images), join(folder, images));
  return manifest;
}
