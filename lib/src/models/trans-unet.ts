import { encoderDecoder } from './encoder-decoder';
import type { LayerSet } from './layer-set';
import { convBlock } from './unet';

const HEADS = 4;
const BLOCKS = 2;

/**
 * Transformer blocks (Vaswani and others, 2017; normalisation first) over the deepest features, one token a pixel, with
 * sinusoidal positions, so that any image size fits.
 */
export function transformerMiddle<I, K>(nn: LayerSet<I, K>, x: I): I {
  const channels = nn.channels(x);
  let tokens = nn.tokens(x);
  for (let i = 0; i < BLOCKS; i += 1) {
    const name = `transformer${i}`;
    tokens = nn.add(tokens, attention(nn, `${name}/attention`, nn.layerNorm(`${name}/norm1`, tokens)));
    const hidden = nn.relu(nn.dense(`${name}/mlp1`, nn.layerNorm(`${name}/norm2`, tokens), 2 * channels));
    tokens = nn.add(tokens, nn.dense(`${name}/mlp2`, hidden, channels));
  }
  return nn.image(tokens, x);
}

/** U-Net with a transformer at its bottleneck, after TransUNet (Chen and others, 2021), trained from scratch. */
export const transUnet = encoderDecoder(convBlock, undefined, transformerMiddle);

/** Multi-head self-attention, `[n, t, c]` to the same. */
function attention<I, K>(nn: LayerSet<I, K>, name: string, x: K): K {
  const channels = nn.channels(x);
  const part = (of: string): K => nn.dense(`${name}/${of}`, x, channels);
  const [query, key] = [part('query'), part('key')];
  const mixed = nn.attention(query, key, part('value'), channels % HEADS === 0 ? HEADS : 1);
  return nn.dense(`${name}/out`, mixed, channels);
}
