import { quantile } from '../analysis';
import { connectedComponents } from '../metrics';
import type { Sample } from '../types';

/** A data set in numbers: what its images and masks hold. Plain data, for a figure and for JSON. */
export interface DataSetOverview {
  readonly name: string;
  readonly images: number;
  readonly groups: number;
  /** Sizes that occur, commonest first. */
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly images: number }[];
  /** Shares of the pixels that count, in bins of equal width from 0 to 1; each column sums to 1, or is 0 throughout. */
  readonly intensity: {
    readonly bins: number;
    readonly foreground: readonly number[];
    readonly background: readonly number[];
  };
  /** In the order of the samples. */
  readonly perImage: readonly {
    readonly id: string;
    readonly group: string;
    /** Share of the pixels that count that are foreground, in [0, 1]. */
    readonly foreground: number;
    /** Objects: as the mask numbers them, else its connected pieces of 4 pixels or more. */
    readonly objects: number;
  }[];
  /** Share of foreground among all pixels that count. */
  readonly foreground: number;
  readonly objects: {
    readonly numbered: boolean;
    readonly count: number;
    /** Diameters of discs of the same area, in pixels of the files. */
    readonly diameters: readonly number[];
    /** 10th, 50th and 90th percentile; null where there is no object. */
    readonly spread: readonly [number, number, number] | null;
  };
}

const bins = 64;
/** Smaller pieces of a mask that does not number its objects are specks. */
const leastArea = 4;

/** Measures images and masks. @throws RangeError without samples. */
export function dataSetOverview(name: string, samples: readonly Sample[]): DataSetOverview {
  if (samples.length === 0) throw new RangeError('no images to look at');
  const sizes = new Map<string, { width: number; height: number; images: number }>();
  const counts = [new Float64Array(bins), new Float64Array(bins)];
  const diameters: number[] = [];
  const perImage = samples.map((sample) => {
    const { id, group, width, height } = sample;
    const size = sizes.get(`${width} × ${height}`) ?? { width, height, images: 0 };
    sizes.set(`${width} × ${height}`, { ...size, images: size.images + 1 });
    const before = counts.map(total);
    countIntensities(sample, counts);
    const [background, foreground] = counts.map((column, i) => total(column) - before[i]!);
    const areas = objectAreas(sample);
    for (const area of areas) diameters.push(2 * Math.sqrt(area / Math.PI));
    const share = foreground! / Math.max(1, foreground! + background!);
    return { id, group, foreground: share, objects: areas.length };
  });
  const [background, foreground] = counts.map(total);
  return {
    name,
    images: samples.length,
    groups: new Set(samples.map(({ group }) => group)).size,
    sizes: [...sizes.values()].sort((a, b) => b.images - a.images),
    intensity: { bins, foreground: shares(counts[1]!), background: shares(counts[0]!) },
    perImage,
    foreground: foreground! / Math.max(1, foreground! + background!),
    objects: {
      numbered: samples.every(({ instances }) => instances !== undefined),
      count: diameters.length,
      diameters,
      spread:
        diameters.length === 0
          ? null
          : [quantile(diameters, 0.1), quantile(diameters, 0.5), quantile(diameters, 0.9)],
    },
  };
}

/** Adds an image's pixels to the histograms of background and foreground; colour by its mean. */
function countIntensities({ image, mask, ignore, channels }: Sample, counts: readonly Float64Array[]): void {
  for (let i = 0; i < mask.length; i += 1) {
    if (ignore?.[i] === 1) continue;
    let value = 0;
    for (let c = 0; c < channels; c += 1) value += image[i * channels + c]!;
    counts[mask[i]!]![Math.min(bins - 1, Math.floor((value / channels) * bins))]! += 1;
  }
}

function objectAreas({ instances, mask, height, width }: Sample): number[] {
  if (!instances)
    return connectedComponents(mask, height, width)
      .objects.map(({ area }) => area)
      .filter((area) => area >= leastArea);
  const areas = new Map<number, number>();
  for (const label of instances) if (label > 0) areas.set(label, (areas.get(label) ?? 0) + 1);
  return [...areas.values()];
}

function total(column: Float64Array): number {
  return column.reduce((sum, value) => sum + value, 0);
}

function shares(column: Float64Array): number[] {
  const all = Math.max(1, total(column));
  return Array.from(column, (value) => value / all);
}
