import { overlapSums } from './overlap';
import { segmentationScores, type SegmentationScores } from './summary';

/** An image with its truth; a `Sample` is one. */
export interface ScoredImage {
  /** Intensities in [0, 1], channels last. */
  readonly image: ArrayLike<number>;
  readonly channels: 1 | 3;
  /** 0 = background. */
  readonly mask: ArrayLike<number>;
  /** Not 0 = the pixel takes no part; absent where all count. */
  readonly ignore?: ArrayLike<number>;
}

/** Foreground by intensity alone (the mean of the channels). */
export interface IntensityThreshold {
  /** In [0, 1]. */
  readonly level: number;
  readonly foreground: 'darker' | 'brighter';
}

/** What a score has to beat to mean anything. */
export interface TrivialScores {
  /** Every pixel is foreground. */
  readonly everything: SegmentationScores;
  /** No pixel is. */
  readonly nothing: SegmentationScores;
  /** The threshold that fits the training images best. */
  readonly threshold: SegmentationScores & IntensityThreshold;
}

const LEVELS = 256;

/**
 * The scores of three predictions without a network: everything, nothing, and the intensity threshold that was best on the
 * training images.
 *
 * @param train images to choose the threshold on
 * @param test images to score
 */
export function trivialScores(train: readonly ScoredImage[], test: readonly ScoredImage[]): TrivialScores {
  const score = (predict: (intensity: number) => number): SegmentationScores =>
    segmentationScores(
      test.map((sample) =>
        overlapSums(sample.mask, Uint8Array.from(intensities(sample), predict), 0.5, sample.ignore),
      ),
    );
  const threshold = thresholdBaseline(train);
  const darker = threshold.foreground === 'darker';
  return {
    everything: score(() => 1),
    nothing: score(() => 0),
    threshold: {
      ...score((intensity) => Number(darker ? intensity < threshold.level : intensity >= threshold.level)),
      ...threshold,
    },
  };
}

/** The threshold, of 256 levels and both directions, with the largest Jaccard index of all pixels together. */
export function thresholdBaseline(samples: readonly ScoredImage[]): IntensityThreshold {
  const [truth, all] = [new Float64Array(LEVELS), new Float64Array(LEVELS)];
  for (const sample of samples)
    intensities(sample).forEach((intensity, i) => {
      if (sample.ignore && sample.ignore[i] !== 0) return;
      const bin = Math.max(0, Math.min(LEVELS - 1, Math.floor(intensity * LEVELS)));
      all[bin]! += 1;
      if (sample.mask[i] !== 0) truth[bin]! += 1;
    });
  const total = (counts: Float64Array): number => counts.reduce((a, b) => a + b, 0);
  const [allTruth, allPixels] = [total(truth), total(all)];
  let best = { level: 0.5, foreground: 'brighter' as IntensityThreshold['foreground'], jaccard: -1 };
  let [hitBelow, below] = [0, 0];
  for (let bin = 0; bin <= LEVELS; bin += 1) {
    // Pixels of the bins before this one are darker than its level.
    const level = bin / LEVELS;
    const darker = hitBelow / (below + allTruth - hitBelow);
    const hitAbove = allTruth - hitBelow;
    const brighter = hitAbove / (allPixels - below + allTruth - hitAbove);
    if (darker > best.jaccard) best = { level, foreground: 'darker', jaccard: darker };
    if (brighter > best.jaccard) best = { level, foreground: 'brighter', jaccard: brighter };
    hitBelow += truth[bin] ?? 0;
    below += all[bin] ?? 0;
  }
  return { level: best.level, foreground: best.foreground };
}

/** A sentence where a score does not beat the trivial ones, naming the best of them; null where it does, or there is no score. */
export function withinTrivial(
  scores: Pick<SegmentationScores, 'jaccard'>,
  trivial: TrivialScores,
): string | null {
  if (Number.isNaN(scores.jaccard)) return null;
  const { level, foreground } = trivial.threshold;
  const rivals = [
    { what: 'calling every pixel foreground', jaccard: trivial.everything.jaccard },
    { what: 'calling none foreground', jaccard: trivial.nothing.jaccard },
    {
      what: `calling foreground what is ${foreground} than ${level.toFixed(2)}`,
      jaccard: trivial.threshold.jaccard,
    },
  ].sort((a, b) => b.jaccard - a.jaccard);
  const [strongest] = rivals;
  if (!strongest || scores.jaccard > strongest.jaccard) return null;
  return `a Jaccard of ${scores.jaccard.toFixed(3)} is no better than ${strongest.what} (${strongest.jaccard.toFixed(3)})`;
}

function intensities({ image, channels, mask }: ScoredImage): Float32Array {
  const grey = new Float32Array(mask.length);
  for (let i = 0; i < grey.length; i += 1)
    for (let c = 0; c < channels; c += 1) grey[i]! += image[i * channels + c]! / channels;
  return grey;
}
