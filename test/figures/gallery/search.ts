import { objectiveOf } from 'unetlab/analysis';
import {
  bestWorstCurvesFigure,
  bestWorstCurvesInfo,
  convergenceFigure,
  convergenceInfo,
  hyperparameterImpactFigure,
  hyperparameterImpactInfo,
  lossComparisonFigure,
  lossComparisonInfo,
  lossExplorerFigure,
  lossMathematicsFigure,
  lossMathematicsInfo,
  pixelInfluenceFigure,
  pixelInfluenceInfo,
  publishedPixelClasses,
  searchRuns,
  topConfigurationsFigure,
  topConfigurationsInfo,
} from 'unetlab/figures';
import type { Figure } from 'unetlab/types';
import { syntheticSearch } from './synthetic-runs';

const score = { goal: 'maximize', quantity: 'Best validation Jaccard' } as const;

/** Figures 1 to 7 of the report. */
export function searchGallery(): Figure[] {
  const records = syntheticSearch(11);
  const jaccard = objectiveOf(records, { prefer: ['jaccard'] });
  const { runs } = searchRuns(records, jaccard);
  const mathematics = lossMathematicsInfo();
  return [
    topConfigurationsFigure(topConfigurationsInfo(runs, { ...score, quantity: 'Validation Jaccard' })),
    hyperparameterImpactFigure(hyperparameterImpactInfo(runs, score)),
    bestWorstCurvesFigure(bestWorstCurvesInfo(runs, jaccard)),
    lossComparisonFigure(lossComparisonInfo(runs, score)),
    convergenceFigure(convergenceInfo(runs, score)),
    lossMathematicsFigure(mathematics),
    pixelInfluenceFigure(
      pixelInfluenceInfo(
        [
          {
            name: '256²',
            classes: [
              { name: 'Background (easy)', pixels: 50_300, weight: 0.01 },
              { name: 'Foreground (medium)', pixels: 13_200, weight: 0.1 },
              { name: 'Boundary (hard)', pixels: 2_000, weight: 1 },
            ],
          },
          { name: '512²', classes: publishedPixelClasses },
        ],
        { source: 'Counts at 512² as published, at 256² made up' },
      ),
    ),
    lossExplorerFigure(mathematics),
  ];
}
