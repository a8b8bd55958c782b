import type { Sample } from '../types';
import type { PictureRow } from './picture-grid';

/** Images beside their masks, for `pictureGrid`; labelled by what is known of them. */
export function maskRows(samples: readonly Sample[]): PictureRow[] {
  return samples.map((sample) => {
    const { width, height, image, mask, channels, objectCount, id } = sample;
    const share = mask.reduce((sum, value) => sum + value, 0) / mask.length;
    return {
      pictures: [
        { width, height, channels, pixels: image },
        { width, height, channels: 1, pixels: mask },
      ],
      label: [
        objectCount === undefined ? id : `${objectCount} objects`,
        `${(100 * share).toPrecision(2)} % foreground`,
      ],
    };
  });
}
