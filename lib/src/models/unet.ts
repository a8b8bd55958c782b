import { encoderDecoder, type Block } from './encoder-decoder';

/** Two times convolution, normalisation and ReLU, with dropout between. */
export const convBlock: Block = (nn, name, x, filters) => {
  const first = nn.normRelu(`${name}/norm1`, nn.conv(`${name}/conv1`, x, filters));
  return nn.normRelu(`${name}/norm2`, nn.conv(`${name}/conv2`, nn.dropout(first), filters));
};

/** U-Net (Ronneberger, Fischer and Brox, 2015) with `same` padding and normalisation. */
export const unet = encoderDecoder(convBlock);
