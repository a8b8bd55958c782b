import type { Size } from '../../data';
import type { NetworkFile } from '../network-description';

/** Objects that look this many times smaller or larger than in training are said. */
const NOTICED = 1.25;

/**
 * Says where a picture is brought to the network's size by another factor than the training images were: its objects then
 * look smaller or larger than any that the network knows.
 */
export function scaleNotice(
  { height, width }: Size,
  { preparation: { size }, data }: Pick<NetworkFile, 'preparation' | 'data'>,
): string[] {
  if (size.kind !== 'fit' || data.longerSide === undefined) return [];
  const times = Math.max(height, width) / data.longerSide;
  if (times < NOTICED && times > 1 / NOTICED) return [];
  const [factor, how] = times > 1 ? [times, 'smaller'] : [1 / times, 'larger'];
  const help = times > 1 ? `cut such pictures to about ${data.longerSide} px` : 'such pictures are too small';
  return [
    `its longer side was brought to ${size.side} px as the ${data.longerSide} px of the training images were, so at one magnification its objects look ${factor.toFixed(1)} times ${how} than those, and may be missed or miscounted: ${help}`,
  ];
}
