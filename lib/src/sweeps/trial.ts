import { cropSamples, splitByGroup, syntheticMicrobeads, type Split } from '../data';
import type { LossName } from '../losses';
import type { ArchitectureName, Model } from '../models';
import { trainRecipe, type Recipe } from '../recipes';
import { evaluate, runRecord, type TrainingConfig } from '../training';
import type { RunRecord, TrainingProgress } from '../types';

/** One configuration of a search, complete: it determines the run. Plain data, so that a process can be handed it. */
export interface Trial {
  /** Unique within its sweep; also the run's title. */
  readonly name: string;
  readonly sweep: string;
  readonly architecture: ArchitectureName;
  readonly loss: LossName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly dropout: number;
  readonly epochs: number;
  readonly patience: number;
  /** Of weights, order and dropout; the images and the split stay the same. */
  readonly seed: number;
  readonly baseFilters: number;
  readonly depth: number;
  /** Side of the tiles in pixels, cut from 512² scenes. */
  readonly size: number;
  /** Scenes of 512², four to a synthetic slide. */
  readonly scenes: number;
  /** Tiles taken from each scene. */
  readonly tilesPerScene: number;
}

/**
 * Trains one trial on synthetic microbeads and scores it on held-out slides. Adam with `clipnorm` 1, the plateau rule of
 * the reference documents (factor 0.5, patience 5, minimum 1e-6) and early stopping.
 */
export async function runTrial(
  trial: Trial,
  {
    onProgress,
    precision = 'float32',
    inspect,
  }: {
    onProgress?: (progress: TrainingProgress) => void;
    precision?: TrainingConfig['precision'];
    /** Given the trained model and the images that it was scored on. */
    inspect?: (model: Model, split: Split) => void;
  } = {},
): Promise<RunRecord> {
  const scenes = syntheticMicrobeads({ count: trial.scenes, size: 512, seed: 20 });
  const tiles = scenes.flatMap((scene) => cropSamples([scene], trial.size).slice(0, trial.tilesPerScene));
  const split = splitByGroup(tiles, { validation: 0.25, test: 0.25, seed: 1 });
  const { architecture, depth, baseFilters, dropout, seed } = trial;
  const recipe: Recipe = {
    size: 'native',
    architecture,
    // The recorded searches started at −3, whatever the share of foreground.
    model: { depth, baseFilters, dropout, headBias: -3 },
    loss: trial.loss,
    augment: { flips: true, turns: true },
    config: {
      epochs: trial.epochs,
      batchSize: trial.batchSize,
      learningRate: trial.learningRate,
      clipNorm: 1,
      reduceOnPlateau: { factor: 0.5, patience: 5, minLearningRate: 1e-6 },
      earlyStopping: { patience: trial.patience },
      precision,
    },
  };
  const { model, loss, result } = await trainRecipe(recipe, split, seed, {
    ...(onProgress && { onProgress }),
  });
  const test = await evaluate(model, loss, split.test, { batchSize: trial.batchSize, precision });
  inspect?.(model, split);
  return runRecord({
    id: `${trial.sweep}-${trial.name}`,
    name: trial.name,
    sweep: trial.sweep,
    model,
    loss,
    result,
    config: {
      size: trial.size,
      scenes: trial.scenes,
      tiles: tiles.length,
      data: 'synthetic',
      patience: trial.patience,
    },
    summary: {
      test_jaccard: test.scores.jaccard,
      test_jaccard_soft: test.scores.jaccardSoft,
      test_images_scored: test.scores.scored,
    },
  });
}
