import type { Tensor4D } from '@tensorflow/tfjs';
import type { Layers } from './layers';
import type { Architecture } from './model';

/** A stage of convolutions at one resolution: `[n, h, w, c]` to `[n, h, w, filters]`. */
export type Block = (nn: Layers, name: string, x: Tensor4D, filters: number) => Tensor4D;

/** What a decoder level takes of its encoder twin, given the upsampled features: the same shape as `skip`. */
export type Gate = (nn: Layers, name: string, skip: Tensor4D, up: Tensor4D, filters: number) => Tensor4D;

/** What happens to the deepest features, shape kept. */
export type Middle = (nn: Layers, x: Tensor4D) => Tensor4D;

/**
 * The frame that the U-Nets share: an encoder that halves the resolution `depth` times and doubles the filters, and a
 * decoder that goes back up, each level joined to its twin.
 */
export function encoderDecoder(
  block: Block,
  gate: Gate = (_nn, _name, skip) => skip,
  middle: Middle = (_nn, x) => x,
): Architecture {
  return (nn, image, { depth, baseFilters }) => {
    const skips: Tensor4D[] = [];
    let x = image;
    for (let level = 0; level < depth; level += 1) {
      x = block(nn, `encoder${level}`, x, baseFilters << level);
      skips.push(x);
      x = nn.pool(x);
    }
    x = middle(nn, block(nn, 'bottleneck', x, baseFilters << depth));
    const features: Tensor4D[] = [];
    for (let level = depth - 1; level >= 0; level -= 1) {
      const filters = baseFilters << level;
      const up = nn.up(`decoder${level}/up`, x, filters);
      const skip = gate(nn, `decoder${level}/gate`, skips[level]!, up, filters);
      x = block(nn, `decoder${level}`, nn.concat(skip, up), filters);
      features.unshift(x);
    }
    return features as [Tensor4D, ...Tensor4D[]];
  };
}
