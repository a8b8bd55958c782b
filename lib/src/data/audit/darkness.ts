import type { Sample } from '../../types';
import { backgroundOf } from '../background';
import { gaussianBlur } from '../blur';

/**
 * How much darker (or brighter) than its surroundings each pixel is, 0 where it is not; `height × width`, in
 * intensity. Blurred by a pixel at 512².
 */
export function darknessMap(sample: Sample, objects: 'dark' | 'bright'): Float32Array {
  const { height, width } = sample;
  const grey = greyOf(sample);
  const sign = objects === 'dark' ? 1 : -1;
  const darkness = backgroundOf(grey, height, width, { across: 64 }).map((background, i) =>
    Math.max(0, sign * (background - grey[i]!)),
  );
  return gaussianBlur(darkness, height, width, width / 512);
}

function greyOf({ image, channels }: Sample): Float32Array {
  if (channels === 1) return image;
  return Float32Array.from(
    { length: image.length / 3 },
    (_, i) => (image[3 * i]! + image[3 * i + 1]! + image[3 * i + 2]!) / 3,
  );
}
