import type { SegmentationScores } from '../metrics';
import { markdown, markdownList, type Markdown } from '../text';

/** What one training at one size is judged by. */
export interface TrainingFindings {
  readonly test: {
    readonly scores: Pick<SegmentationScores, 'jaccard' | 'accuracy' | 'images'>;
    /** Soft Jaccard of all pixels together. */
    readonly soft: number;
  };
  /** Share of all images' pixels, in [0, 1]. */
  readonly foreground: number;
  /** What was held out together. */
  readonly unit: string;
  readonly training: { readonly seconds: number; readonly updates: number };
  /** The published soft Jaccard. */
  readonly published: number;
  /** Whether the images are synthetic, and so not to be held against published ones. */
  readonly drawn: boolean;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** What notebook 02 found, in sentences that the scores decide. */
export function trainingFindings(facts: TrainingFindings): Markdown {
  const { test, foreground, unit, training, published, drawn } = facts;
  const { jaccard, accuracy, images } = test.scores;
  const gain = jaccard - test.soft;
  const rare = foreground < 0.3 ? ': accuracy says little where foreground is rare' : '';
  return markdownList([
    markdown`On ${images} images of held-out ${unit} the U-Net reaches a hard Jaccard of **${jaccard.toFixed(3)}** (soft: ${test.soft.toFixed(3)}) after ${training.seconds.toFixed(0)} s of training (${training.updates} steps).`,
    markdown`The soft score is ${Math.abs(gain).toFixed(3)} ${gain >= 0 ? 'below' : 'above'} the hard one on the very same predictions.`,
    markdown`Accuracy is ${percent(accuracy)}, against ${percent(1 - foreground)} for predicting nothing${rare}.`,
    markdown`The published figure for this setting is ${published}. ${
      drawn
        ? 'It was measured on other images, so the two are not compared here; notebook 03 does that on the real ones.'
        : `This run is ${test.soft >= published ? 'above' : 'below'} it (soft against soft).`
    }`,
  ]);
}
