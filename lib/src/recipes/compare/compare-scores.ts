import { bootstrap, signFlipTest, type Interval } from '../../analysis';
import { Random } from '../../random';

/** One image's scores by one training. */
export interface ScoredImageOf {
  readonly image: string;
  readonly group: string;
  /** Jaccard index at the threshold; NaN where the mask has no foreground. */
  readonly jaccard: number;
  readonly objects: { readonly truth: number; readonly found: number; readonly matched: number };
}

/** One image by both. */
export interface ComparedImage {
  readonly image: string;
  readonly group: string;
  readonly a: number;
  readonly b: number;
  /** b − a. */
  readonly difference: number;
}

/** Two trainings on the same images, paired. */
export interface Comparison {
  /** Images with a score of both, those that differ most first. */
  readonly images: readonly ComparedImage[];
  /** Groups of these images; sorted by name. */
  readonly groups: readonly {
    readonly group: string;
    readonly images: number;
    readonly a: number;
    readonly b: number;
    readonly difference: number;
  }[];
  /** Mean over images. */
  readonly overImages: { readonly a: number; readonly b: number; readonly difference: number };
  /** Mean over groups: each counts once, and images of a group are not taken for independent. */
  readonly overGroups: {
    readonly a: number;
    readonly b: number;
    readonly difference: number;
    /** 95 % bootstrap interval of the difference, groups drawn whole; null with fewer than two. */
    readonly interval: Interval | null;
    /** Two-sided p of the sign-flip permutation test over groups; null where it cannot be said. */
    readonly p: number | null;
    /** Smallest p that so many groups can give. */
    readonly smallestP: number;
    readonly reason: string | null;
  };
  /** Images on which b is better, worse, equal. */
  readonly wins: { readonly b: number; readonly a: number; readonly equal: number };
  readonly objects: { readonly a: ObjectTotals; readonly b: ObjectTotals };
  /** Images that were left out, with the reason. */
  readonly leftOut: readonly { readonly image: string; readonly reason: string }[];
}

export interface ObjectTotals {
  readonly truth: number;
  readonly found: number;
  readonly f1: number;
  readonly countError: number;
}

/**
 * Compares two trainings image by image.
 *
 * @param seed of bootstrap and permutations; default 1
 * @throws RangeError where no image has a score of both
 */
export function compareScores(
  a: readonly ScoredImageOf[],
  b: readonly ScoredImageOf[],
  { seed = 1 }: { readonly seed?: number } = {},
): Comparison {
  const byImage = new Map(b.map((one) => [one.image, one]));
  const inA = new Set(a.map(({ image }) => image));
  const leftOut: { image: string; reason: string }[] = [];
  const both = a.flatMap((first) => {
    const second = byImage.get(first.image);
    if (second) return [{ first, second }];
    leftOut.push({ image: first.image, reason: 'no prediction of the second' });
    return [];
  });
  for (const { image } of b)
    if (!inA.has(image)) leftOut.push({ image, reason: 'no prediction of the first' });
  const images = both.flatMap(({ first, second }): ComparedImage[] => {
    const { image, group, jaccard } = first;
    if (Number.isFinite(jaccard) && Number.isFinite(second.jaccard))
      return [{ image, group, a: jaccard, b: second.jaccard, difference: second.jaccard - jaccard }];
    leftOut.push({ image, reason: 'its mask has no foreground, so no Jaccard index' });
    return [];
  });
  if (images.length === 0) throw new RangeError('no image has a score of both');
  const groups = [...new Set(images.map(({ group }) => group))].sort().map((group) => {
    const own = images.filter((one) => one.group === group);
    return { group, images: own.length, ...meansOf(own) };
  });
  const differences = groups.map(({ difference }) => difference);
  const { interval } = bootstrap([differences], ([values]) => mean(values!), { random: new Random(seed) });
  const { p, reason } = signFlipTest(differences, { random: new Random(seed + 1) });
  return {
    images: [...images].sort((x, y) => Math.abs(y.difference) - Math.abs(x.difference)),
    groups,
    overImages: meansOf(images),
    overGroups: {
      ...meansOf(groups),
      interval,
      p,
      smallestP: Math.min(1, 2 / 2 ** groups.length),
      reason,
    },
    wins: {
      b: images.filter(({ difference }) => difference > 0).length,
      a: images.filter(({ difference }) => difference < 0).length,
      equal: images.filter(({ difference }) => difference === 0).length,
    },
    objects: {
      a: totals(both.map(({ first }) => first)),
      b: totals(both.map(({ second }) => second)),
    },
    leftOut,
  };
}

function meansOf(rows: readonly { a: number; b: number; difference: number }[]): {
  a: number;
  b: number;
  difference: number;
} {
  const [a, b, difference] = (['a', 'b', 'difference'] as const).map((key) =>
    mean(rows.map((row) => row[key])),
  );
  return { a: a!, b: b!, difference: difference! };
}

function totals(images: readonly ScoredImageOf[]): ObjectTotals {
  const sum = (key: keyof ScoredImageOf['objects']): number =>
    images.reduce((all, { objects }) => all + objects[key], 0);
  const [truth, found, matched] = [sum('truth'), sum('found'), sum('matched')];
  return {
    truth,
    found,
    f1: (2 * matched) / (truth + found),
    countError: truth === 0 ? NaN : (found - truth) / truth,
  };
}

function mean(values: Iterable<number>): number {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}
