import { Random } from '../random';
import type { Sample } from '../types';

declare const byGroup: unique symbol;

/**
 * Samples for training, validation and test, with no group (slide, patient) on two sides. Only {@link splitByGroup} and
 * {@link foldsByGroup} make one, so whoever takes a `Split` cannot be given one that leaks.
 */
export interface Split {
  readonly train: readonly Sample[];
  readonly validation: readonly Sample[];
  /** Empty where no test share was asked for. */
  readonly test: readonly Sample[];
  /** One line with samples and groups of each side. */
  readonly summary: string;
  readonly [byGroup]: true;
}

export interface SplitOptions {
  /** Share of the samples for validation, in (0, 1). */
  readonly validation: number;
  /** Share for test, in [0, 1); default 0. */
  readonly test?: number;
  /** Any safe integer; default 1. It decides between divisions that are equally close to the shares. */
  readonly seed?: number;
}

/**
 * Divides samples by group, as close to the asked shares as whole groups allow.
 *
 * Each side is the set of groups whose number of samples comes closest to its share (test first, then
 * validation from what is left); among equally close ones chance decides. Samples keep their order.
 */
export function splitByGroup(samples: readonly Sample[], options: SplitOptions): Split {
  const { validation, test = 0, seed = 1 } = options;
  if (!(validation > 0 && validation < 1))
    throw new RangeError(`invalid validation share; not in (0, 1): ${validation}`);
  if (!(test >= 0 && validation + test < 1))
    throw new RangeError(`invalid test share; not in [0, 1 − validation): ${test}`);
  const random = new Random(seed);
  const groups = groupSizes(samples);
  const sides = test > 0 ? 3 : 2;
  if (groups.size < sides)
    throw tooFew(groups, sides, sides === 3 ? 'train, validation and test' : 'train and validation');
  const forTest = test > 0 ? closestGroups(groups, test * samples.length, 2, random) : new Set<string>();
  const rest = new Map([...groups].filter(([name]) => !forTest.has(name)));
  const forValidation = closestGroups(rest, validation * samples.length, 1, random);
  return makeSplit(samples, forValidation, forTest);
}

export interface FoldOptions {
  /** Number of folds, 2 or more, or `leave-one-out`: every group is held out once. */
  readonly folds: number | 'leave-one-out';
  /**
   * Share of all samples, in (0, 1), to validate on within each fold, taken from the groups that are not held
   * out. The held-out groups then are `test` and nothing is chosen by looking at them. Default: none, and the
   * held-out groups are `validation`.
   */
  readonly validation?: number;
  /** Any safe integer; default 1. */
  readonly seed?: number;
}

/**
 * Cross-validation by group: one {@link Split} a fold; every group is held out exactly once. Large groups are
 * dealt first, each to the fold with the fewest samples so far.
 */
export function foldsByGroup(samples: readonly Sample[], options: FoldOptions): Split[] {
  const { validation, seed = 1 } = options;
  const random = new Random(seed);
  const groups = groupSizes(samples);
  const folds = options.folds === 'leave-one-out' ? groups.size : options.folds;
  if (!Number.isInteger(folds) || (options.folds !== 'leave-one-out' && folds < 2))
    throw new RangeError(`invalid folds; not a whole number of 2 or more, or 'leave-one-out': ${folds}`);
  if (validation !== undefined && !(validation > 0 && validation < 1))
    throw new RangeError(`invalid validation share; not in (0, 1): ${validation}`);
  const least = Math.max(folds, validation === undefined ? 2 : 3);
  if (groups.size < least)
    throw tooFew(groups, least, `${folds} folds${validation === undefined ? '' : ' with validation'}`);

  const dealt = Array.from({ length: folds }, () => ({ names: new Set<string>(), samples: 0 }));
  const largestFirst = random.shuffle([...groups]).sort((a, b) => b[1] - a[1]);
  for (const [name, size] of largestFirst) {
    const lightest = dealt.reduce((a, b) => (b.samples < a.samples ? b : a));
    lightest.names.add(name);
    lightest.samples += size;
  }
  return dealt.map(({ names }) => {
    if (validation === undefined) return makeSplit(samples, names, new Set());
    const rest = new Map([...groups].filter(([name]) => !names.has(name)));
    if (rest.size < 2) throw tooFew(rest, 2, 'train and validation beside the held-out fold');
    return makeSplit(samples, closestGroups(rest, validation * samples.length, 1, random), names);
  });
}

function makeSplit(samples: readonly Sample[], validation: Set<string>, test: Set<string>): Split {
  const sides = {
    train: samples.filter(({ group }) => !validation.has(group) && !test.has(group)),
    validation: samples.filter(({ group }) => validation.has(group)),
    test: samples.filter(({ group }) => test.has(group)),
  };
  const summary = Object.entries(sides)
    .filter(([, side]) => side.length > 0)
    .map(
      ([name, side]) => `${name} ${side.length} samples of ${new Set(side.map((s) => s.group)).size} groups`,
    )
    .join(', ');
  return { ...sides, summary } as unknown as Split;
}

function groupSizes(samples: readonly Sample[]): Map<string, number> {
  const sizes = new Map<string, number>();
  const ids = new Set<string>();
  for (const { id, group } of samples) {
    if (ids.has(id)) throw new Error(`two samples are called ${id}; a split needs every id once`);
    ids.add(id);
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  return sizes;
}

/** The set of groups whose sizes add up closest to `target`, leaving at least `leave` groups out. */
function closestGroups(
  groups: ReadonlyMap<string, number>,
  target: number,
  leave: number,
  random: Random,
): Set<string> {
  const order = random.shuffle([...groups]);
  const total = order.reduce((sum, [, size]) => sum + size, 0);
  // The subset-sum table: fewest[s] groups make s samples, and chain[s] names them.
  const fewest = new Array<number>(total + 1).fill(Infinity);
  const chain = new Array<Link | null>(total + 1).fill(null);
  fewest[0] = 0;
  for (const [name, size] of order)
    for (let sum = total; sum >= size; sum -= 1)
      if (fewest[sum - size]! + 1 < fewest[sum]!) {
        fewest[sum] = fewest[sum - size]! + 1;
        chain[sum] = { name, link: chain[sum - size] ?? null };
      }
  let best = -1;
  for (let sum = 1; sum <= total; sum += 1)
    if (
      fewest[sum]! <= order.length - leave &&
      (best < 0 || Math.abs(sum - target) < Math.abs(best - target))
    )
      best = sum;
  const names = new Set<string>();
  for (let link: Link | null = chain[best] ?? null; link; link = link.link) names.add(link.name);
  return names;
}

interface Link {
  readonly name: string;
  readonly link: Link | null;
}

function tooFew(groups: ReadonlyMap<string, number>, least: number, what: string): Error {
  const names = [...groups.keys()].slice(0, 5).join(', ') || 'none';
  return new Error(
    `too few groups for ${what}: ${least} needed, ${groups.size} found (${names}); ` +
      `-p group='…' sets another rule, -p group=image makes every image a group of its own`,
  );
}
