import { encoderDecoder } from './encoder-decoder';
import type { LayerSet } from './layer-set';
import { residualBlock } from './residual-unet';
import { convBlock } from './unet';

/**
 * Additive attention (Oktay and others, 2018): the skip is multiplied by one weight in [0, 1] a pixel, made from the
 * skip and the upsampled features.
 */
export function attentionGate<I, K>(nn: LayerSet<I, K>, name: string, skip: I, up: I, filters: number): I {
  const inner = Math.max(1, filters >> 1);
  const fromSkip = nn.norm(`${name}/norm-skip`, nn.conv(`${name}/skip`, skip, inner, { kernel: 1 }));
  const fromUp = nn.norm(`${name}/norm-up`, nn.conv(`${name}/up`, up, inner, { kernel: 1 }));
  const weight = nn.conv(`${name}/weight`, nn.relu(nn.add(fromSkip, fromUp)), 1, { kernel: 1, bias: true });
  return nn.multiply(skip, nn.sigmoid(weight));
}

/** Attention U-Net (Oktay and others, 2018). */
export const attentionUnet = encoderDecoder(convBlock, attentionGate);

/** Attention U-Net with residual blocks. */
export const attentionResunet = encoderDecoder(residualBlock, attentionGate);
