import { createHash } from 'node:crypto';
import { hashOf } from '../images/search-images';
import type { SearchImages } from '../images/kept-images';
import { libraryVersion } from '../../training';
import type { SearchSpace } from '../space/search-space';

/**
 * A short name for what cannot change in a search folder: its space but for the budget, its images,
 * what is set beside, and the library's version.
 * A folder that is named after it is never refused.
 */
export function searchKey(
  { budget: _, retries: __, ...space }: SearchSpace,
  images: SearchImages,
  set: readonly string[] = [],
): string {
  const text = JSON.stringify([space, hashOf(images), set, libraryVersion]);
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
