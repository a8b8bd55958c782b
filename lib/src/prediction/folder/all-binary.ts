import { readPictures, type PagesTold, type Picture } from '../../data';

/**
 * Whether every picture holds two levels only, as masks do. Stops at the first that does not; files that cannot be read
 * say nothing.
 */
export async function allBinary(files: readonly string[], pages: PagesTold | undefined): Promise<boolean> {
  let some = false;
  for (const file of files) {
    const read = await readPictures(file, pages === undefined ? {} : { pages }).catch(() => null);
    if (read === null) continue;
    if (!read.pages.every(isBinary)) return false;
    some = true;
  }
  return some;
}

function isBinary({ data }: Picture): boolean {
  const seen = new Set<number>();
  for (const value of data) {
    seen.add(value);
    if (seen.size > 2) return false;
  }
  return seen.size === 2;
}
