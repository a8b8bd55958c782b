import { readPictures, tiffRegions, type PagesTold, type Picture } from '../../data';
import { LARGE } from '../large/predict-large';

/** Files that are looked at, spread over all of them, and the share of them that may be no masks. */
const [LOOKED_AT, OTHERS] = [20, 0.2];

/**
 * Whether the pictures hold two levels and hardly anything between, as masks do: at least four fifths of some of them. Files
 * that cannot be read say nothing.
 */
export async function looksLikeMasks(
  files: readonly string[],
  pages: PagesTold | undefined,
): Promise<boolean> {
  const count = Math.min(LOOKED_AT, files.length);
  let [masks, others] = [0, 0];
  for (let i = 0; i < count && others <= OTHERS * count; i += 1) {
    const pictures = await picturesOf(files[Math.floor((i * files.length) / count)]!, pages);
    if (pictures.length === 0) continue;
    if (pictures.every(isBinary)) masks += 1;
    else others += 1;
  }
  return masks > 0 && others <= OTHERS * (masks + others);
}

/** The pages of a file, or of a very large picture the first rows; none where it cannot be read. */
async function picturesOf(file: string, pages: PagesTold | undefined): Promise<readonly Picture[]> {
  const large = await tiffRegions(file, LARGE).catch(() => null);
  if (!large) {
    const read = await readPictures(file, pages === undefined ? {} : { pages }).catch(() => null);
    return read?.pages ?? [];
  }
  try {
    return [await large.rows(0, Math.min(256, large.height))];
  } finally {
    await large.close();
  }
}

/** Two levels, and little between them: the soft edges that losses or resizing leave. */
function isBinary({ data }: Picture): boolean {
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  let [atHigh, between] = [0, 0];
  for (const value of data) {
    if (value === high) atHigh += 1;
    else if (value !== low) between += 1;
  }
  return low < high && 4 * between < atHigh;
}
