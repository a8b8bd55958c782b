import { valueText } from './mask-census';
import type { NamedMask } from './mask-census';
import type { MaskPlane } from './mask-meaning';

/** Which plane of the masks counts, and what is to be said about it. */
export interface PlaneChoice {
  readonly plane: MaskPlane;
  readonly notices: readonly string[];
}

/**
 * Chooses what counts in the masks of a set: the alpha where the colours are constant, the indices of a coloured
 * palette, the colours where there are several, else the levels. Throws a question where files contradict one another.
 */
export function choosePlane(masks: readonly NamedMask[]): PlaneChoice {
  return alphaPlane(masks) ?? palettePlane(masks) ?? colourPlane(masks) ?? levelPlane(masks);
}

function alphaPlane(masks: readonly NamedMask[]): PlaneChoice | null {
  const inAlpha = masks.filter(({ measure }) => measure.flatColour && measure.alphaVaries);
  if (inAlpha.length === 0) return null;
  const others = masks.filter(({ measure }) => !measure.flatColour);
  if (others.length === 0) return { plane: 'alpha', notices: [] };
  throw new Error(
    `masks: ${inAlpha.length} of ${masks.length} (${names(inAlpha)}) have one colour and are drawn in their alpha channel, the others (${names(others)}) in their colours; save all of them in one way, or type -p foreground=alpha`,
  );
}

function palettePlane(masks: readonly NamedMask[]): PlaneChoice | null {
  const indexed = masks.filter(({ measure }) => measure.palette !== null);
  if (indexed.length === 0) return null;
  const palette = new Map<number, number>();
  let agree = true;
  for (const { measure } of indexed) {
    for (const [index, colour] of measure.palette!) {
      if ((palette.get(index) ?? colour) !== colour) agree = false;
      palette.set(index, colour);
    }
  }
  const grey = (colour: number): boolean =>
    colour % 256 === (colour >> 8) % 256 && colour % 256 === colour >> 16;
  if (agree && [...palette.values()].every(grey)) return null;
  const trueColour = masks.some(
    ({ measure }) => measure.palette === null && measure.planes.colour !== undefined,
  );
  if (!agree || trueColour) return colourPlane(masks);
  const first = palette.get(0);
  const black = [...palette].find(([index, colour]) => index !== 0 && colour === 0);
  if (first !== undefined && first !== 0 && black)
    throw new Error(
      `masks: in the palette, index 0 is ${valueText('colour', first)} and index ${black[0]} is black; type -p foreground=index:0 or -p foreground=index:${black[0]} to say which index is foreground`,
    );
  return { plane: 'index', notices: [] };
}

function colourPlane(masks: readonly NamedMask[]): PlaneChoice | null {
  const coloured = masks.filter(({ measure }) => measure.planes.colour !== undefined);
  if (coloured.length === 0) return null;
  if (coloured.some(({ measure }) => measure.onlyColour === null)) return { plane: 'colour', notices: [] };
  const hues = coloured.map(({ measure }) => measure.onlyColour!).filter((colour) => colour !== 0);
  const [first = 0] = hues;
  const slack = coloured.some(({ measure }) => measure.lossy) ? 64 : 8;
  const apart = (a: number, b: number): number =>
    Math.max(...[16, 8, 0].map((shift) => Math.abs(((a >> shift) & 255) - ((b >> shift) & 255))));
  if (hues.some((hue) => apart(hue, first) > slack)) return { plane: 'colour', notices: [] };
  const white = masks.length - coloured.length;
  const notice = `${coloured.length} of ${masks.length} masks are drawn in ${valueText('colour', first)} (${names(coloured)}), the others in grey; both are read by their brightness`;
  return { plane: 'value', notices: white > 0 ? [notice] : [] };
}

/** Files with fewer than 8 bits: their numbers as stored (0, 1, 2, 3), unless wider files of the set go beyond these. */
function levelPlane(masks: readonly NamedMask[]): PlaneChoice {
  const narrow = masks.filter(({ measure }) => measure.planes.index && [2, 4].includes(measure.bits));
  const wide = masks.filter(({ measure }) => measure.bits >= 8);
  const top = Math.max(0, ...wide.map(({ measure }) => measure.planes.value?.values.at(-1) ?? 0));
  return { plane: narrow.length > 0 && top < 16 ? 'index' : 'value', notices: [] };
}

/** Up to three names. */
export function names(masks: readonly { readonly name: string }[]): string {
  const shown = masks.slice(0, 3).map(({ name }) => name);
  return masks.length > 3 ? `${shown.join(', ')} and ${masks.length - 3} more` : shown.join(', ');
}
