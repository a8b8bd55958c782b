import type { GraphWriter, Value } from './graph-writer';

/** Cells that go into the reference width, and cells on each side of the one that a median is taken for, as `backgroundOf` has them. */
const ACROSS = 24;
const REACH = 2;

/** Cells are laid around the grid so that a window of cells lies on it everywhere, and the grid goes on beyond the image. */
const MARGIN = 2 * REACH;

/**
 * The illumination behind small objects in planes `[n, c, h, w]`: the median of square cells, then of 5 × 5 cells, the
 * grid mirrored at its edge's value, with straight lines between the cells.
 *
 * @param reference width that the cells go into, a float64 scalar
 */
export function backgroundPlanes(g: GraphWriter, planes: Value, reference: Value): Value {
  const [height, width] = [g.length(planes, 2), g.length(planes, 3)];
  const cell = g.max(g.round(g.div(reference, ACROSS)), 4);
  const cells = cellMedians(g, planes, height, width, cell);
  const wide = continued(g, cells);
  const smooth = windowMedians(g, wide);
  const along = (axis: 2 | 3, length: Value) => (x: Value) => interpolated(g, x, axis, length, cell);
  return along(3, width)(along(2, height)(smooth));
}

/** The median of each square cell, `[n, c, rows, columns]`; cells at the edge hold fewer pixels. */
function cellMedians(g: GraphWriter, planes: Value, height: Value, width: Value, cell: Value): Value {
  const [rows, columns] = [height, width].map((length) => g.unary('ceil', g.div(length, cell))) as [
    Value,
    Value,
  ];
  const inside = (count: Value, length: Value): { index: Value; isInside: Value; pixels: Value } => {
    const places = g.upTo(g.mul(count, cell));
    const starts = g.mul(g.upTo(count), cell);
    return {
      index: g.whole(g.min(places, g.sub(length, 1))),
      isInside: g.less(places, length),
      pixels: g.min(g.sub(length, starts), cell),
    };
  };
  const [down, right] = [inside(rows, height), inside(columns, width)];
  const padded = g.gather(g.gather(planes, down.index, 2), right.index, 3);
  const valid = g.and(g.reshape(down.isInside, [-1, 1]), right.isInside);
  const [n, c] = [g.size(planes, 0), g.size(planes, 1)];
  const [side, r, k] = [g.whole(cell), g.whole(rows), g.whole(columns)];
  const cells = g.reshape(g.choose(valid, padded, 1e30), [n, c, r, side, k, side]);
  const sorted = g.sort(g.reshape(g.transpose(cells, [0, 1, 2, 4, 3, 5]), [n, c, r, k, -1]), 4);
  const pixels = g.mul(g.reshape(down.pixels, [-1, 1]), right.pixels);
  const middle = g.reshape(g.unary('floor', g.div(pixels, 2)), [r, k, 1]);
  const isMiddle = g.equal(g.upTo(g.length(sorted, 4)), middle);
  return g.reshape(g.reduce('sum', g.choose(isMiddle, sorted, 0), [4]), [n, c, r, k]);
}

/** The grid with cells around it, each as far above the edge's value as its mirror image is below. */
function continued(g: GraphWriter, cells: Value): Value {
  const pick = (x: Value, axis: 2 | 3, mirror: boolean): Value => {
    const last = g.sub(g.length(x, axis), 1);
    const place = g.sub(g.upTo(g.add(last, 1 + 2 * MARGIN)), MARGIN);
    const edge = g.clamp(place, 0, last);
    const index = mirror ? g.clamp(g.sub(g.mul(edge, 2), place), 0, last) : edge;
    return g.gather(x, g.whole(index), axis);
  };
  const [edge, mirror] = [false, true].map((is) => pick(pick(cells, 2, is), 3, is)) as [Value, Value];
  return g.sub(g.mul(edge, 2), mirror);
}

/** The median of the 5 × 5 cells around each, but for the outermost. */
function windowMedians(g: GraphWriter, grid: Value): Value {
  const window = (x: Value, axis: number): Value => {
    const starts = g.reshape(g.upTo(g.sub(g.length(x, axis), 2 * REACH)), [-1, 1]);
    const offsets = g.constant([0, 1, 2, 3, 4], [1, 2 * REACH + 1], 'float64');
    return g.gather(x, g.whole(g.add(starts, offsets)), axis);
  };
  const windows = window(window(grid, 2), 4); // [n, c, rows, 5, columns, 5]
  const [n, c, rows, columns] = [0, 1, 2, 4].map((axis) => g.size(windows, axis)) as [
    Value,
    Value,
    Value,
    Value,
  ];
  const flat = g.reshape(g.transpose(windows, [0, 1, 2, 4, 3, 5]), [n, c, rows, columns, -1]);
  const middle = g.constant([((2 * REACH + 1) ** 2) >> 1], [], 'int64');
  return g.gather(g.sort(flat, 4), middle, 4);
}

/** Values along an axis at every pixel, between the cells' centres; the grid begins `REACH` cells before the image. */
function interpolated(g: GraphWriter, grid: Value, axis: 2 | 3, length: Value, cell: Value): Value {
  const last = g.sub(g.length(grid, axis), 1);
  const place = g.add(g.sub(g.div(g.add(g.upTo(length), 0.5), cell), 0.5), REACH);
  const within = g.clamp(place, 0, last);
  const before = g.unary('floor', within);
  const share = g.cast(g.sub(within, before), 'float32');
  const wide = axis === 2 ? g.reshape(share, [-1, 1]) : share;
  const lower = g.gather(grid, g.whole(before), axis);
  const upper = g.gather(grid, g.whole(g.min(g.add(before, 1), last)), axis);
  return g.add(g.mul(lower, g.sub(1, wide)), g.mul(upper, wide));
}
