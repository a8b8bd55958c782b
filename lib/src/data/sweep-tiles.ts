import { beadTiles } from './bead-tiles';
import type { DataSet } from './data-set';
import { readDataSet } from './read-data-set';
import { writeSamples } from './write-samples';

/**
 * The images that the searches of `data/sweeps` were trained on: 64 tiles of 128 × 128 from 32 synthetic photographs of
 * beads, two photographs a group. They are written as a folder and read back, so that a training sees the same 8 bits
 * wherever it runs. Grey, as those trainings took them.
 *
 * @param dir a folder for them, made where it is missing
 */
export async function sweepTiles(dir: string): Promise<DataSet> {
  await writeSamples(dir, beadTiles({ scenes: 32, perScene: 2, seed: 20 }));
  return readDataSet(dir, { channels: 1 });
}
