import type { Sample } from '../types';
import type { Picture } from './pictures/picture';
import { transparentPixels } from './pictures/scale-intensities';

/** What is known of one image beside its sample. */
export interface FileFacts {
  readonly id: string;
  /** Size of the file, upright. */
  readonly width: number;
  readonly height: number;
  readonly colour: boolean;
  readonly transparent: boolean;
  /** Of the image's intensities: equal hashes are equal images. */
  readonly hash: string;
  /** Share of foreground. */
  readonly foreground: number;
}

/** What is to be said about the images of a set as a whole: colour, sizes, alpha, copies and uneven masks. */
export function dataSetNotices(
  facts: readonly FileFacts[],
  { size, channels }: { readonly size: number | null; readonly channels: 1 | 3 },
): string[] {
  const notices: string[] = [];
  const coloured = facts.filter(({ colour }) => colour).length;
  if (coloured > 0 && coloured < facts.length)
    notices.push(
      `colour files: ${coloured} of ${facts.length}, the others grey; all are read as ${channels === 1 ? 'grey (-p channels=3 takes colour)' : 'RGB'}`,
    );
  const stretched = size === null ? [] : facts.filter(({ width, height }) => width !== height);
  const [first] = stretched;
  if (first) {
    const others = stretched.some(({ width, height }) => width !== first.width || height !== first.height);
    notices.push(
      `stretched: ${stretched.length} of ${facts.length} images, of ${first.width} × ${first.height} pixels${others ? ' and other sizes' : ''}, to ${size!} × ${size!}`,
    );
  }
  const transparent = facts.filter((one) => one.transparent);
  if (transparent.length > 0)
    notices.push(
      `transparent pixels in ${transparent.length} of ${facts.length} images (${shown(transparent.map(({ id }) => id))}); alpha was dropped, and the colours under it count`,
    );
  notices.push(...copies(facts));
  const uneven = unevenNotice(facts);
  return uneven === null ? notices : [...notices, uneven];
}

/** What the files are, all of them. */
export function coloursOf(facts: readonly FileFacts[]): 'grey' | 'RGB' | 'mixed' {
  const coloured = facts.filter(({ colour }) => colour).length;
  return coloured === 0 ? 'grey' : coloured === facts.length ? 'RGB' : 'mixed';
}

/** Some names of many. */
export function shown(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')}, …` : names.join(', ');
}

function copies(facts: readonly FileFacts[]): string[] {
  const first = new Map<string, string>();
  const found = facts.flatMap(({ id, hash }) => {
    const before = first.get(hash);
    if (before === undefined) first.set(hash, id);
    return before === undefined ? [] : [`${id} equals ${before}`];
  });
  if (found.length === 0) return [];
  return [`exact copies: ${found.length} (${shown(found)}); -p exclude='…' leaves copies out`];
}

/** Images with far more foreground than the others, which may be of another kind. */
function unevenNotice(facts: readonly FileFacts[]): string | null {
  const sorted = facts.map(({ foreground }) => foreground).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const far = facts
    .filter(({ foreground }) => foreground > 0.3 && foreground > 6 * median)
    .map(({ id }) => id);
  if (median === 0 || far.length === 0 || far.length * 2 > facts.length) return null;
  const start = beginning(far);
  const only = start.length >= 3 && facts.filter(({ id }) => id.startsWith(start)).length === far.length;
  const how = only ? `-p exclude='^${start}'` : "-p exclude='…'";
  return `more than 6 times the foreground of a typical image (${(100 * median).toPrecision(2)} %) in ${far.length} of ${facts.length}: ${shown(far)}; if they are of another kind, ${how} leaves them out`;
}

/** The letters that all names begin with. */
function beginning(names: readonly string[]): string {
  let start = names[0] ?? '';
  for (const name of names) while (!name.startsWith(start)) start = start.slice(0, -1);
  return /^\p{L}*/u.exec(start)![0];
}

/** The facts of a sample; `picture` is its file as decoded. */
export function fileFacts(sample: Sample, picture: Picture, hash: string, foreground: number): FileFacts {
  const { id, width, height } = sample;
  const transparent = transparentPixels(picture) > 0;
  return { id, width, height, colour: picture.channels >= 3, transparent, hash, foreground };
}
