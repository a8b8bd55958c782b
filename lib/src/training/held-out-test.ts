import {
  confusionCounts,
  jaccard,
  objectScores,
  scoredImages,
  softJaccard,
  pooled,
  trivialScores,
  withinTrivial,
  type ObjectScores,
  type SegmentationScores,
  type TrivialScores,
} from '../metrics';
import type { Split } from '../data';
import type { ConfigValue, Sample } from '../types';
import type { TrainingConfig } from './config';
import type { TrainableModel, TrainingLoss } from './contract';
import { evaluate, type Evaluation } from './evaluate';

/** The hard Jaccard index of one held-out image. */
export interface ImageOfTest {
  /** The group that was held out. */
  readonly slide: string;
  readonly id: string;
  readonly value: number;
}

/** What a network does on the images that were held out, each measure from the same predictions. */
export interface HeldOutTest extends Evaluation {
  readonly samples: readonly Sample[];
  /** Probability of foreground for each image. */
  readonly maps: readonly Float32Array[];
  /** Soft Jaccard of all pixels together. */
  readonly soft: number;
  /** By objects, found as peaks. */
  readonly objects: ObjectScores;
  /** Without a network, on the same images. */
  readonly trivial: TrivialScores;
  /** Images with foreground, in the order of the samples. */
  readonly ranked: readonly ImageOfTest[];
  /** How many images the means are over, and where the score does not beat the trivial ones, a warning. */
  readonly said: string;
  /** The scores as a run record keeps them. */
  readonly summary: Readonly<Record<string, ConfigValue>>;
}

/**
 * Scores a network on a split's test images.
 *
 * @param maps its predictions of them
 */
export async function testHeldOut(
  model: TrainableModel,
  loss: TrainingLoss,
  split: Split,
  maps: readonly Float32Array[],
  options: Partial<Pick<TrainingConfig, 'batchSize' | 'precision'>> = {},
): Promise<HeldOutTest> {
  const { test: samples, train } = split;
  const evaluation = await evaluate(model, loss, samples, options);
  const { scores, images } = evaluation;
  const objects = objectScores(samples, maps);
  const trivial = trivialScores(train, samples);
  const warning = withinTrivial(scores, trivial);
  const soft = softJaccard(pooled(images));
  return {
    ...evaluation,
    samples,
    maps,
    soft,
    objects,
    trivial,
    ranked: samples
      .map(({ group, id }, i) => ({ slide: group, id, value: jaccard(confusionCounts(images[i]!)) }))
      .filter(({ value }) => Number.isFinite(value)),
    said: `Jaccard: ${scoredImages(scores)}${warning === null ? '' : `\nwarning: ${warning}`}`,
    summary: testSummary(scores, soft, objects),
  };
}

function testSummary(
  scores: SegmentationScores,
  soft: number,
  { f1, countError }: ObjectScores,
): Readonly<Record<string, ConfigValue>> {
  return {
    test_jaccard: scores.jaccard,
    test_jaccard_soft: soft,
    test_images: scores.images,
    test_f1: f1,
    test_count_error: countError,
  };
}

/** The best, the middle and the worst image of a test, with truth and prediction, for `imageGrid`. */
export function bestToWorst({
  samples,
  maps,
  ranked,
}: Pick<HeldOutTest, 'samples' | 'maps' | 'ranked'>): (Sample & {
  readonly truth: Uint8Array;
  readonly prediction: Float32Array;
  readonly label: string;
})[] {
  const order = ranked.length > 0 ? [...ranked].sort((a, b) => b.value - a.value) : samples;
  return [0, Math.floor(order.length / 2), order.length - 1].map((place) => {
    const at = samples.findIndex(({ id }) => id === order[place]!.id);
    const sample = samples[at]!;
    return { ...sample, truth: sample.mask, prediction: maps[at]!, label: sample.id };
  });
}
