import {
  learningCurvesFigure,
  learningCurvesInfo,
  publishedComparisonFigure,
  publishedComparisonInfo,
  resolutionLadderFigure,
  resolutionLadderInfo,
  slideScoresFigure,
  slideScoresInfo,
  trainingPathsFigure,
  trainingPathsInfo,
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
    resolutionLadderFigure(
      resolutionLadderInfo(ladderRows(), {
        title: 'One cause removed at a time, made-up numbers',
        published: [
          { label: '256²', value: 0.2456 },
          { label: '512²', value: 0.164 },
        ],
      }),
    ),
    trainingPathsFigure(trainingPathsInfo(paths(), { title: 'Three ways to spend 60 s' })),
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

function ladderRows(): Parameters<typeof resolutionLadderInfo>[0] {
  const random = new Random(11);
  const rows = [
    ['Published pair', '256², batch 32, Dice', 0.25, 0.41],
    ['Published pair', '512², batch 4, combined', 0.17, 0.38],
    ['512² with one change', 'gradients of 8 batches an update', 0.12, 0.2],
    ['512² with one change', 'Dice + cross-entropy', 0.31, 0.45],
    ['All together', 'at 256²', 0.55, 0.64],
    ['All together', 'at 512²', 0.68, 0.77],
  ] as const;
  return rows.map(([part, label, soft, mean]) => ({
    part,
    label,
    soft,
    hard: Array.from({ length: 14 }, () => mean + 0.05 * random.normal()),
  }));
}

function paths(): Parameters<typeof trainingPathsInfo>[0] {
  const rise = (seconds: number, top: number): number => top * (1 - Math.exp(-seconds / 15));
  return [1, 2].flatMap((seed) => [
    {
      strategy: '512² throughout',
      seed,
      final: 0.7 + seed / 100,
      points: [5, 15, 25, 35, 45, 55].map((seconds) => ({
        seconds,
        score: rise(seconds, 0.7),
        stage: '512²',
      })),
    },
    {
      strategy: '256², then 512²',
      seed,
      final: 0.74 + seed / 100,
      points: [4, 8, 12, 16, 20, 24, 28, 30, 40, 50, 60].map((seconds) => ({
        seconds,
        score: seconds === 30 ? 0.41 : rise(seconds, 0.75 + seed / 100),
        stage: seconds < 30 ? '256²' : '512²',
      })),
    },
  ]);
}
