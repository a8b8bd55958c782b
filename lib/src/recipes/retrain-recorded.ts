import { cropSamples, splitByGroup, syntheticMicrobeads, type Split } from '../data';
import { architectures, type ArchitectureName, type Model } from '../models';
import { losses, type LossName } from '../losses';
import { evaluate, runRecord } from '../training';
import type { RunRecord } from '../types';
import type { Recipe } from './recipe';
import { trainRecipe } from './train-recipe';

/** What the records of `data/sweeps` say of a trial on synthetic beads: its recipe, its images, its seed. */
export interface RecordedTrial {
  readonly recipe: Recipe;
  readonly seed: number;
  /** Scenes of 512², four to a slide; tiles taken from each; side of a tile in pixels. */
  readonly images: { readonly scenes: number; readonly tilesPerScene: number; readonly size: number };
}

/**
 * Reads the configuration of a trial of `data/sweeps` as a recipe.
 *
 * @throws one line where the record is of another kind
 */
export function recordedTrial({ name, config }: Pick<RunRecord, 'name' | 'config'>): RecordedTrial {
  const number = (key: string): number => {
    const value = config[key];
    if (typeof value !== 'number')
      throw new Error(`${name} is not recorded so that it can be trained again: it has no ${key}`);
    return value;
  };
  const word = <T extends string>(key: string, known: Readonly<Record<T, unknown>>): T => {
    const value = String(config[key]);
    if (!(value in known)) throw new Error(`${name} cannot be trained again: there is no ${key} ${value}`);
    return value as T;
  };
  if (config.data !== 'synthetic')
    throw new Error(`${name} was not trained on synthetic beads, so it cannot be trained again here`);
  const scenes = number('scenes');
  return {
    recipe: {
      size: 'native',
      architecture: word<ArchitectureName>('architecture', architectures),
      model: {
        depth: number('depth'),
        baseFilters: number('base_filters'),
        dropout: number('dropout'),
        // These searches started at −3, whatever the share of foreground.
        headBias: -3,
      },
      loss: word<LossName>('loss', losses),
      augment: { flips: true, turns: true },
      config: {
        epochs: number('epochs'),
        batchSize: number('batch_size'),
        learningRate: number('learning_rate'),
        clipNorm: 1,
        reduceOnPlateau: { factor: 0.5, patience: 5, minLearningRate: 1e-6 },
        earlyStopping: { patience: number('patience') },
      },
    },
    seed: number('seed'),
    images: { scenes, tilesPerScene: number('tiles') / scenes, size: number('size') },
  };
}

/**
 * Trains a trial of `data/sweeps` again, in float32.
 *
 * @param inspect is given the trained model and the images that it was scored on
 */
export async function retrainRecorded(
  record: Pick<RunRecord, 'name' | 'config' | 'sweep'>,
  { inspect }: { readonly inspect?: (model: Model, split: Split) => void } = {},
): Promise<RunRecord> {
  const { recipe, seed, images } = recordedTrial(record);
  const scenes = syntheticMicrobeads({ count: images.scenes, size: 512, seed: 20 });
  const tiles = scenes.flatMap((scene) => cropSamples([scene], images.size).slice(0, images.tilesPerScene));
  const split = splitByGroup(tiles, { validation: 0.25, test: 0.25, seed: 1 });
  const { model, loss, result } = await trainRecipe(recipe, split, seed);
  try {
    const { batchSize } = result.config;
    const test = await evaluate(model, loss, split.test, { batchSize, precision: 'float32' });
    inspect?.(model, split);
    return runRecord({
      name: record.name,
      ...(record.sweep !== null && { sweep: record.sweep }),
      model,
      loss,
      result,
      summary: { test_jaccard: test.scores.jaccard, test_jaccard_soft: test.scores.jaccardSoft },
    });
  } finally {
    model.dispose();
  }
}
