import type { Sample } from '../types';

/** One image of each group (its last), fewest objects first: a series by how crowded the groups are. */
export function byObjects(samples: readonly Sample[]): Sample[] {
  return [...new Map(samples.map((sample) => [sample.group, sample])).values()].sort(
    (a, b) => (a.objectCount ?? 0) - (b.objectCount ?? 0),
  );
}
