import type { GraphWriter, Value } from './graph-writer';

/**
 * Resizes planes `[n, c, h, w]` as `resizeImage` does: by area along an axis that shrinks, Catmull–Rom cubic along one
 * that grows, clamped to [0, 1]. Each axis is a matrix product, whose matrix is made from the sizes that come.
 *
 * @param to height and width, float64 without dimensions
 */
export function resizePlanes(
  g: GraphWriter,
  planes: Value,
  { height, width }: { readonly height: Value; readonly width: Value },
): Value {
  const across = weights(g, g.length(planes, 3), width);
  const down = weights(g, g.length(planes, 2), height);
  return g.clamp(g.along(planes, { down, across }), 0, 1);
}

/** `[to, from]` float32: what each new pixel takes of each old one. */
function weights(g: GraphWriter, from: Value, to: Value): Value {
  const row = g.reshape(g.upTo(to), [-1, 1]);
  const column = g.reshape(g.upTo(from), [1, -1]);
  return g.cast(
    g.where(g.less(to, from), areas(g, row, column, from, to), cubics(g, row, column, from, to)),
    'float32',
  );
}

/** The share of a new pixel that an old one covers. */
function areas(g: GraphWriter, row: Value, column: Value, from: Value, to: Value): Value {
  const start = g.div(g.mul(row, from), to);
  const end = g.div(g.mul(g.add(row, 1), from), to);
  const covered = g.sub(g.min(end, g.add(column, 1)), g.max(start, column));
  return g.div(g.mul(g.max(covered, 0), to), from);
}

/** Cubic weights; the first and the last pixel also stand for the two that are missing beyond them. */
function cubics(g: GraphWriter, row: Value, column: Value, from: Value, to: Value): Value {
  const centre = g.sub(g.div(g.mul(g.add(row, 0.5), from), to), 0.5);
  const weight = (place: Value): Value => catmullRom(g, g.unary('abs', g.sub(centre, place)));
  const beyond = (first: Value, step: 1 | -1): Value =>
    g.add(weight(g.add(first, step)), weight(g.add(first, 2 * step)));
  const zero = g.constant([0], [], 'float64');
  const last = g.sub(from, 1);
  const atStart = g.choose(g.equal(column, 0), beyond(zero, -1), 0);
  const atEnd = g.choose(g.equal(column, last), beyond(last, 1), 0);
  return g.add(weight(column), g.add(atStart, atEnd));
}

function catmullRom(g: GraphWriter, t: Value): Value {
  const square = g.mul(t, t);
  const cube = g.mul(square, t);
  const near = g.add(g.sub(g.mul(cube, 1.5), g.mul(square, 2.5)), 1);
  const far = g.add(g.sub(g.sub(g.mul(square, 2.5), g.mul(cube, 0.5)), g.mul(t, 4)), 2);
  return g.choose(g.less(t, 1), near, g.choose(g.less(t, 2), far, 0));
}
