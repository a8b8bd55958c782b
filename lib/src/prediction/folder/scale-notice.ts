import type { Size } from '../../data';
import type { NetworkFile } from '../network-description';

/** Objects that look this many times smaller or larger than in training are said. */
const NOTICED = 1.25;

/**
 * Says where a picture is of another size than the training images were, and that counts: brought to the network's size by
 * another factor, its objects look smaller or larger than any that the network knows; an even contrast whose reference width the
 * network file does not hold is measured in shares of a picture's width, so it takes spots of another size for objects.
 */
export function scaleNotice(
  { height, width }: Size,
  { preparation: { size, evenContrast }, data }: Pick<NetworkFile, 'preparation' | 'data'>,
): string[] {
  if (data.longerSide === undefined) return [];
  const longer = Math.max(height, width);
  const times = longer / data.longerSide;
  if (times < NOTICED && times > 1 / NOTICED) return [];
  if (size.kind === 'native' && evenContrast && evenContrast.referenceWidth === undefined)
    return [
      `its contrast was made even in shares of its ${longer} px, those of the training images of ${data.longerSide} px, so spots ${times > 1 ? `${times.toFixed(1)} times as large` : 'of another size'} were taken for objects: cut such pictures to about ${data.longerSide} px`,
    ];
  if (size.kind !== 'fit') return [];
  const [factor, how] = times > 1 ? [times, 'smaller'] : [1 / times, 'larger'];
  const help = times > 1 ? `cut such pictures to about ${data.longerSide} px` : 'such pictures are too small';
  return [
    `its longer side was brought to ${size.side} px as the ${data.longerSide} px of the training images were, so at one magnification its objects look ${factor.toFixed(1)} times ${how} than those, and may be missed or miscounted: ${help}`,
  ];
}
