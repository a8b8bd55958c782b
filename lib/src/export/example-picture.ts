import { syntheticMicrobeads } from '../data';
import type { NetworkFile, RawPicture } from '../prediction';

/** A drawn picture of beads in a network's own intensities, for tests and covers where the user gives none of theirs. */
export function examplePicture({ preparation }: NetworkFile, side = 256): RawPicture {
  const { channels, intensity } = preparation;
  const [scene] = syntheticMicrobeads({ count: 1, size: side, seed: 7 });
  const { low, high } = intensity;
  const data = new Float32Array(side * side * channels);
  for (let i = 0; i < data.length; i += 1)
    data[i] = low + (high - low) * scene!.image[Math.floor(i / channels)]!;
  return { height: side, width: side, channels, data };
}
