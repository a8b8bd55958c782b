import { encoderDecoder } from './encoder-decoder';
import type { LayerSet } from './layer-set';

/** Two times convolution, normalisation and ReLU, with dropout between. */
export function convBlock<I, K>(nn: LayerSet<I, K>, name: string, x: I, filters: number): I {
  const first = nn.normRelu(`${name}/norm1`, nn.conv(`${name}/conv1`, x, filters));
  return nn.normRelu(`${name}/norm2`, nn.conv(`${name}/conv2`, nn.dropout(first), filters));
}

/** U-Net (Ronneberger, Fischer and Brox, 2015) with `same` padding and normalisation. */
export const unet = encoderDecoder(convBlock);
