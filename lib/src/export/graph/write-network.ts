import { architectures, type Architecture, type Model } from '../../models';
import type { Preparation } from '../../prediction';
import { GraphLayers } from './graph-layers';
import type { ElementType, GraphWriter, Value } from './graph-writer';
import { preparePlanes } from './prepare-planes';
import { resizePlanes } from './resize';

/**
 * Writes a network with its preparation: from raw intensities `[n, c, h, w]` (1 to 4 channels) to the probability of
 * foreground `[n, 1, h, w]`, float32, in the picture's size.
 *
 * @param type of the network's weights and features; the preparation is float32
 */
export function writeNetwork(
  g: GraphWriter,
  raw: Value,
  model: Model,
  preparation: Preparation,
  type: Extract<ElementType, 'float32' | 'float16'> = 'float32',
): Value {
  const prepared = preparePlanes(g, raw, preparation);
  const [height, width] = [g.length(prepared, 2), g.length(prepared, 3)];
  const multiple = 2 ** model.config.depth;
  const padded = [
    [height, 2],
    [width, 3],
  ] as const;
  const planes = padded.reduce((x, [length, axis]) => mirrored(g, x, length, axis, multiple), prepared);
  const centred = g.cast(g.sub(g.mul(planes, 2), 1), type); // as the model does
  const image = g.channelAxis === 1 ? centred : g.transpose(centred, [0, 2, 3, 1]);
  const layers = new GraphLayers(g, model);
  const architecture = (architectures as Record<string, Architecture>)[model.name]!;
  const [finest] = architecture(layers, { value: image, channels: model.config.channels }, model.config);
  const head = g.cast(layers.conv('head', finest, 1, { kernel: 1, bias: true }).value, 'float32');
  const logits = g.channelAxis === 1 ? head : g.transpose(head, [0, 3, 1, 2]);
  const cut = padded.reduce((x, [length, axis]) => g.gather(x, g.range(g.whole(length)), axis), logits);
  const probability = g.unary('sigmoid', cut);
  if (preparation.size.kind === 'native') return probability;
  return resizePlanes(g, probability, { height: g.length(raw, 2), width: g.length(raw, 3) });
}

/** The planes continued to a multiple along an axis, mirrored at their end (again and again where they are short). */
function mirrored(g: GraphWriter, planes: Value, length: Value, axis: number, multiple: number): Value {
  const places = g.upTo(g.mul(g.unary('ceil', g.div(length, multiple)), multiple));
  const period = g.mul(length, 2);
  const within = g.sub(places, g.mul(g.unary('floor', g.div(places, period)), period));
  const index = g.min(within, g.sub(g.sub(period, 1), within));
  return g.gather(planes, g.whole(index), axis);
}
