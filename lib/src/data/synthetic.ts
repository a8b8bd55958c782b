import { Random } from '../random';
import type { Sample } from '../types';
import { beadMask, photographBeads, type Photograph } from './bead-image';
import { placeBeads, type Bead } from './bead-scene';

/**
 * Expected beads on a frame at each step of the default dilution series: 160,000 divided by 80x, 160x, …
 * 20480x.
 */
export const dilutionSeries: readonly number[] = Array.from({ length: 9 }, (_, step) => 2000 / 2 ** step);

export interface MicrobeadOptions {
  /** Number of tiles. The first tiles of a longer series are the same. */
  readonly count: number;
  /**
   * Side of a square tile in pixels, 32 or more; default 256. The scene is the same, bead radius 3.7 · size /
   * 512.
   */
  readonly size?: number;
  /** Any safe integer; default 1. */
  readonly seed?: number;
  /**
   * Beads on a frame: one number, a range (drawn log-uniformly for each slide), or a series (the slides go
   * through it in shuffled order, again and again). The default is {@link dilutionSeries}. Tiles scatter around
   * it as a Poisson variable, but a single number is met exactly.
   */
  readonly beads?: number | { readonly from: number; readonly to: number } | readonly number[];
  /** Tiles cut from one slide; default 4. */
  readonly tilesPerSlide?: number;
  /** 1 (grey, default) or 3 (RGB). */
  readonly channels?: 1 | 3;
  /** Share of beads set in contact with another one, in [0, 1]; default 0.1. More touch by chance. */
  readonly touching?: number;
}

/** A synthetic tile with the beads that it was drawn from. */
export interface MicrobeadScene {
  readonly sample: Sample;
  readonly beads: readonly Bead[];
}

/**
 * Synthetic photographs of microbeads, modelled on bright-field tiles: dark beads about 7 pixels wide (at 512²)
 * on an unevenly lit background, blurred, with Poisson and read noise, dust and specks.
 *
 * Tiles come from slides of {@link MicrobeadOptions.tilesPerSlide} tiles; a slide has its own dilution,
 * brightness, illumination, focus and noise, and is the samples' `group`. `mask` is exact (pixel centres inside
 * a bead), `objectCount` is the exact number of beads: every centre lies inside the tile. The same options give
 * the same bytes on every machine.
 */
export function syntheticMicrobeads(options: MicrobeadOptions): Sample[] {
  return microbeadScenes(options).map(({ sample }) => sample);
}

/** {@link syntheticMicrobeads} with the exact centre and radius of every bead. */
export function microbeadScenes(options: MicrobeadOptions): MicrobeadScene[] {
  const { count, size = 256, seed = 1, tilesPerSlide = 4, channels = 1, touching = 0.1 } = options;
  const beads = options.beads ?? dilutionSeries;
  wholeNumber('count', count, 0);
  wholeNumber('size', size, 32);
  wholeNumber('tilesPerSlide', tilesPerSlide, 1);
  if (!(touching >= 0 && touching <= 1)) throw new RangeError(`invalid touching; not in [0, 1]: ${touching}`);
  const random = new Random(seed);
  const slideChance = random.fork();
  const next = dilutions(beads, random.fork());
  const scenes: MicrobeadScene[] = [];
  for (let number = 1; scenes.length < count; number += 1) {
    const expected = next();
    const slide = newSlide(number, expected, slideChance.fork());
    const tileChance = slide.random;
    const cells = tileChance.shuffle(gridCells);
    for (let tile = 0; tile < tilesPerSlide && scenes.length < count; tile += 1) {
      const chance = tileChance.fork();
      const cell = cells[tile % cells.length]!;
      const total = typeof beads === 'number' ? beads : chance.poisson(expected);
      const placed = placeBeads(total, { size, radius: (slide.radius * size) / 512, touching }, chance);
      const photo = photographOf(slide, cell, size, chance);
      const repeat = tile < cells.length ? '' : `_${Math.floor(tile / cells.length) + 1}`;
      const sample: Sample = {
        id: `${slide.name}_grid_r${cell.row}_c${cell.column}${repeat}`,
        group: slide.name,
        height: size,
        width: size,
        channels,
        image: photographBeads(placed, photo, channels, chance),
        mask: beadMask(placed, size),
        objectCount: total,
      };
      scenes.push({ sample, beads: placed });
    }
  }
  return scenes;
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

/** A slide is photographed once and cut into 4 × 8 tiles. */
const gridCells: readonly Cell[] = Array.from({ length: 32 }, (_, i) => ({ row: i >> 3, column: i & 7 }));

/** What the tiles of one slide share. Lengths in pixels at 512². */
interface Slide {
  readonly name: string;
  readonly random: Random;
  readonly radius: number;
  readonly level: number;
  readonly fall: number;
  readonly tilt: number;
  readonly vignette: number;
  readonly absorption: number;
  readonly blur: number;
  readonly photons: number;
  readonly readNoise: number;
  readonly specks: number;
}

function newSlide(number: number, beads: number, random: Random): Slide {
  return {
    name: `synthetic_${Math.round(160_000 / Math.max(beads, 1))}x_s${String(number).padStart(3, '0')}`,
    radius: random.between(3.5, 3.9),
    level: random.between(90, 140),
    fall: random.between(0.12, 0.3),
    tilt: random.between(-0.08, 0.08),
    vignette: random.between(0.1, 0.3),
    absorption: random.between(0.5, 0.7),
    blur: random.between(1.9, 2.7),
    photons: random.between(20, 100),
    readNoise: random.between(0.3, 1.4),
    specks: random.between(0, 6),
    random: random.fork(),
  };
}

function photographOf(slide: Slide, cell: Cell, size: number, random: Random): Photograph {
  const scale = size / 512;
  // Noise in 512² pixels is a Gaussian grain of σ 0.76 (measured). A smaller tile averages it over larger pixels.
  const averaged = Math.max(0, 1 / scale ** 2 - 1) / 12;
  const quieter = Math.sqrt(0.76 ** 2 / (0.76 ** 2 + averaged));
  const grain = scale * Math.sqrt(0.76 ** 2 + averaged);
  // A slide's photons and read noise are given as seen in the picture: undo what the grain's blur takes away.
  const before = quieter / blurredNoise(grain);
  return {
    size,
    background: (x, y) => {
      const u = (cell.column + x) / 4 - 1;
      const v = (cell.row + y) / 2 - 1;
      const edge = Math.max(0, Math.abs(u) - 0.75) * 4;
      return slide.level * (1 - slide.fall * u - slide.tilt * v - slide.vignette * edge * edge * 0.6);
    },
    absorption: slide.absorption,
    blur: slide.blur * scale,
    photons: slide.photons / before ** 2,
    readNoise: slide.readNoise * before,
    grain,
    debris: debris(slide, size, random),
  };
}

/** Standard deviation of white unit noise after a Gaussian blur of the plane, from the kernel's own weights. */
function blurredNoise(sigma: number): number {
  let sum = 0;
  let squares = 0;
  for (let i = -Math.ceil(3 * sigma); i <= Math.ceil(3 * sigma); i += 1) {
    const weight = Math.exp((-i * i) / (2 * sigma * sigma));
    sum += weight;
    squares += weight * weight;
  }
  return squares / (sum * sum);
}

/** A few faint specks on every tile, and on one tile in eight a dark piece of dust, two to three beads wide. */
function debris(slide: Slide, size: number, random: Random): Photograph['debris'] {
  const unit = size / 512;
  const place = (radius: number, absorption: number): Photograph['debris'][number] => ({
    x: random.between(0, size),
    y: random.between(0, size),
    radius: radius * unit,
    absorption,
  });
  const spots = Array.from({ length: random.poisson(slide.specks) }, () =>
    place(random.between(1.5, 3), random.between(0.05, 0.15)),
  );
  return random.uniform() < 0.125 ? [...spots, place(random.between(6, 10), 0.75)] : spots;
}

/** Expected beads of slide after slide. */
function dilutions(beads: NonNullable<MicrobeadOptions['beads']>, random: Random): () => number {
  const check = (value: number): number => {
    if (!(value >= 0 && value <= 20_000)) throw new RangeError(`invalid beads; not in [0, 20000]: ${value}`);
    return value;
  };
  if (typeof beads === 'number') {
    wholeNumber('beads', beads, 0);
    return () => check(beads);
  }
  if ('from' in beads) {
    const [from, to] = [check(beads.from), check(beads.to)];
    if (!(from > 0 && from <= to))
      throw new RangeError(`invalid beads; need 0 < from <= to: ${from} to ${to}`);
    return () => from * (to / from) ** random.uniform();
  }
  if (beads.length === 0) throw new RangeError('invalid beads; an empty series');
  beads.forEach(check);
  let left: number[] = [];
  return () => {
    if (left.length === 0) left = random.shuffle(beads);
    return left.pop()!;
  };
}

function wholeNumber(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`invalid ${name}; not a whole number of ${least} or more: ${value}`);
}
