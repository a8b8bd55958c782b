import { basename, dirname } from 'node:path';
import type { NetworkFile, ObjectSettings } from '../network-description';

/**
 * What networks that predict together have in common. Folds of one training may have found different lengths to tell
 * objects apart by: the commonest way is taken, with the median of its lengths.
 *
 * @throws one line that names the first difference in what the networks take and say
 */
export function commonDescription(
  descriptions: readonly NetworkFile[],
  files: readonly string[],
): { readonly description: NetworkFile; readonly notices: readonly string[] } {
  const first = descriptions[0]!;
  for (const [i, other] of descriptions.entries()) {
    const difference = firstDifference(recipeOf(first), recipeOf(other));
    if (difference !== null)
      throw new Error(
        `the networks do not belong together: ${difference[0]} is ${difference[1]} in ${shortName(files[0]!)} and ${difference[2]} in ${shortName(files[i]!)}; name one of them, or a folder of one recipe's`,
      );
  }
  if (descriptions.length === 1) return { description: first, notices: [] };
  const { objects, notice } = commonObjects(descriptions);
  const { objects: _, ...rest } = first;
  return {
    description: {
      ...rest,
      ...(objects && { objects }),
      data: { ...first.data, ...trainedOn(descriptions) },
    },
    notices: [
      `${descriptions.length} networks, the mean of their probabilities`,
      ...(notice === null ? [] : [notice]),
    ],
  };
}

/** Images that any of the networks has seen, of those that say. */
function trainedOn(descriptions: readonly NetworkFile[]): Pick<NetworkFile['data'], 'trainedOn'> {
  const known = descriptions.flatMap(({ data }) => (data.trainedOn ? [data.trainedOn] : []));
  return known.length === 0 ? {} : { trainedOn: [...new Set(known.flat())].sort() };
}

/** What decides how a network is used; folds of one training agree in it. */
function recipeOf(file: NetworkFile): object {
  const { headBias: _, seed: __, ...model } = file.model;
  const { architecture, preparation, prediction, masks, origin } = file;
  const { range, ...prepared } = preparation;
  return {
    architecture,
    model,
    preparation: { ...prepared, ...(range && { range: range.ranges }) },
    prediction,
    masks,
    recipe: origin.recipe,
  };
}

function commonObjects(descriptions: readonly NetworkFile[]): {
  objects: ObjectSettings | undefined;
  notice: string | null;
} {
  const all = descriptions.flatMap(({ objects }) => (objects ? [objects] : []));
  const methods = all.map(({ method }) => method);
  const times = (method: string): number => methods.filter((one) => one === method).length;
  const [method] = [...methods].sort((a, b) => times(b) - times(a));
  const same = all.filter((one) => one.method === method);
  const [chosen] = same;
  if (!chosen) return { objects: undefined, notice: null };
  const entries = Object.entries(chosen).map(([key, value]: [string, unknown]) =>
    typeof value === 'number'
      ? [key, median(same.map((one) => (one as unknown as Record<string, number>)[key]!))]
      : [key, value],
  );
  const objects = Object.fromEntries(entries) as unknown as ObjectSettings;
  const differing = firstDifference(lengths(chosen), lengths(objects)) ?? (same.length < all.length || null);
  const reason = `medians of what ${same.length === all.length ? `the ${all.length}` : `${same.length} of ${all.length}`} networks chose`;
  return {
    objects: differing === null ? objects : { ...objects, reason },
    notice:
      same.length < all.length
        ? `${all.length - same.length} of ${all.length} networks would tell objects apart in another way than ${chosen.method}`
        : null,
  };
}

const lengths = ({ reason: _, ...rest }: ObjectSettings): object => rest;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[at]! : (sorted[at - 1]! + sorted[at]!) / 2;
}

/** The first field in which two plain values differ, with both values as text; null where they are equal. */
function firstDifference(a: unknown, b: unknown, path = ''): [string, string, string] | null {
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = firstDifference(a[key], b[key], path === '' ? key : `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  const [left, right] = [a, b].map((value) => (value === undefined ? 'not set' : JSON.stringify(value)));
  return left === right ? null : [path, left!, right!];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const shortName = (file: string): string => `${basename(dirname(file))}/${basename(file)}`;
