import { foldsByGroup, type Split, withGroup } from '../data';
import { predict, runRecord, type TrainingConfig } from '../training';
import type { RunRecord, Sample, TrainingProgress } from '../types';
import { heldOutScores } from './held-out';
import type { Recipe } from './recipe';
import type { Rung } from './resolution-ladder';
import { trainRecipe } from './train-recipe';

export interface RungOptions {
  /** Square images with their masks as given, at least as large as the largest recipe. */
  readonly given: readonly Sample[];
  /** The same images, or those that could be judged, with masks moved onto their objects. */
  readonly audited: readonly Sample[];
  /** The same, with objects drawn anew as equal discs; default `audited`. Only trained on. */
  readonly discs?: readonly Sample[];
  /** The same for every rung; default the recipe's. */
  readonly epochs?: number;
  /** Of weights, order and dropout; default 1. */
  readonly seed?: number;
  /** Folds that the tiles, or the slides, are dealt to; default 4. */
  readonly folds?: number;
  /** Which of them is held out, from 0; default 0. */
  readonly fold?: number;
  readonly precision?: TrainingConfig['precision'];
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/**
 * Trains one rung and scores it on what was held out. The record's summary has the published score
 * (`best_val_jaccard_soft`: no threshold, pixels pooled, best epoch) and, tile by tile, the {@link heldOutScores}.
 */
export async function runRung(rung: Rung, options: RungOptions): Promise<RunRecord> {
  const { given, audited, seed = 1, folds = 4, fold = 0, precision = 'float32', onProgress } = options;
  const recipe: Recipe = {
    ...rung.recipe,
    // The recorded trainings started at −3, whatever the share of foreground.
    model: { headBias: -3, ...rung.recipe.model },
    config: {
      ...rung.recipe.config,
      precision,
      ...(options.epochs !== undefined && { epochs: options.epochs }),
    },
  };
  const labelled = { given, audited, discs: options.discs ?? audited }[rung.labels];
  const split = divided(labelled, rung.split, folds)[fold]!;
  const trained = await trainRecipe(recipe, split, seed, { ...(onProgress && { onProgress }) });
  const { model, loss, result, prepare } = trained;
  try {
    const held = new Set(split.validation.map(({ id }) => id));
    const heldOut = (samples: readonly Sample[]): Sample[] =>
      samples.filter(({ id }) => held.has(id)).map(prepare);
    const tiles = heldOut(given);
    const moved = new Map(heldOut(audited).map((sample) => [sample.id, sample]));
    const maps = predict(model, tiles, { precision, ...rung.recipe.predict });
    const scores = heldOutScores(
      maps,
      tiles,
      tiles.map(({ id }) => moved.get(id) ?? null),
    );
    return runRecord({
      id: rungId(rung, options),
      name: rung.name,
      sweep: 'resolution-ladder',
      model,
      loss,
      result,
      config: {
        size: rung.recipe.size,
        even_contrast: Boolean(rung.recipe.evenContrast),
        change: rung.change,
        split: rung.split,
        labels: rung.labels,
        fold,
        folds,
      },
      summary: {
        best_val_jaccard_soft: result.history.valJaccardSoft.reduce(
          (a, b) => (b > a || Number.isNaN(a) ? b : a),
          NaN,
        ),
        soft_given: scores.softGiven,
        tiles: scores.tiles,
        slides: scores.slides,
        jaccard_given: scores.jaccardGiven,
        jaccard_audited: scores.jaccardAudited,
        beads: scores.beads,
        found: scores.found,
        matched: scores.matched,
      },
    });
  } finally {
    model.dispose();
  }
}

/** What the record of that training is called. */
export function rungId(
  { name, recipe }: Rung,
  { epochs = recipe.config.epochs, seed = 1, fold = 0 }: Pick<RungOptions, 'epochs' | 'seed' | 'fold'>,
): string {
  return `${name}-e${epochs}-s${seed}-f${fold}`;
}

function divided(samples: readonly Sample[], by: Rung['split'], folds: number): Split[] {
  // A tile that is a group of its own may have neighbours on the other side: that is the leak to be measured.
  const grouped = by === 'slide' ? samples : samples.map((sample) => withGroup(sample, sample.id));
  return foldsByGroup(grouped, { folds });
}
