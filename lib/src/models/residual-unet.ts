import { encoderDecoder } from './encoder-decoder';
import type { LayerSet } from './layer-set';

/** {@link convBlock} with a shortcut around it (He and others, 2016); a 1 × 1 convolution fits the channels. */
export function residualBlock<I, K>(nn: LayerSet<I, K>, name: string, x: I, filters: number): I {
  const first = nn.normRelu(`${name}/norm1`, nn.conv(`${name}/conv1`, x, filters));
  const second = nn.norm(`${name}/norm2`, nn.conv(`${name}/conv2`, nn.dropout(first), filters));
  const shortcut = nn.norm(`${name}/norm0`, nn.conv(`${name}/conv0`, x, filters, { kernel: 1 }));
  return nn.relu(nn.add(second, shortcut));
}

/** Residual U-Net (Zhang, Liu and Wang, 2018, "Road extraction by deep residual U-Net"). */
export const residualUnet = encoderDecoder(residualBlock);
