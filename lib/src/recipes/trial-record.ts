import { runRecord } from '../training';
import type { ConfigValue, RunRecord } from '../types';
import type { ScoredTrial } from './score-trial';
import type { TrainedRecipe } from './train-recipe';
import type { Trial } from './trial';

/**
 * The run record of a trial. Beside what every training records, its summary holds the held-out scores, image by image in
 * equal order: `images`, `groups`, `jaccard` (NaN without foreground), `objects_truth`, `objects_found`, `objects_matched`; where masks were
 * audited the same four columns against audited masks, named `audited_…`, NaN where a mask could not be judged.
 *
 * @param scored null for a pruned trial, which has no held-out score
 * @param networkBytes size of the network file, where there is one
 */
export function trialRecord(
  trial: Trial,
  { model, loss, result }: TrainedRecipe,
  scored: ScoredTrial | null,
  networkBytes?: number,
): RunRecord {
  const { recipe, seed = 1, fold, data, split, labels } = trial;
  return runRecord({
    id: `${trial.name}-s${seed}${fold ? `-f${fold.index}` : ''}`,
    name: trial.name,
    model,
    loss,
    result,
    config: {
      size: recipe.size,
      channels: model.config.channels,
      even_contrast: Boolean(recipe.evenContrast),
      patch: recipe.patch?.side ?? null,
      labels: recipe.labels ?? 'given',
      data: data.name,
      data_hash: data.hash,
      ...(fold && { fold: fold.index, folds: fold.of }),
    },
    summary: {
      training_images: split.train.length,
      held_out_images: split.validation.length,
      held_out_groups: new Set(split.validation.map(({ group }) => group)).size,
      ...(networkBytes !== undefined && { network_bytes: networkBytes }),
      ...(scored && heldOutSummary(scored)),
    },
    notices: [...(labels?.notices ?? []), ...(scored?.warning ? [scored.warning] : [])],
  });
}

function heldOutSummary(scored: ScoredTrial): Record<string, ConfigValue> {
  const { images, audited, scores, trivial, objects } = scored;
  return {
    test_jaccard: scores.jaccard,
    test_dice: scores.dice,
    test_precision: scores.precision,
    test_recall: scores.recall,
    test_images_scored: scores.scored,
    test_false_positive_pixels: scores.falsePositivePixels,
    trivial_everything: trivial.everything.jaccard,
    trivial_nothing: trivial.nothing.jaccard,
    trivial_threshold: trivial.threshold.jaccard,
    objects: objects.reason ?? objects.method,
    images: images.map(({ id }) => id),
    groups: images.map(({ group }) => group),
    jaccard: images.map(({ jaccard }) => jaccard),
    objects_truth: images.map(({ objects: { truth } }) => truth),
    objects_found: images.map(({ objects: { predicted } }) => predicted),
    objects_matched: images.map(({ objects: { matched } }) => matched),
    ...(audited && {
      audited_jaccard: audited.map((image) => image?.jaccard ?? NaN),
      audited_truth: audited.map((image) => image?.objects.truth ?? NaN),
      audited_found: audited.map((image) => image?.objects.predicted ?? NaN),
      audited_matched: audited.map((image) => image?.objects.matched ?? NaN),
    }),
  };
}
