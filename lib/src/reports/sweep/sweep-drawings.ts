import { fieldName, fieldsOf, numbersOf, type Field } from '../../analysis';
import {
  parameterScatterFigure,
  parameterScatterInfo,
  scoreHeatMapFigure,
  scoreHeatMapInfo,
} from '../../figures';
import type { Figure } from '../../types';
import type { SweepFacts } from '../facts/sweep-facts';
import { sweepFigures } from '../sweep-figures';
import { correlationRows } from './correlation-rows';

/**
 * The sweep's figures, with trends and heat map of the usual numeric settings where the sweep varied none as a range, and
 * without correlations where no column can be correlated.
 */
export function sweepDrawings(facts: SweepFacts): Figure[] {
  const { once, objective } = facts;
  const correlated = correlationRows(facts).some(({ r }) => r !== null);
  const drawn = sweepFigures(facts).filter(
    ({ name }) => correlated || !name.startsWith('correlation_matrix'),
  );
  const has = (start: string): boolean => drawn.some(({ name }) => name.startsWith(start));
  const { learningRate, dropout, l2, batchSize } = fieldsOf(once);
  const varying = (fields: readonly (Field | undefined)[]): string[] =>
    fields
      .flatMap((field) => (field === undefined ? [] : [fieldName(field)]))
      .filter((key) => new Set(numbersOf(once, key).values.filter(Number.isFinite)).size > 1);
  const numeric = varying([learningRate, dropout, l2, batchSize]);
  const [x, y] = varying([learningRate, dropout]);
  return [
    ...drawn,
    ...(has('parameter_scatter') || numeric.length === 0
      ? []
      : [parameterScatterFigure(parameterScatterInfo(once, { score: objective, parameters: numeric }))]),
    ...(has('heat_map_') || x === undefined || y === undefined
      ? []
      : [scoreHeatMapFigure(scoreHeatMapInfo(once, { score: objective, x, y }))]),
  ];
}
