import type { Random } from '../random';
import type { Bead } from './bead-scene';
import { gaussianBlur } from './blur';

/** How a slide was photographed. Lengths are pixels of the tile, levels are 8-bit grey levels. */
export interface Photograph {
  readonly size: number;
  /** Background level (0–255) at a place of the tile, both coordinates in [0, 1]. */
  readonly background: (x: number, y: number) => number;
  /** Share of light that a single bead takes away at its middle, before blur. */
  readonly absorption: number;
  /** Standard deviation of the optical blur. */
  readonly blur: number;
  /** Photons per grey level: noise variance is `level / photons` plus the square of `readNoise`. */
  readonly photons: number;
  /** Standard deviation of the camera's read noise, in grey levels. */
  readonly readNoise: number;
  /** Standard deviation of the blur that demosaicing and compression put on the noise. */
  readonly grain: number;
  /** Spots that are not beads: dust and specks, with the share of light that each takes away. */
  readonly debris: readonly (Bead & { readonly absorption: number })[];
}

/** Share of a bead's absorption in red, green and blue: the stained beads let more blue through. */
const TINT = [1.06, 1, 0.9] as const;

/**
 * Draws the light that comes through a scene and photographs it: each bead takes away its share (two beads over
 * one another take it twice), the optics blur, the camera adds Poisson and read noise, and the result is
 * rounded to 8 bits.
 *
 * @returns intensities in {0, 1/255, …, 1}, `size × size × channels`.
 */
export function photographBeads(
  beads: readonly Bead[],
  photo: Photograph,
  channels: 1 | 3,
  random: Random,
): Float32Array {
  const { size } = photo;
  const shadow = new Float32Array(size * size).fill(1);
  for (const bead of beads) dim(shadow, size, bead, photo.absorption * random.between(0.9, 1.1));
  for (const spot of photo.debris) dim(shadow, size, spot, spot.absorption);
  const light = gaussianBlur(shadow, size, size, photo.blur);
  const image = new Float32Array(size * size * channels);
  for (let channel = 0; channel < channels; channel += 1) {
    const tint = channels === 1 ? 1 : TINT[channel]!;
    const grey = expose(light, tint, photo, random);
    for (let i = 0; i < grey.length; i += 1) image[i * channels + channel] = grey[i]!;
  }
  return image;
}

/** The exact mask: 1 where a pixel's centre lies inside a bead. */
export function beadMask(beads: readonly Bead[], size: number): Uint8Array {
  const mask = new Uint8Array(size * size);
  for (const { x, y, radius } of beads) {
    for (let row = first(y - radius); row < last(y + radius, size); row += 1)
      for (let column = first(x - radius); column < last(x + radius, size); column += 1)
        if ((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2 <= radius * radius) mask[row * size + column] = 1;
  }
  return mask;
}

const first = (v: number): number => Math.max(0, Math.floor(v));
const last = (v: number, size: number): number => Math.min(size, Math.ceil(v));

/**
 * Takes a disc's share of the light away; a pixel on the rim by the part of it that the disc covers, roughly.
 */
function dim(shadow: Float32Array, size: number, disc: Bead, absorption: number): void {
  const { x, y, radius } = disc;
  const reach = radius + 1;
  for (let row = first(y - reach); row < last(y + reach, size); row += 1)
    for (let column = first(x - reach); column < last(x + reach, size); column += 1) {
      const distance = Math.sqrt((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2);
      const cover = Math.min(1, Math.max(0, radius + 0.5 - distance));
      if (cover > 0) shadow[row * size + column]! *= 1 - absorption * cover;
    }
}

function expose(light: Float32Array, tint: number, photo: Photograph, random: Random): Float32Array {
  const { size, photons, readNoise, grain } = photo;
  const clean = new Float32Array(light.length);
  const noise = new Float32Array(light.length);
  for (let row = 0, i = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1, i += 1) {
      const level =
        photo.background((column + 0.5) / size, (row + 0.5) / size) * (1 - tint * (1 - light[i]!));
      clean[i] = level;
      noise[i] =
        random.poisson(Math.max(0, level * photons)) / photons -
        Math.max(0, level) +
        readNoise * random.normal();
    }
  const grains = gaussianBlur(noise, size, size, grain);
  for (let i = 0; i < clean.length; i += 1)
    clean[i] = Math.min(255, Math.max(0, Math.round(clean[i]! + grains[i]!))) / 255;
  return clean;
}
