import type { Preparation } from '../../prediction';
import { backgroundPlanes } from './background';
import type { GraphWriter, Value } from './graph-writer';
import { typicalDepth } from './typical-depth';

/** Least depth of objects that counts, as `evenContrast` has it. */
const LEAST_DEPTH = 0.1;

/** Planes `[n, c, h, w]` in [0, 1] under one illumination and contrast, as `evenContrast` of `unetlab/data` does it. */
export function evenContrastPlanes(
  g: GraphWriter,
  planes: Value,
  {
    objects = 'dark',
    background = 0.7,
    depth = 0.25,
    referenceWidth,
  }: NonNullable<Preparation['evenContrast']>,
): Value {
  const bright = objects === 'bright';
  const dark = bright ? g.sub(1, planes) : planes;
  const reference =
    referenceWidth === undefined ? g.length(planes, 3) : g.constant([referenceWidth], [], 'float64');
  const ratio = g.div(dark, g.max(backgroundPlanes(g, dark, reference), 1 / 255));
  const typical = typicalDepth(g, g.reduce('mean', g.sub(1, ratio), [1]), reference);
  const factor = g.div(g.constant([depth], [], 'float32'), g.max(typical, LEAST_DEPTH));
  const even = g.clamp(g.add(g.mul(g.sub(ratio, 1), factor), background), 0, 1);
  return bright ? g.sub(1, even) : even;
}
