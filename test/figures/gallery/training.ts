import {
  learningCurvesFigure,
  learningCurvesInfo,
  publishedComparisonFigure,
  publishedComparisonInfo,
  slideScoresFigure,
  slideScoresInfo,
  trainingSpeedFigure,
  trainingSpeedInfo,
} from 'unetlab/figures';
import { Random } from 'unetlab/random';
import type { Figure } from 'unetlab/types';
import { syntheticHistory } from './synthetic-runs';

/** The figures that a training notebook shows. */
export function trainingGallery(): Figure[] {
  return [
    learningCurvesFigure(
      learningCurvesInfo([{ name: 'combined, dropout 0.3', history: syntheticHistory(1, 40, 0.62, 28) }]),
    ),
    learningCurvesFigure(
      learningCurvesInfo(
        [
          { name: 'Dice', history: syntheticHistory(2, 40, 0.55, 20) },
          { name: 'Focal', history: syntheticHistory(3, 32, 0.6, 30) },
          { name: 'Combined', history: syntheticHistory(4, 40, 0.66, 26) },
        ],
        { name: 'learning_curves_several', title: 'Three losses, one seed each' },
      ),
    ),
    publishedComparisonFigure(
      publishedComparisonInfo(
        [
          { label: '256², batch 32, Dice', published: 0.2456, measured: 0.6312, interval: [0.58, 0.67] },
          { label: '512², batch 4, combined', published: 0.164, measured: 0.5871, interval: [0.52, 0.64] },
          { label: '256² → 512², progressive', published: null, measured: 0.652, interval: [0.61, 0.69] },
        ],
        { intervalLabel: '95 % bootstrap interval over images' },
      ),
    ),
    slideScoresFigure(slideScoresInfo(syntheticScores(5))),
    trainingSpeedFigure(
      trainingSpeedInfo(
        [
          { name: 'layers as documented', setting: '256², batch 4', milliseconds: 1156, range: [1120, 1230] },
          { name: 'fused ops, eager', setting: '256², batch 4', milliseconds: 470, range: [455, 490] },
          {
            name: 'compiled step, float32',
            setting: '256², batch 4',
            milliseconds: 319,
            range: [310, 331],
            ours: true,
          },
          {
            name: 'compiled step, bfloat16',
            setting: '256², batch 4',
            milliseconds: 155,
            range: [150, 159],
            ours: true,
          },
          { name: 'layers as documented', setting: '512², batch 2', milliseconds: 2454 },
          { name: 'compiled step, float32', setting: '512², batch 2', milliseconds: 677, ours: true },
          { name: 'compiled step, bfloat16', setting: '512², batch 2', milliseconds: 298, ours: true },
        ],
        { machine: 'made-up times' },
      ),
    ),
  ];
}

function syntheticScores(seed: number): { slide: string; id: string; value: number }[] {
  const random = new Random(seed);
  return [0.72, 0.66, 0.6, 0.41].flatMap((mean, slide) =>
    Array.from({ length: 5 + random.int(6) }, (_, index) => ({
      slide: `slide ${String.fromCharCode(65 + slide)}`,
      id: `slide ${String.fromCharCode(65 + slide)}, tile ${index + 1}`,
      value: Math.min(0.95, Math.max(0, mean + 0.07 * random.normal())),
    })),
  );
}
