import type { Random } from '../random';

/** One bead of a synthetic scene, in pixels of its tile; the centre of the first pixel is (0.5, 0.5). */
export interface Bead {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** What a scene's beads look like, in pixels. */
export interface BeadPlacement {
  /** Side of the square tile. */
  readonly size: number;
  /** Mean radius of a bead; single beads scatter by 4 % (standard deviation). */
  readonly radius: number;
  /** Share of beads that are set in contact with another one, in [0, 1]; more touch by chance. */
  readonly touching: number;
}

/** Closest two centres may come, in radii: a contact seen through the blur, since the beads are spheres. */
const CONTACT = 1.7;
/** Share of beads that lie in another layer and may cover others: the dark clumps on the slides. */
const STACKED = 0.1;
const ATTEMPTS = 20;

/**
 * Places `count` beads with their centres inside the tile. Beads keep the distance of a contact, as long as a
 * free place is found in 20 attempts. One in ten may lie over others, and so may beads that find no free place.
 */
export function placeBeads(count: number, scene: BeadPlacement, random: Random): Bead[] {
  const { size, radius, touching } = scene;
  const contact = CONTACT * radius;
  const cells = Math.max(1, Math.floor(size / contact));
  const grid: Bead[][] = Array.from({ length: cells * cells }, () => []);
  const cell = (v: number): number => Math.min(cells - 1, Math.floor((v / size) * cells));
  const free = (x: number, y: number): boolean => {
    const [column, row] = [cell(x), cell(y)];
    for (let r = Math.max(0, row - 1); r <= Math.min(cells - 1, row + 1); r += 1)
      for (let c = Math.max(0, column - 1); c <= Math.min(cells - 1, column + 1); c += 1)
        for (const other of grid[r * cells + c]!)
          if ((other.x - x) ** 2 + (other.y - y) ** 2 < contact * contact) return false;
    return true;
  };

  const beads: Bead[] = [];
  while (beads.length < count) {
    const neighbour =
      beads.length > 0 && random.uniform() < touching ? beads[random.int(beads.length)] : undefined;
    const stacked = random.uniform() < STACKED;
    let [x, y] = [0, 0];
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      [x, y] =
        neighbour && attempt < ATTEMPTS / 2 ? beside(neighbour, contact, random) : anywhere(size, random);
      if (x >= 0 && y >= 0 && x < size && y < size && (stacked || free(x, y))) break;
      if (attempt === ATTEMPTS - 1) [x, y] = anywhere(size, random);
    }
    const scatter = Math.max(-2.5, Math.min(2.5, random.normal()));
    const bead = { x, y, radius: radius * (1 + 0.04 * scatter) };
    beads.push(bead);
    grid[cell(y) * cells + cell(x)]!.push(bead);
  }
  return beads;
}

function anywhere(size: number, random: Random): [number, number] {
  return [random.between(0, size), random.between(0, size)];
}

/** A point at 1 to 1.2 contact distances; the direction comes from the unit disc, without trigonometry. */
function beside(bead: Bead, contact: number, random: Random): [number, number] {
  for (;;) {
    const u = random.between(-1, 1);
    const v = random.between(-1, 1);
    const length = Math.sqrt(u * u + v * v);
    if (length > 0.1 && length <= 1) {
      const distance = (contact * random.between(1, 1.2)) / length;
      return [bead.x + u * distance, bead.y + v * distance];
    }
  }
}
