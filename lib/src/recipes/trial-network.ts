import type { IntensityRange, LevelRange, Size } from '../data';
import { saveNetwork } from '../prediction';
import type { Objective } from '../types';
import { threshold, type ScoredTrial } from './score-trial';
import type { TrainedRecipe } from './train-recipe';
import type { Trial } from './trial';

const jaccard: Objective = { metric: 'test_jaccard', goal: 'maximize', range: [0, 1], source: 'asked' };

/** Writes a trial's network with all that its use needs. */
export function saveTrialNetwork(
  path: string,
  trial: Trial,
  { model, treatment }: TrainedRecipe,
  scored: ScoredTrial,
): void {
  const { name, recipe, seed = 1, fold, data, split } = trial;
  const { images, scores, trivial } = scored;
  const groups = (of: readonly { group: string }[]): number => new Set(of.map(({ group }) => group)).size;
  saveNetwork(path, model, {
    name,
    preparation: { ...treatment, intensity: mainRange(data.intensity), range: data.intensity },
    prediction: {
      threshold,
      symmetries: recipe.predict?.symmetries ?? false,
      ...(recipe.predict?.tiles && { tiles: recipe.predict.tiles }),
    },
    objects: scored.objects,
    masks: data.masks,
    scores: [
      {
        objective: jaccard,
        value: scores.jaccard,
        on: `${scores.scored} held-out images of ${groups(images)} groups`,
        trivial: Math.max(trivial.everything.jaccard, trivial.nothing.jaccard, trivial.threshold.jaccard),
      },
    ],
    data: {
      name: data.name,
      hash: data.hash,
      images: split.train.length,
      groups: groups(split.train),
      trainedOn: idsOf(split.train),
      longerSide: typicalSide(split.train),
    },
    origin: { recipe, seed, fold: fold ?? null, created: new Date().toISOString() },
    ...(data.licence !== undefined && { licence: data.licence }),
    ...(data.note !== undefined && { note: data.note }),
  });
}

/** The median of the longer sides. */
function typicalSide(samples: readonly Size[]): number {
  const sides = samples.map(({ height, width }) => Math.max(height, width)).sort((a, b) => a - b);
  return sides[sides.length >> 1] ?? 1;
}

const idsOf = (samples: readonly { readonly id: string }[]): string[] => samples.map(({ id }) => id).sort();

/** The range of the kind of file that holds the most levels: what a reader without kinds goes by. */
function mainRange({ ranges }: IntensityRange): LevelRange {
  const found = Object.values(ranges).sort((a, b) => b.high - b.low - (a.high - a.low));
  const [widest] = found;
  if (widest === undefined) throw new Error('the data set has no range of intensities');
  return widest;
}
