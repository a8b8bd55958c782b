import type { Split } from '../split';

/**
 * Says in one line which nearly equal images a split puts on two sides, with what to do; null where there are none.
 *
 * @param nearEqual pairs of ids, as a data set has them
 */
export function nearEqualAcross(
  split: Split,
  nearEqual: readonly { readonly a: string; readonly b: string }[],
): string | null {
  const sides = { train: split.train, validation: split.validation, test: split.test };
  const sideOf = new Map(
    Object.entries(sides).flatMap(([side, samples]) => samples.map(({ id }) => [id, side] as const)),
  );
  const parted = nearEqual.filter(
    ({ a, b }) => sideOf.has(a) && sideOf.has(b) && sideOf.get(a) !== sideOf.get(b),
  );
  const [first] = parted;
  if (!first) return null;
  return (
    `nearly equal images on two sides of the split: ${parted.length} ${parted.length === 1 ? 'pair' : 'pairs'}, such as ${first.a} (${sideOf.get(first.a)!}) and ` +
    `${first.b} (${sideOf.get(first.b)!}): the score then measures memory; put them into one group with -p group='…', or leave copies out with -p exclude='…'`
  );
}
