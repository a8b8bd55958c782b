import { listedCount } from './grid';
import type { SearchSpace } from './search-space';
import { distributionText } from './space-lines';

/** A parameter of a space, for a table. */
export interface SpaceRow extends Readonly<Record<string, string | number | null>> {
  /** As the file calls it. */
  readonly parameter: string;
  readonly field: string;
  readonly values: string;
  /** Values that it can have; null: any number of a range. */
  readonly count: number | null;
}

/** The parameters of a space that vary first, then the fixed ones. */
export function spaceRows({ parameters }: Pick<SearchSpace, 'parameters'>): SpaceRow[] {
  const rows = parameters.map(
    ({ name, path, distribution }): SpaceRow => ({
      parameter: name,
      field: path,
      values: distributionText(distribution),
      count: listedCount(distribution),
    }),
  );
  return rows.sort((a, b) => Number(a.count === 1) - Number(b.count === 1));
}

/** Configurations that a space holds; null where a range makes them endless. */
export function configurationsIn(space: Pick<SearchSpace, 'parameters'>): number | null {
  return spaceRows(space).reduce<number | null>(
    (product, { count }) => (product === null || count === null ? null : product * count),
    1,
  );
}
