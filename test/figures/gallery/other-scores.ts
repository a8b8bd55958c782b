import { objectiveOf } from 'unetlab/analysis';
import {
  bestSoFarFigure,
  bestSoFarInfo,
  bestWorstCurvesFigure,
  bestWorstCurvesInfo,
  convergenceFigure,
  convergenceInfo,
  hyperparameterImpactFigure,
  hyperparameterImpactInfo,
  lossComparisonFigure,
  lossComparisonInfo,
  parallelCoordinatesFigure,
  parallelCoordinatesInfo,
  parameterScatterFigure,
  parameterScatterInfo,
  scoreHeatMapFigure,
  scoreHeatMapInfo,
  searchRuns,
  topConfigurationsFigure,
  topConfigurationsInfo,
  topRunsFigure,
  topRunsInfo,
} from 'unetlab/figures';
import type { Figure, RunRecord } from 'unetlab/types';
import { syntheticSearch } from './synthetic-runs';
import { syntheticSweep } from './synthetic-sweep';

/** The figures of searches that are judged by a loss, and by percentages. */
export function otherScoresGallery(): Figure[] {
  return [...ofLoss(), ...ofPercentages()];
}

function ofLoss(): Figure[] {
  const sweep = syntheticSweep(21);
  const score = objectiveOf(sweep, { metric: 'val_loss' });
  const parameters = ['learning_rate', 'dropout', 'l2_reg'];
  const search = syntheticSearch(11).map((record) => ({
    ...record,
    summary: { ...record.summary, best_val_loss: Math.min(...(record.history?.val_loss ?? [NaN])) },
  }));
  const loss = objectiveOf(search, { metric: 'best_val_loss' });
  const { runs } = searchRuns(search, loss);
  const how = { goal: loss.goal, quantity: 'Best validation loss' };
  return [
    parameterScatterFigure(parameterScatterInfo(sweep, { score, parameters })),
    scoreHeatMapFigure(scoreHeatMapInfo(sweep, { score, x: 'learning_rate', y: 'dropout', bins: 5 })),
    parallelCoordinatesFigure(parallelCoordinatesInfo(sweep, { score, parameters })),
    topRunsFigure(topRunsInfo(sweep, { score, columns: parameters })),
    bestSoFarFigure(bestSoFarInfo(sweep, { score })),
    topConfigurationsFigure(topConfigurationsInfo(runs, how)),
    hyperparameterImpactFigure(hyperparameterImpactInfo(runs, how)),
    bestWorstCurvesFigure(bestWorstCurvesInfo(runs, loss)),
    lossComparisonFigure(lossComparisonInfo(runs, how)),
    convergenceFigure(convergenceInfo(runs, how)),
  ].map((figure) => ({ ...figure, name: `loss_${figure.name}` }));
}

function ofPercentages(): Figure[] {
  const sweep = syntheticSweep(21).map((record): RunRecord => {
    const dice = record.summary.val_dice_coefficient;
    return {
      ...record,
      summary: { val_accuracy: typeof dice === 'number' ? 60 + 39 * dice : null },
    };
  });
  const score = objectiveOf(sweep);
  return [
    bestSoFarFigure(bestSoFarInfo(sweep, { score })),
    scoreHeatMapFigure(scoreHeatMapInfo(sweep, { score, x: 'learning_rate', y: 'dropout', bins: 5 })),
    topRunsFigure(topRunsInfo(sweep, { score, columns: ['learning_rate'] })),
  ].map((figure) => ({ ...figure, name: `percent_${figure.name}` }));
}
