import {
  bestSoFarFigure,
  bestSoFarInfo,
  correlationMatrixFigure,
  importanceFigure,
  importanceInfo,
  parallelCoordinatesFigure,
  parallelCoordinatesInfo,
  parameterScatterFigure,
  parameterScatterInfo,
  scoreHeatMapFigure,
  scoreHeatMapInfo,
  topRunsFigure,
  topRunsInfo,
} from '../figures';
import type { Figure } from '../types';
import type { SweepFacts } from './facts/sweep-facts';

/** The sweep's figures that the facts allow: those of the report, to be rendered and handed to `writeReport`. */
export function sweepFigures(facts: SweepFacts): Figure[] {
  const { records, metric: score, continuous, listed, correlations, importance, scores } = facts;
  const ranges = continuous.map(({ name }) => name);
  const log = continuous.filter(({ scale }) => scale === 'log').map(({ name }) => name);
  const parameters = [...listed.map(({ key }) => key), ...ranges];
  const rate = ranges.find((key) => /^(learning_?rate|lr)$/i.test(key));
  const other = ranges.find((key) => /dropout/i.test(key)) ?? ranges.find((key) => key !== rate);
  const adaptive = facts.warnings.some(({ kind }) => kind === 'adaptive sampling');
  return [
    ...(ranges.length === 0
      ? []
      : [
          parameterScatterFigure(
            parameterScatterInfo(records, {
              score,
              parameters: ranges.slice(0, 9),
              ...(log.length === 0 ? {} : { log: [...log, ...ranges.filter((key) => key === rate)] }),
              ...(adaptive
                ? {
                    caution:
                      'The search was adaptive: samples are not independent, so the intervals are too narrow',
                  }
                : {}),
            }),
          ),
        ]),
    ...(rate === undefined || other === undefined
      ? []
      : [scoreHeatMapFigure(scoreHeatMapInfo(records, { score, x: rate, y: other }))]),
    correlationMatrixFigure({
      matrix: correlations,
      n: Math.min(...correlations.cells.flatMap((row) => row.map(({ n }) => n))),
    }),
    ...(parameters.length === 0
      ? []
      : [parallelCoordinatesFigure(parallelCoordinatesInfo(records, { score, parameters }))]),
    topRunsFigure(
      topRunsInfo(records, { score, columns: [...scores.slice(0, 2), ...parameters.slice(0, 5)] }),
    ),
    bestSoFarFigure(bestSoFarInfo(records, { score })),
    ...(importance === null || importance.features.length === 0
      ? []
      : [importanceFigure(importanceInfo(importance, { score }))]),
  ];
}
