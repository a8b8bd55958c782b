import { encoderDecoder, type Block } from './encoder-decoder';

/** {@link convBlock} with a shortcut around it (He and others, 2016); a 1 × 1 convolution fits the channels. */
export const residualBlock: Block = (nn, name, x, filters) => {
  const first = nn.normRelu(`${name}/norm1`, nn.conv(`${name}/conv1`, x, filters));
  const second = nn.norm(`${name}/norm2`, nn.conv(`${name}/conv2`, nn.dropout(first), filters));
  const shortcut = nn.norm(`${name}/norm0`, nn.conv(`${name}/conv0`, x, filters, { kernel: 1 }));
  return nn.relu(second.add(shortcut));
};

/** Residual U-Net (Zhang, Liu and Wang, 2018, "Road extraction by deep residual U-Net"). */
export const residualUnet = encoderDecoder(residualBlock);
