import type { GraphWriter, Value } from './graph-writer';

/** Spots less deep than this are noise, as `evenContrast` has it. */
const NOISE = 0.02;
/** Width and step of the scale on which the commonest depth is looked for: natural logarithms. */
const SPREAD = 0.1;
const STEP = 0.01;
/** The window of a maximum grows by doubling; so many times reaches 256 pixels. */
const DOUBLINGS = 8;

/**
 * The commonest depth of dark spots in each map, on a scale of ratios, a spot counting with the power 3/2 of its depth; 0
 * where a map has no spot. As `evenContrast` measures it.
 *
 * @param depth `[n, 1, h, w]`
 * @param reference width that lengths are relative to, a float64 scalar
 * @returns `[n, 1, 1, 1]`
 */
export function typicalDepth(g: GraphWriter, depth: Value, reference: Value): Value {
  const smooth = g.reshape(blurred(g, depth, g.div(g.mul(reference, 1.5), 512)), [
    g.size(depth, 0),
    g.size(depth, 2),
    g.size(depth, 3),
  ]);
  const reach = g.max(g.round(g.div(g.mul(reference, 3), 512)), 1);
  const window = windowMaximum(g, windowMaximum(g, smooth, 1, reach), 2, reach);
  const isSpot = g.and(g.lessEqual(window, smooth), g.less(g.constant([NOISE], [], 'float32'), smooth));
  const logs = g.unary('log', g.cast(g.max(smooth, NOISE), 'float64'));
  const none = g.cast(g.reduce('max', g.choose(isSpot, smooth, 0), [1, 2]), 'float64'); // 0 where there is no spot
  const least = g.reshape(g.reduce('min', g.choose(isSpot, logs, 1e9), [1, 2]), [-1]);
  const most = g.reshape(g.reduce('max', g.choose(isSpot, logs, -1e9), [1, 2]), [-1]);
  const found = g.less(g.constant([0], [], 'float64'), g.reshape(none, [-1]));
  const start = g.choose(found, least, 0);
  const end = g.choose(found, most, 0);

  // Densities `[steps, n]`: spots of all maps together, each counted for its own.
  const spots = g.places(isSpot);
  const owner = g.gather(spots, g.constant([0], [1], 'int64'), 1); // [spots, 1]
  const log = g.reshape(g.at(logs, spots), [1, -1]);
  const maps = g.range(g.size(depth, 0));
  const owned = g.cast(g.equal(owner, maps), 'float64'); // [spots, n]
  const span = g.reduce('max', g.sub(g.add(end, STEP / 2), start), [0]);
  const steps = g.upTo(g.add(g.unary('floor', g.div(g.reshape(span, []), STEP)), 1));
  const offsets = g.mul(g.reshape(steps, [-1, 1]), STEP);
  const places = g.add(offsets, start); // [steps, n]
  const ownPlaces = g.add(offsets, g.gather(start, g.reshape(owner, [-1]), 0)); // [steps, spots]
  const far = g.div(g.sub(log, ownPlaces), SPREAD);
  const weight = g.unary('exp', g.sub(g.mul(log, 1.5), g.div(g.mul(far, far), 2)));
  const density = g.choose(g.lessEqual(places, g.add(end, STEP / 2)), g.matmul(weight, owned), -1);
  const commonest = g.add(start, g.mul(g.cast(g.argMax(density, 0), 'float64'), STEP));
  const typical = g.choose(found, g.unary('exp', commonest), 0);
  return g.reshape(g.cast(typical, 'float32'), [-1, 1, 1, 1]);
}

/** Gaussian blur of planes, mirrored at the edges, cut at 3 σ: a matrix product an axis. */
function blurred(g: GraphWriter, planes: Value, sigma: Value): Value {
  const matrix = (axis: 2 | 3): Value => {
    const length = g.length(planes, axis);
    const to = g.reshape(g.upTo(length), [-1, 1]);
    const from = g.reshape(g.upTo(length), [1, -1]);
    const radius = g.unary('ceil', g.mul(sigma, 3));
    const weight = (distance: Value): Value => {
      const scaled = g.div(distance, sigma);
      const bell = g.unary('exp', g.div(g.mul(scaled, scaled), -2));
      return g.choose(g.lessEqual(g.unary('abs', distance), radius), bell, 0);
    };
    const before = g.sub(-1, from); // where the pixel's mirror images lie
    const after = g.sub(g.sub(g.mul(length, 2), 1), from);
    const taps = [from, before, after].map((place) => weight(g.sub(place, to)));
    const sum = g.add(g.add(taps[0]!, taps[1]!), taps[2]!);
    return g.cast(g.div(sum, g.reduce('sum', sum, [1])), 'float32');
  };
  return g.along(planes, { down: matrix(2), across: matrix(3) });
}

/** The largest value within `reach` along an axis. */
function windowMaximum(g: GraphWriter, x: Value, axis: number, reach: Value): Value {
  const length = g.length(x, axis);
  const last = g.sub(length, 1);
  const shifted = (values: Value, by: Value, count: Value, end: Value): Value =>
    g.gather(values, g.whole(g.clamp(g.add(g.upTo(count), by), 0, end)), axis);
  // The ends are repeated, which adds no value that the window lacks.
  const extended = g.add(length, g.mul(reach, 2));
  let result = shifted(x, g.sub(0, reach), extended, last);
  const window = g.add(g.mul(reach, 2), 1);
  let covered = g.constant([1], [], 'float64');
  for (let i = 0; i < DOUBLINGS; i += 1) {
    const step = g.min(covered, g.sub(window, covered));
    result = g.max(result, shifted(result, step, extended, g.sub(extended, 1)));
    covered = g.add(covered, step);
  }
  return shifted(result, g.constant([0], [], 'float64'), length, last);
}
