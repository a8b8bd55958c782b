import type { Picture, SampleKind } from '../pictures/picture';
import type { MaskPlane } from './mask-meaning';
import { alphaVaries, colourConstant, isGrey, maskPlane, onlyColour } from './mask-plane';
import { measurePlane } from './measure-plane';
import type { PlaneMeasure } from './measure-plane';

/** What one mask file holds, measured before anything is decided; a few numbers a value. */
export interface MaskMeasure {
  readonly kind: SampleKind;
  readonly bits: number;
  readonly lossy: boolean;
  readonly pixels: number;
  /** Pixels that are no finite number. */
  readonly notFinite: number;
  /** Whether all pixels have one colour, alpha left out. */
  readonly flatColour: boolean;
  readonly alphaVaries: boolean;
  /** The alpha that all pixels have; null where it varies or there is none. */
  readonly constantAlpha: number | null;
  /** The one colour that is drawn on black, `0xRRGGBB` (white for grey files), 0 for black alone, null for several. */
  readonly onlyColour: number | null;
  /** Colours of the palette entries that occur, by index, `0xRRGGBB`; null where there is no palette. */
  readonly palette: ReadonlyMap<number, number> | null;
  /**
   * `value` always; `index` for palettes and fewer than 8 bits; `colour` where a pixel is no grey; `alpha` where it
   * varies.
   */
  readonly planes: Readonly<Partial<Record<MaskPlane, PlaneMeasure>>>;
}

/** Measures one mask file: its values, and how they lie. */
export function measureMask(picture: Picture): MaskMeasure {
  const { kind, bits, lossy, height, width, channels, indices, palette } = picture;
  const grey = isGrey(picture);
  const varies = alphaVaries(picture);
  const wanted: MaskPlane[] = ['value'];
  if (indices) wanted.push('index');
  if (!grey) wanted.push('colour');
  if (varies) wanted.push('alpha');
  const planes: Partial<Record<MaskPlane, PlaneMeasure>> = {};
  let notFinite = 0;
  for (const plane of wanted) {
    const numbers = maskPlane(picture, plane)!;
    if (plane === 'value' && kind.startsWith('float')) notFinite = countNotFinite(numbers);
    planes[plane] = measurePlane(numbers, height, width, plane === 'colour');
  }
  const used = planes.index && palette ? Array.from(planes.index.values) : null;
  return {
    kind,
    bits,
    lossy,
    pixels: height * width,
    notFinite,
    flatColour: colourConstant(picture),
    alphaVaries: varies,
    constantAlpha: !varies && channels % 2 === 0 ? picture.data[channels - 1]! : null,
    onlyColour: grey ? 0xffffff : onlyColour(picture),
    palette: used && palette ? new Map(used.map((index) => [index, entry(palette, index)])) : null,
    planes,
  };
}

function countNotFinite(numbers: ArrayLike<number>): number {
  return Array.from(numbers).reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
}

function entry(palette: Uint8Array, index: number): number {
  const part = (c: number): number => palette[index * 3 + c] ?? 0;
  return part(0) * 65536 + part(1) * 256 + part(2);
}
