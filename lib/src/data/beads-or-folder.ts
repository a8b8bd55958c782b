import type { Sample } from '../types';
import type { IntensityRange } from './pictures/intensity-range';
import { readDataSet, type DataSetOptions } from './read-data-set';
import { syntheticMicrobeads, type MicrobeadOptions } from './synthetic';

/** The images that a notebook works on, wherever they come from. */
export interface RunImages {
  /** For records and outputs: the folder's name, or `synthetic`. */
  readonly name: string;
  readonly samples: readonly Sample[];
  /** What was read, or drawn, in a few lines. */
  readonly summary: string;
  /** Whether they are synthetic microbeads. */
  readonly drawn: boolean;
  /** For sentences: `synthetic beads`, or the folder's name. */
  readonly words: string;
  /** What is held out together. */
  readonly unit: 'slides' | 'groups' | 'images';
  /** What the masks mean, a sentence. */
  readonly masks: string;
  /** Images of different groups that are nearly equal. */
  readonly nearEqual: readonly { readonly a: string; readonly b: string }[];
  /** Levels of the files that became 0 and 1, by kind of file; those of drawn images are what they are written with. */
  readonly range: IntensityRange;
}

export type BeadsOrFolderOptions = DataSetOptions & {
  /** Synthetic tiles that are drawn where no folder is given. */
  readonly tiles: number;
} & Pick<MicrobeadOptions, 'seed' | 'beads' | 'tilesPerSlide'>;

/**
 * Reads the folder, where one is given; else draws synthetic microbeads of the same size and channels.
 *
 * @throws what `readDataSet` throws
 */
export async function beadsOrFolder(dir: string | null, options: BeadsOrFolderOptions): Promise<RunImages> {
  const { tiles, seed = 1, beads, tilesPerSlide, ...told } = options;
  if (dir === null) {
    const { size, channels } = told;
    const samples = syntheticMicrobeads({
      count: tiles,
      seed,
      ...(size != null && { size }),
      ...(channels != null && { channels }),
      ...(beads !== undefined && { beads }),
      ...(tilesPerSlide !== undefined && { tilesPerSlide }),
    });
    return {
      name: 'synthetic',
      samples,
      summary: `${tiles} synthetic tiles, seed ${seed}`,
      drawn: true,
      words: 'synthetic beads',
      unit: 'slides',
      masks: 'foreground is 1, the pixels of a drawn bead; background is 0',
      nearEqual: [],
      range: { ranges: { uint8: { low: 0, high: 255 } }, text: 'images: 8-bit', notices: [] },
    };
  }
  const { name, samples, summary, masks, nearEqual, eachItsOwn, range } = await readDataSet(dir, told);
  return {
    name,
    samples,
    summary: eachItsOwn ? `${summary}\n${alone}` : summary,
    drawn: false,
    words: name,
    unit: eachItsOwn ? 'images' : 'groups',
    masks,
    nearEqual,
    range,
  };
}

const alone =
  'every image is a group of its own: what is called held out below are images, and their neighbours may have been trained on';
