import { lumaWeights } from '../../data';
import type { Preparation } from '../../prediction';
import { evenContrastPlanes } from './even-contrast';
import type { GraphWriter, Value } from './graph-writer';
import { resizePlanes } from './resize';

/**
 * What the network sees of pictures, as `preparePicture` does it.
 *
 * @param raw intensities in the files' units, `[n, c, h, w]` float32 with 1 to 4 channels
 * @returns `[n, channels, h′, w′]` in [0, 1]
 */
export function preparePlanes(g: GraphWriter, raw: Value, preparation: Preparation): Value {
  const { channels, intensity, size, evenContrast } = preparation;
  const coloured = channels === 1 ? toGrey(g, raw) : toColour(g, raw);
  const { low, high } = intensity;
  const scaled = g.clamp(g.div(g.sub(coloured, low), high - low), 0, 1);
  const sized = size.kind === 'native' ? scaled : resizePlanes(g, scaled, target(g, scaled, size));
  return evenContrast ? evenContrastPlanes(g, sized, evenContrast) : sized;
}

function target(
  g: GraphWriter,
  planes: Value,
  { kind, side }: { readonly kind: 'stretch' | 'fit'; readonly side: number },
): { height: Value; width: Value } {
  const square = g.constant([side], [], 'float64');
  if (kind === 'stretch') return { height: square, width: square };
  const [height, width] = [g.length(planes, 2), g.length(planes, 3)];
  const factor = g.div(square, g.max(height, width));
  const scaled = (length: Value): Value => g.max(g.round(g.mul(length, factor)), 1);
  return { height: scaled(height), width: scaled(width) };
}

/** The sum of the channels with weights that depend on their number: grey, grey and alpha, RGB, RGBA. */
function toGrey(g: GraphWriter, raw: Value): Value {
  const rows = [
    [1, 0, 0, 0],
    [1, 0, 0, 0],
    [...lumaWeights, 0],
    [...lumaWeights, 0],
  ].flat();
  const count = g.size(raw, 1);
  const row = g.gather(g.constant(rows, [4, 4], 'float32'), g.sub(count, 1), 0);
  const weights = g.reshape(g.gather(row, g.range(count), 0), [1, -1, 1, 1]);
  return g.reduce('sum', g.mul(raw, weights), [1]);
}

/** Three channels: grey repeated, or red, green and blue. */
function toColour(g: GraphWriter, raw: Value): Value {
  const rows = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 1, 2],
    [0, 1, 2],
  ].flat();
  const row = g.gather(g.constant(rows, [4, 3], 'int64'), g.sub(g.size(raw, 1), 1), 0);
  return g.gather(raw, row, 1);
}
