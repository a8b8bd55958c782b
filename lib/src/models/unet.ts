import type { Tensor4D } from '@tensorflow/tfjs';
import type { Layers } from './layers';
import type { Architecture } from './model';

/** Two times convolution, normalisation and ReLU, with dropout between. */
export function convBlock(nn: Layers, name: string, x: Tensor4D, filters: number): Tensor4D {
  const first = nn.relu(nn.norm(`${name}/norm1`, nn.conv(`${name}/conv1`, x, filters)));
  return nn.relu(nn.norm(`${name}/norm2`, nn.conv(`${name}/conv2`, nn.dropout(first), filters)));
}

/**
 * U-Net (Ronneberger, Fischer and Brox, 2015) with `same` padding: an encoder that halves the resolution `depth` times
 * and a decoder that doubles it again, each level joined to its twin.
 */
export const unet: Architecture = (nn, image, { depth, baseFilters }) => {
  const skips: Tensor4D[] = [];
  let x = image;
  for (let level = 0; level < depth; level += 1) {
    x = convBlock(nn, `encoder${level}`, x, baseFilters << level);
    skips.push(x);
    x = nn.pool(x);
  }
  x = convBlock(nn, 'bottleneck', x, baseFilters << depth);
  const features: Tensor4D[] = [];
  for (let level = depth - 1; level >= 0; level -= 1) {
    const up = nn.up(`decoder${level}/up`, x, baseFilters << level);
    x = convBlock(nn, `decoder${level}`, nn.concat(skips[level]!, up), baseFilters << level);
    features.unshift(x);
  }
  return features as [Tensor4D, ...Tensor4D[]];
};
