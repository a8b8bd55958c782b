import type { Matching } from './match';

/**
 * Matches numbered objects by how much they overlap: a true and a predicted object are a pair where their Jaccard index
 * (intersection over union) is above `least`. From ½ on no object can have two partners, so nothing is chosen.
 *
 * Objects of which more than half lies in ignored pixels count neither way.
 *
 * @param truth 0 = background, n = pixels of object n; row by row
 * @param predicted the same for the prediction
 * @param least in [0.5, 1); default 0.5, as in the 2018 Data Science Bowl and Cellpose's average precision
 * @param ignore 1 = pixel that counts nowhere
 * @returns indices count the objects of each side in ascending order of their numbers; `distance` is 1 − Jaccard
 */
export function matchByOverlap(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  least = 0.5,
  ignore?: ArrayLike<number>,
): Matching {
  if (truth.length !== predicted.length)
    throw new RangeError(`truth has ${truth.length} pixels, the prediction ${predicted.length}`);
  if (!(least >= 0.5 && least < 1)) throw new RangeError(`invalid overlap; not in [0.5, 1): ${least}`);
  const [trueAreas, predictedAreas] = [areasOf(truth, ignore), areasOf(predicted, ignore)];
  const shared = new Map<string, { t: number; p: number; area: number }>();
  for (let i = 0; i < truth.length; i += 1) {
    const [t, p] = [truth[i]!, predicted[i]!];
    if (t === 0 || p === 0 || !trueAreas.has(t) || !predictedAreas.has(p) || ignore?.[i] === 1) continue;
    const key = `${t},${p}`;
    const known = shared.get(key);
    if (known) known.area += 1;
    else shared.set(key, { t, p, area: 1 });
  }
  const indexOf = (areas: ReadonlyMap<number, number>): Map<number, number> =>
    new Map([...areas.keys()].sort((a, b) => a - b).map((label, i) => [label, i]));
  const [trueIndex, predictedIndex] = [indexOf(trueAreas), indexOf(predictedAreas)];
  const pairs = [...shared.values()].flatMap(({ t, p, area }) => {
    const overlap = area / (trueAreas.get(t)! + predictedAreas.get(p)! - area);
    return overlap > least
      ? [{ truth: trueIndex.get(t)!, predicted: predictedIndex.get(p)!, distance: 1 - overlap }]
      : [];
  });
  pairs.sort((a, b) => a.truth - b.truth);
  const found = new Set(pairs.map((pair) => pair.truth));
  const used = new Set(pairs.map((pair) => pair.predicted));
  return {
    pairs,
    missed: [...trueIndex.values()].filter((i) => !found.has(i)),
    spurious: [...predictedIndex.values()].filter((i) => !used.has(i)),
  };
}

/** Pixels of each object that count; objects that lie mostly in ignored pixels are left out. */
function areasOf(labels: ArrayLike<number>, ignore: ArrayLike<number> | undefined): Map<number, number> {
  const areas = new Map<number, { counted: number; all: number }>();
  for (let i = 0; i < labels.length; i += 1) {
    const label = labels[i]!;
    if (label === 0) continue;
    const area = areas.get(label) ?? { counted: 0, all: 0 };
    area.all += 1;
    if (ignore?.[i] !== 1) area.counted += 1;
    areas.set(label, area);
  }
  return new Map(
    [...areas]
      .filter(([, { counted, all }]) => 2 * counted >= all)
      .map(([label, { counted }]) => [label, counted]),
  );
}
