import { objectDepth } from '../../data';
import { connectedComponents } from '../../metrics';
import type { Sample } from '../../types';
import { colourSeparation, type ColourSeparation } from './colour-separation';

/** What a plan looks at: numbers about a data set, measured on its images and masks. */
export interface DataSetFacts {
  readonly images: number;
  readonly groups: number;
  /** Sizes that occur, the commonest first. */
  readonly sizes: readonly { readonly height: number; readonly width: number; readonly images: number }[];
  /** Share of foreground among the pixels that count, over all images, in [0, 1]. */
  readonly foreground: number;
  readonly imagesWithoutForeground: number;
  /** Of all foreground pixels, the share in the tenth of the images that hold most of it, in (0, 1]; 0 without foreground. */
  readonly inFullestTenth: number;
  /** Objects of the masks: as numbered there, else connected pieces of at least 4 pixels. */
  readonly objects: {
    readonly numbered: boolean;
    readonly count: number;
    /** Diameters of discs of the same area, in pixels of the files: the 10th, 50th and 90th percentile. */
    readonly diameter: readonly [number, number, number];
  };
  /** How well grey and colour tell foreground from background; null for grey images. */
  readonly colour: ColourSeparation | null;
  /** Whether foreground is darker or brighter than the rest of its image, and in what share of the images. */
  readonly contrast: { readonly objects: 'dark' | 'bright'; readonly share: number };
  /** How much the typical object stands out, as a share of the background, image by image: 10th, 50th, 90th percentile. */
  readonly depth: readonly [number, number, number];
}

/** Images that contrast is measured on; the first and the last are among them. */
const looked = 40;

/** Measures a data set. Needs no TensorFlow; some tenths of a second for a hundred images. */
export function dataSetFacts(samples: readonly Sample[]): DataSetFacts {
  if (samples.length === 0) throw new Error('no images to measure');
  const sizes = new Map<string, { height: number; width: number; images: number }>();
  let counted = 0;
  const diameters: number[] = [];
  const covered: number[] = [];
  for (const sample of samples) {
    const { height, width, mask, ignore } = sample;
    const key = `${height} × ${width}`;
    const known = sizes.get(key) ?? { height, width, images: 0 };
    sizes.set(key, { ...known, images: known.images + 1 });
    covered.push(mask.reduce((sum, value) => sum + value, 0));
    counted += mask.length - (ignore ? ignore.reduce((sum, value) => sum + value, 0) : 0);
    for (const area of objectAreas(sample)) diameters.push(2 * Math.sqrt(area / Math.PI));
  }
  const some = spreadOver(samples, looked);
  const contrasts = some.map(contrastOf).filter((value) => value !== 0);
  const dark = contrasts.filter((value) => value < 0).length;
  const objects = dark * 2 >= contrasts.length ? 'dark' : 'bright';
  return {
    images: samples.length,
    groups: new Set(samples.map(({ group }) => group)).size,
    sizes: [...sizes.values()].sort((a, b) => b.images - a.images),
    foreground: total(covered) / Math.max(1, counted),
    imagesWithoutForeground: covered.filter((pixels) => pixels === 0).length,
    inFullestTenth: inFullestTenth(covered),
    objects: {
      numbered: samples.every(({ instances }) => instances !== undefined),
      count: diameters.length,
      diameter: percentiles(diameters),
    },
    colour: colourSeparation(some),
    contrast: {
      objects,
      share: contrasts.length === 0 ? 0 : Math.max(dark, contrasts.length - dark) / contrasts.length,
    },
    depth: percentiles(some.map((sample) => objectDepth(sample, objects))),
  };
}

function inFullestTenth(covered: readonly number[]): number {
  const sorted = [...covered].sort((a, b) => b - a);
  return total(sorted.slice(0, Math.ceil(sorted.length / 10))) / Math.max(1, total(sorted));
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Areas of a mask's objects in pixels. */
function objectAreas({ instances, mask, height, width }: Sample): number[] {
  if (instances) {
    const areas = new Map<number, number>();
    for (const label of instances) if (label > 0) areas.set(label, (areas.get(label) ?? 0) + 1);
    return [...areas.values()];
  }
  return connectedComponents(mask, height, width)
    .objects.map(({ area }) => area)
    .filter((area) => area >= 4);
}

/** Mean intensity of the foreground less that of the rest; 0 where one of them is empty. */
function contrastOf({ image, mask, channels, ignore }: Sample): number {
  const sums = [0, 0];
  const counts = [0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    if (ignore?.[i] === 1) continue;
    const side = mask[i]!;
    for (let c = 0; c < channels; c += 1) sums[side]! += image[i * channels + c]!;
    counts[side]! += channels;
  }
  return counts[0] === 0 || counts[1] === 0 ? 0 : sums[1]! / counts[1]! - sums[0]! / counts[0]!;
}

/** At most `most` of the items, evenly spread. */
function spreadOver<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}

/** The 10th, 50th and 90th percentile; zeros for no value. */
function percentiles(values: readonly number[]): [number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return [at(0.1), at(0.5), at(0.9)];
}
