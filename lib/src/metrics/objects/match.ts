import { assign } from './assignment';

/** A place in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Which predicted object is which true one. */
export interface Matching {
  /** Index of a true object, index of a predicted one, distance of their centres in pixels; by true index. */
  readonly pairs: readonly {
    readonly truth: number;
    readonly predicted: number;
    readonly distance: number;
  }[];
  /** Indices of true objects that were not found. */
  readonly missed: readonly number[];
  /** Indices of predicted objects that are none. */
  readonly spurious: readonly number[];
}

/**
 * Matches predicted to true objects by their centres: each to at most one, no pair farther apart than `radius`.
 *
 * Among all matchings it takes one with the most pairs, and of those the one with the smallest sum of distances
 * (the assignment problem, solved exactly for each cluster of objects that are within reach of one another).
 *
 * @param radius in pixels; for beads, their radius or a little less
 */
export function matchObjects(truth: readonly Point[], predicted: readonly Point[], radius: number): Matching {
  if (!(radius > 0 && Number.isFinite(radius)))
    throw new RangeError(`invalid radius; not in (0, ∞): ${radius}`);
  const pairs = clusters(truth, predicted, radius).flatMap(({ rows, columns }) => {
    const distance = (row: number, column: number): number =>
      Math.hypot(
        truth[rows[row]!]!.x - predicted[columns[column]!]!.x,
        truth[rows[row]!]!.y - predicted[columns[column]!]!.y,
      );
    // A pair that is not allowed costs more than all allowed ones together, so the number of pairs comes first.
    const forbidden = radius * (Math.min(rows.length, columns.length) + 1);
    const cost = rows.map((_, r) =>
      columns.map((__, c) => {
        const d = distance(r, c);
        return d <= radius ? d : forbidden;
      }),
    );
    return assign(cost)
      .map((column, row) => ({ row, column }))
      .filter(({ row, column }) => column >= 0 && cost[row]![column]! <= radius)
      .map(({ row, column }) => ({
        truth: rows[row]!,
        predicted: columns[column]!,
        distance: cost[row]![column]!,
      }));
  });
  pairs.sort((a, b) => a.truth - b.truth);
  const found = new Set(pairs.map((pair) => pair.truth));
  const used = new Set(pairs.map((pair) => pair.predicted));
  return {
    pairs,
    missed: [...truth.keys()].filter((i) => !found.has(i)),
    spurious: [...predicted.keys()].filter((i) => !used.has(i)),
  };
}

interface Cluster {
  readonly rows: number[];
  readonly columns: number[];
}

/**
 * True and predicted objects that are linked by pairs within the radius. Objects without a partner are left
 * out.
 */
function clusters(truth: readonly Point[], predicted: readonly Point[], radius: number): Cluster[] {
  const cell = ({ x, y }: Point, dx = 0, dy = 0): string =>
    `${Math.floor(x / radius) + dx},${Math.floor(y / radius) + dy}`;
  const cells = new Map<string, number[]>();
  predicted.forEach((point, column) => {
    const key = cell(point);
    cells.set(key, [...(cells.get(key) ?? []), column]);
  });
  const near = truth.map((point) =>
    [-1, 0, 1]
      .flatMap((dy) => [-1, 0, 1].flatMap((dx) => cells.get(cell(point, dx, dy)) ?? []))
      .filter(
        (column) => Math.hypot(point.x - predicted[column]!.x, point.y - predicted[column]!.y) <= radius,
      ),
  );
  const rowsNear = new Map<number, number[]>();
  near.forEach((columns, row) => {
    for (const column of columns) rowsNear.set(column, [...(rowsNear.get(column) ?? []), row]);
  });
  const seen = new Set<number>();
  const result: Cluster[] = [];
  for (const start of truth.keys()) {
    if (seen.has(start) || near[start]!.length === 0) continue;
    seen.add(start);
    const rows = [start];
    const columns = new Set<number>();
    for (const row of rows)
      for (const column of near[row]!) {
        if (columns.has(column)) continue;
        columns.add(column);
        for (const other of rowsNear.get(column)!)
          if (!seen.has(other)) {
            seen.add(other);
            rows.push(other); // the loop over rows goes on to it
          }
      }
    result.push({ rows, columns: [...columns] });
  }
  return result;
}
