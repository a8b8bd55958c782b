import type { Recipe } from './recipe';

/** What the reference documents say of both their trainings. */
const published = {
  architecture: 'unet',
  model: { baseFilters: 16, depth: 4, norm: 'batch', dropout: 0.3 },
  augment: {},
  config: {
    reduceOnPlateau: { factor: 0.5, patience: 5, minLearningRate: 1e-6 },
    earlyStopping: { patience: 20 },
    monitor: 'valJaccardSoft',
    epochs: 100,
  },
} as const satisfies Partial<Recipe>;

/** Recipes with a name. */
export const recipes = {
  /** The published best at 256²: soft validation Jaccard 0.2456. */
  'published-256': {
    ...published,
    size: 256,
    loss: 'dice',
    config: { ...published.config, batchSize: 32, learningRate: 1e-4 },
  },
  /** The published best of 15 configurations at 512²: soft validation Jaccard 0.1640. */
  'published-512': {
    ...published,
    size: 512,
    loss: 'combined',
    config: { ...published.config, batchSize: 4, learningRate: 2e-4 },
  },
  /** What the collection recommends for microbeads at 512² on two cores; its measured result is in notebook 03. */
  best: {
    size: 512,
    evenContrast: true,
    architecture: 'unet',
    model: { baseFilters: 16, depth: 4, norm: 'batch', dropout: 0.1 },
    loss: 'dice-bce',
    augment: {
      flips: true,
      turns: true,
      intensity: { gain: [0.93, 1.07], offset: [-0.05, 0.05], gamma: [0.9, 1.1] },
    },
    config: {
      epochs: 30,
      batchSize: 4,
      learningRate: 2e-3,
      weightDecay: 1e-4,
      schedule: { kind: 'cosine', warmupEpochs: 1, final: 0.01 },
      restoreBest: false,
    },
    predict: { symmetries: true },
  },
} as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof recipes;
