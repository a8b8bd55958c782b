import type { Importance } from 'unetlab/analysis';
import {
  bestSoFarFigure,
  bestSoFarInfo,
  claimVerdictsFigure,
  claimVerdictsInfo,
  correlationMatrixFigure,
  correlationMatrixInfo,
  gradientTermsFigure,
  gradientTermsInfo,
  gridHeatMapsFigure,
  gridHeatMapsInfo,
  importanceFigure,
  importanceInfo,
  influenceSharesFigure,
  influenceSharesInfo,
  parallelCoordinatesFigure,
  parallelCoordinatesInfo,
  parameterScatterFigure,
  parameterScatterInfo,
  scoreHeatMapFigure,
  scoreHeatMapInfo,
  stabilityFigure,
  stabilityInfo,
  topRunsFigure,
  topRunsInfo,
} from 'unetlab/figures';
import type { Figure } from 'unetlab/types';
import { higher } from '../../analysis/objectives';
import { syntheticGrid, syntheticSweep } from './synthetic-sweep';

/** The figures of a sweep, of a grid and of measured gradients. */
export function sweepGallery(): Figure[] {
  const sweep = syntheticSweep(21);
  const grid = syntheticGrid(22);
  const score = higher('val_dice_coefficient');
  const parameters = ['learning_rate', 'dropout', 'l2_reg'];
  const heatMap = (metric: string, good: 'high' | 'low', decimals: number): Figure =>
    gridHeatMapsFigure(
      gridHeatMapsInfo(grid, {
        metric,
        good,
        decimals,
        panel: 'architecture',
        x: 'learning_rate',
        y: 'batch_size',
      }),
    );
  return [
    parameterScatterFigure(
      parameterScatterInfo(sweep, {
        score,
        parameters,
        caution: 'Drawn adaptively: the bands are too narrow',
      }),
    ),
    scoreHeatMapFigure(scoreHeatMapInfo(sweep, { score, x: 'learning_rate', y: 'dropout', bins: 5 })),
    correlationMatrixFigure(
      correlationMatrixInfo(sweep, {
        columns: [score.metric, 'val_iou_metric', 'val_loss', ...parameters, 'batch_size'],
      }),
    ),
    parallelCoordinatesFigure(
      parallelCoordinatesInfo(sweep, { score, parameters: ['batch_size', ...parameters] }),
    ),
    topRunsFigure(topRunsInfo(sweep, { score, columns: ['val_iou_metric', 'batch_size', ...parameters] })),
    bestSoFarFigure(bestSoFarInfo(sweep, { score })),
    importanceFigure(importanceInfo(madeUpImportance, { score })),
    stabilityFigure(stabilityInfo(grid, { score: higher('best_val_jaccard'), group: 'architecture' })),
    heatMap('best_val_jaccard', 'high', 3),
    heatMap('val_loss_stability', 'low', 3),
    heatMap('best_epoch', 'low', 0),
    claimVerdictsFigure(
      claimVerdictsInfo(
        ['Sweep report', 'Search report', 'Quick-start guide'].flatMap((document, index) =>
          [
            ...Array.from({ length: 5 - index }, () => 'reproduced'),
            ...Array.from({ length: 2 + index }, () => 'not supported by the data'),
            ...Array.from({ length: 3 }, () => 'contradicted'),
            ...Array.from({ length: 1 + 2 * index }, () => 'cannot be decided from the data'),
          ].map((verdict) => ({ document, verdict })),
        ),
      ),
    ),
    influenceSharesFigure(
      influenceSharesInfo(
        ['Background', 'Bead', 'Edge'],
        [1, 10, 40].flatMap((epoch) => [
          { name: 'pixels', group: `Epoch ${epoch}`, sums: [95, 3, 2] },
          { name: 'Dice', group: `Epoch ${epoch}`, sums: [60, 25, 15 + epoch / 4] },
          { name: 'Focal', group: `Epoch ${epoch}`, sums: [30, 20, 50 - epoch] },
        ]),
        { source: 'Made-up sums' },
      ),
    ),
    gradientTermsFigure(
      gradientTermsInfo(
        ['0.7 Dice', '0.3 Focal'],
        Array.from({ length: 20 }, (_, index) => ({
          epoch: index + 1,
          norms: [0.2 / (1 + index / 4) + 0.02, 0.05 / (1 + index / 20)],
        })),
        { source: 'Made-up norms' },
      ),
    ),
  ];
}

const figure = (value: number, low: number, high: number, detected: boolean): object => ({
  value,
  interval: { low, high, level: 0.95 },
  rank: 1,
  rankInterval: { low: 1, high: 2, level: 0.95 },
  firstShare: 0.5,
  detected,
});

const madeUpImportance = {
  n: 160,
  dropped: 0,
  features: [
    {
      name: 'learning_rate',
      fanova: figure(0.42, 0.31, 0.52, true),
      permutation: figure(0.5, 0.33, 0.7, true),
    },
    { name: 'dropout', fanova: figure(0.11, 0.05, 0.18, true), permutation: figure(0.08, -0.01, 0.17, true) },
    { name: 'l2_reg', fanova: figure(0.03, 0.01, 0.06, false), permutation: figure(0.0, -0.06, 0.05, false) },
  ],
  pairs: [],
  rSquared: { value: 0.4, interval: { low: 0.22, high: 0.55, level: 0.95 } },
  rankStability: 0.93,
  detection: { main: 0.05, permutation: 0.06, shadows: 3, resamples: 40, share: 0.048 },
  notices: [],
  reason: null,
} as unknown as Importance;
