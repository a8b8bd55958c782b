import type { LayerSet } from './layer-set';
import type { Architecture, ModelConfig } from './model';

/** A stage of convolutions at one resolution: `[n, h, w, c]` to `[n, h, w, filters]`. */
export type Block = <I, K>(nn: LayerSet<I, K>, name: string, x: I, filters: number) => I;

/** What a decoder level takes of its encoder twin, given the upsampled features: the same shape as `skip`. */
export type Gate = <I, K>(nn: LayerSet<I, K>, name: string, skip: I, up: I, filters: number) => I;

/** What happens to the deepest features, shape kept. */
export type Middle = <I, K>(nn: LayerSet<I, K>, x: I) => I;

/**
 * The frame that the U-Nets share: an encoder that halves the resolution `depth` times and doubles the filters, and a
 * decoder that goes back up, each level joined to its twin.
 */
export function encoderDecoder(
  block: Block,
  gate: Gate = (_nn, _name, skip) => skip,
  middle: Middle = (_nn, x) => x,
): Architecture {
  return <I, K>(nn: LayerSet<I, K>, image: I, { depth, baseFilters }: ModelConfig) => {
    const skips: I[] = [];
    let x = image;
    for (let level = 0; level < depth; level += 1) {
      x = block(nn, `encoder${level}`, x, baseFilters << level);
      skips.push(x);
      x = nn.pool(x);
    }
    x = middle(nn, block(nn, 'bottleneck', x, baseFilters << depth));
    const features: I[] = [];
    for (let level = depth - 1; level >= 0; level -= 1) {
      const filters = baseFilters << level;
      const up = nn.up(`decoder${level}/up`, x, filters);
      const skip = gate(nn, `decoder${level}/gate`, skips[level]!, up, filters);
      x = block(nn, `decoder${level}`, nn.concat(skip, up), filters);
      features.unshift(x);
    }
    return features as [I, ...I[]];
  };
}
