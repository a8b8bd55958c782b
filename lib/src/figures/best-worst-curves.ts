import { better } from '../analysis';
import type { Figure, Objective } from '../types';
import { paddedRange, scoreRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { objectiveColumn, scoreLabel, validationColumn } from './history-columns';
import { learningCurvesInfo, curveTraces, type LearningCurve } from './learning-curves';
import { counted, fixed } from './number-text';
import { colours, translucent } from './palette';
import { panelGrid } from './panels';
import type { Annotation, Trace } from './plotly';
import type { SearchRun } from './search-run';
import { settingTitle } from './setting-names';

export interface BestWorstCurvesInfo {
  readonly metricLabel: string;
  /** Runs with a history, of which these are the two ends. */
  readonly n: number;
  /** Runs whose history is missing; they could not be chosen. */
  readonly withoutHistory: number;
  readonly best: LearningCurve;
  readonly worst: LearningCurve;
}

/**
 * The curves of the best and the worst run, among those whose history has the score.
 *
 * @throws RangeError for fewer than two such runs.
 */
export function bestWorstCurvesInfo(runs: readonly SearchRun[], objective: Objective): BestWorstCurvesInfo {
  const order = better(objective);
  const column = runs.flatMap(({ history }) => {
    const found = history === null ? undefined : objectiveColumn(history, objective);
    return found === undefined ? [] : [found];
  })[0];
  const usable = runs
    .filter(
      ({ history }) =>
        history !== null && column !== undefined && validationColumn(history, column) !== undefined,
    )
    .sort((a, b) => order(a.best, b.best));
  if (usable.length < 2)
    throw new RangeError(
      `best and worst need two runs with a history of ${objective.metric}; got ${usable.length} of ${runs.length}`,
    );
  const info = learningCurvesInfo(
    [usable[0]!, usable[usable.length - 1]!].map(({ label, history }) => ({
      name: label,
      history: history!,
    })),
    { metric: column!, metricLabel: labelOf(usable[0]!, column!), goal: objective.goal },
  );
  return {
    metricLabel: info.metricLabel,
    n: usable.length,
    withoutHistory: runs.length - usable.length,
    best: info.runs[0]!,
    worst: info.runs[1]!,
  };
}

function labelOf({ history }: SearchRun, column: string): string {
  const label = scoreLabel(history!, column);
  return label === column ? settingTitle(column) : label;
}

/** Figure 3: two rows, best run above worst run; loss at the left (own scale each), score at the right (one scale). */
export function bestWorstCurvesFigure(given: BestWorstCurvesInfo): Figure {
  const info = figureTexts(given);
  const panels = panelGrid(2, 2, 0.12, 0.17);
  const rows = [info.best, info.worst];
  const scores = rows.flatMap((run) => [...(run.trainMetric ?? []), ...run.valMetric]);
  const traces: Trace[] = [];
  const annotations: Annotation[] = [];
  rows.forEach((run, row) => {
    const own = panels.slice(2 * row, 2 * row + 2);
    traces.push(
      ...curveTraces(run, own, { train: colours.main, val: colours.contrast }, false, info.metricLabel).map(
        (trace) => (row === 0 ? trace : { ...trace, showlegend: false }),
      ),
    );
    if (run.best === null) return;
    const score = own[1]!;
    traces.push({
      type: 'scatter',
      mode: 'markers',
      x: [run.best.epoch],
      y: [run.best.value],
      xaxis: score.xaxis,
      yaxis: score.yaxis,
      name: 'best epoch',
      showlegend: row === 0,
      marker: { symbol: 'star', size: 13, color: colours.text, line: { color: colours.paper, width: 1 } },
      hovertemplate: `best: %{y:.4f} at epoch %{x}<extra></extra>`,
    });
    const early = run.best.epoch < run.epochs.length * 0.6;
    annotations.push({
      text: `${fixed(run.best.value, 4)} at epoch ${run.best.epoch}`,
      x: run.best.epoch,
      y: run.best.value,
      xref: score.xaxis,
      yref: score.yaxis,
      xanchor: early ? 'left' : 'right',
      xshift: early ? 11 : -11,
      yshift: early ? 9 : 0,
      bgcolor: translucent(colours.paper, 0.8),
    });
  });
  const sentence = (run: LearningCurve): string =>
    run.best === null
      ? `${run.name}: no score`
      : `${run.name}: best ${fixed(run.best.value, 4)} at epoch ${run.best.epoch} of ${run.epochs.length}, last ${fixed(run.final!.value, 4)}`;
  const missing =
    info.withoutHistory === 0
      ? ''
      : `; ${counted(info.withoutHistory, 'run')} without a history not considered`;
  return drawFigure({
    name: 'fig3_learning_curves',
    title: 'Learning curves of the best and the worst run',
    subtitle: `Of ${counted(info.n, 'run')} with a history${missing}; each run has a loss axis of its own`,
    description: `Best run, ${sentence(info.best)}. Worst run, ${sentence(info.worst)}.`,
    traces,
    annotations,
    panels,
    axes: rows.flatMap((run, row) => {
      const x = {
        title: row === 1 ? 'Epoch' : '',
        range: [1 - run.epochs.length * 0.02, run.epochs.length * 1.03 + 0.5] as const,
      };
      const losses = [...(run.trainLoss ?? []), ...(run.valLoss ?? [])];
      return [
        {
          x,
          y: { title: 'Loss', range: paddedRange(losses, 0.06) },
          title: `${row === 0 ? 'Best' : 'Worst'}: ${run.name}`,
        },
        { x, y: { title: info.metricLabel, range: scoreRange(scores, 0.08) } },
      ];
    }),
    height: 600,
    legend: 'top',
  });
}
