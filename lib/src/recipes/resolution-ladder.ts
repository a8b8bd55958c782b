import type { Recipe } from './recipe';
import { recipes } from './named-recipes';

/** One training of the resolution experiment. */
export interface Rung {
  readonly name: string;
  /** What is different from the published recipe at 512², in words. */
  readonly change: string;
  readonly recipe: Recipe;
  /** `tile`: tiles of one slide on both sides, which leaks; `slide`: slides are held out whole. */
  readonly split: 'tile' | 'slide';
  /**
   * Masks to train on: as given; moved onto their objects, as large as the tile's objects look; or drawn anew as equal
   * discs.
   */
  readonly labels: 'given' | 'audited' | 'discs';
}

const base: Recipe = recipes['published-512'];

/** The published recipe at 512² with parts of its configuration changed. */
function changed(
  name: string,
  change: string,
  {
    model,
    config,
    split = 'tile',
    labels = 'given',
    ...rest
  }: Partial<Omit<Recipe, 'size' | 'architecture'> & Pick<Rung, 'split' | 'labels'>> = {},
): Rung {
  const recipe = {
    ...base,
    ...rest,
    model: { ...base.model, ...model },
    config: { ...base.config, ...config },
  };
  return { name, change, recipe, split, labels };
}

/**
 * The published pair; the published recipe at 512² with each suspected cause removed by itself; then everything
 * together, at both resolutions, and with the contrast left as it is. The number of epochs is the same for all and chosen
 * by whoever runs it.
 */
export const resolutionLadder: readonly Rung[] = [
  {
    name: 'published-256',
    change: 'the published recipe at 256²',
    recipe: recipes['published-256'],
    split: 'tile',
    labels: 'given',
  },
  changed('published-512', 'the published recipe at 512²'),
  changed('accumulation', 'gradients of 8 batches an update', { config: { accumulate: 8 } }),
  changed('group-norm', 'group normalisation, 8 groups', { model: { norm: 'group' } }),
  changed('smoothing', 'Dice image by image, ε = 10⁻⁶', { diceOptions: { smooth: 1e-6, over: 'image' } }),
  changed('learning-rate', 'learning rate 2 · 10⁻³', { config: { learningRate: 2e-3 } }),
  changed('receptive-field', 'one more pooling', { model: { depth: 5 } }),
  changed('loss', 'Dice + cross-entropy', { loss: 'dice-bce' }),
  changed('slides', 'slides held out whole', { split: 'slide' }),
  changed('labels', 'masks moved onto their beads', { labels: 'audited' }),
  {
    name: 'best-256',
    change: 'all of it, at 256²',
    recipe: { ...recipes.best, size: 256 },
    split: 'slide',
    labels: 'discs',
  },
  {
    name: 'best-512',
    change: 'all of it, at 512²',
    recipe: recipes.best,
    split: 'slide',
    labels: 'discs',
  },
  {
    name: 'best-512-as-photographed',
    change: 'all of it, but light and contrast as photographed',
    recipe: {
      ...recipes.best,
      evenContrast: false,
      augment: { ...recipes.best.augment, intensity: true },
    },
    split: 'slide',
    labels: 'discs',
  },
];
