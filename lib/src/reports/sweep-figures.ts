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
import { rankRuns, readField, type CorrelationMatrix } from '../analysis';
import type { Figure } from '../types';
import type { SweepFacts } from './facts/sweep-facts';

/** Parameters that one figure can show side by side; with more, those of the greatest importance. */
const mostParameters = 7;

/** The sweep's figures that the facts allow: those of the report, to be rendered and handed to `writeReport`. */
export function sweepFigures(facts: SweepFacts): Figure[] {
  const {
    records,
    once,
    objective: score,
    metric,
    continuous,
    listed,
    correlations,
    importance,
    scores,
  } = facts;
  const kept = new Set(mostImportant(facts, mostParameters));
  const ranges = continuous.map(({ name }) => name).filter((key) => kept.has(key));
  const log = continuous.filter(({ scale }) => scale === 'log').map(({ name }) => name);
  const parameters = [...listed.map(({ key }) => key).filter((key) => kept.has(key)), ...ranges];
  const rate = ranges.find((key) => /^(learning_?rate|lr)$/i.test(key));
  const other = ranges.find((key) => /dropout/i.test(key)) ?? ranges.find((key) => key !== rate);
  const shown = partOf(correlations, (name) => name === metric || scores.includes(name) || kept.has(name));
  const adaptive = facts.warnings.some(({ kind }) => kind === 'adaptive sampling');
  return [
    ...(ranges.length === 0
      ? []
      : [
          parameterScatterFigure(
            parameterScatterInfo(once, {
              score,
              parameters: ranges,
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
      : [scoreHeatMapFigure(scoreHeatMapInfo(once, { score, x: rate, y: other }))]),
    correlationMatrixFigure({
      matrix: shown,
      n: Math.min(...shown.cells.flatMap((row) => row.map(({ n }) => n))),
    }),
    ...(parameters.length === 0 || !someHaveAll(facts, parameters)
      ? []
      : [parallelCoordinatesFigure(parallelCoordinatesInfo(once, { score, parameters }))]),
    topRunsFigure(
      topRunsInfo(records, { score, columns: [...scores.slice(0, 2), ...parameters.slice(0, 5)] }),
    ),
    bestSoFarFigure(bestSoFarInfo(records, { score })),
    ...(importance === null || importance.features.length === 0
      ? []
      : [
          importanceFigure(
            importanceInfo({ ...importance, features: importance.features.slice(0, 12) }, { score }),
          ),
        ]),
  ];
}

/** Whether any run with a score has all of some settings: sources that were read together may share none. */
function someHaveAll({ once, objective }: SweepFacts, keys: readonly string[]): boolean {
  return rankRuns(once, objective).ranked.some(({ record }) =>
    keys.every((key) => (readField(record, key) ?? null) !== null),
  );
}

function mostImportant({ listed, continuous, importance }: SweepFacts, most: number): string[] {
  const all = [...listed.map(({ key }) => key), ...continuous.map(({ name }) => name)];
  if (all.length <= most || importance === null) return all.slice(0, most);
  return importance.features.map(({ name }) => name).slice(0, most);
}

function partOf(matrix: CorrelationMatrix, wanted: (name: string) => boolean): CorrelationMatrix {
  const rows = matrix.names.flatMap((name, index) => (wanted(name) ? [index] : []));
  return {
    ...matrix,
    names: rows.map((index) => matrix.names[index]!),
    cells: rows.map((row) => rows.map((column) => matrix.cells[row]![column]!)),
  };
}
