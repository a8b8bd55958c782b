import { goalByName } from '../analysis';
import type { Figure, History, Objective } from '../types';
import { paddedRange, scoreRange } from './axis';
import { drawFigure, type PanelAxes } from './draw';
import { figureTexts } from './figure-texts';
import { epochsOf, scoreColumn, scoreLabel, validationColumn } from './history-columns';
import { counted, fixed } from './number-text';
import { colours, seriesColour, translucent } from './palette';
import { panelGrid, type Panel } from './panels';
import type { Annotation, Trace } from './plotly';

/** A run whose curves are drawn. */
export interface CurveInput {
  /** Shown in the legend. */
  readonly name: string;
  readonly history: History;
}

/** Which columns of the history are drawn. */
export interface LearningCurvesOptions {
  /** Column of the score without its `val`; defaults to the first known one that the first run has, Jaccard before Dice. */
  readonly metric?: string;
  /** Axis label of the score; defaults to its known name, `Jaccard` for `jacard_coef`. */
  readonly metricLabel?: string;
  /** Which way the score is better; default by its name, and higher where that does not tell. */
  readonly goal?: Objective['goal'];
  /** Column of the loss without its `val`; defaults to `loss`. */
  readonly loss?: string;
  /** Defaults to `Learning curves`. */
  readonly title?: string;
  /** File name; defaults to `learning_curves`. */
  readonly name?: string;
}

/** One run's curves; a column that the history does not hold is null. */
export interface LearningCurve {
  readonly name: string;
  /** Counted from 1. */
  readonly epochs: readonly number[];
  readonly trainLoss: readonly number[] | null;
  readonly valLoss: readonly number[] | null;
  readonly trainMetric: readonly number[] | null;
  readonly valMetric: readonly number[];
  /** First epoch at which the validation metric is best; null where it never has a value. */
  readonly best: { readonly epoch: number; readonly value: number } | null;
  /** Last epoch at which the validation metric has a value. */
  readonly final: { readonly epoch: number; readonly value: number } | null;
}

export interface LearningCurvesInfo {
  readonly name: string;
  readonly title: string;
  readonly metricLabel: string;
  readonly runs: readonly LearningCurve[];
}

/**
 * Reads the curves of one or several runs.
 *
 * @throws RangeError where no run is given, or a run's history lacks the validation metric.
 */
export function learningCurvesInfo(
  runs: readonly CurveInput[],
  options: LearningCurvesOptions = {},
): LearningCurvesInfo {
  const first = runs[0];
  if (first === undefined) throw new RangeError('no run to draw; pass at least one history');
  const metric = options.metric ?? scoreColumn(first.history);
  if (metric === undefined)
    throw new RangeError(
      `no validation score in the history of ${first.name}; its columns are ${Object.keys(first.history).join(', ')}; -p metric=… names one`,
    );
  const metricLabel = options.metricLabel ?? scoreLabel(first.history, metric);
  return {
    name: options.name ?? 'learning_curves',
    title: options.title ?? 'Learning curves',
    metricLabel,
    runs: runs.map((run) =>
      curveOf(run, metric, options.loss ?? 'loss', options.goal ?? goalByName(metric) ?? 'maximize'),
    ),
  };
}

function curveOf(
  { name, history }: CurveInput,
  metric: string,
  loss: string,
  goal: Objective['goal'],
): LearningCurve {
  const valMetric = validationColumn(history, metric);
  if (valMetric === undefined)
    throw new RangeError(
      `no validation column of ${metric} in the history of ${name}; its columns are ${Object.keys(history).join(', ')}`,
    );
  const epochs = epochsOf(history, valMetric.length);
  let best: { epoch: number; value: number } | null = null;
  let final: { epoch: number; value: number } | null = null;
  valMetric.forEach((value, index) => {
    if (!Number.isFinite(value)) return;
    const epoch = epochs[index]!;
    if (best === null || (goal === 'maximize' ? value > best.value : value < best.value))
      best = { epoch, value };
    final = { epoch, value };
  });
  return {
    name,
    epochs,
    trainLoss: history[loss] ?? null,
    valLoss: validationColumn(history, loss) ?? null,
    trainMetric: history[metric] ?? null,
    valMetric,
    best,
    final,
  };
}

/**
 * Loss (left) and metric (right) against the epoch. With one run, training and validation have their own
 * colours; with several, a run is a colour, validation solid and training thin and dotted.
 */
export function learningCurvesFigure(given: LearningCurvesInfo): Figure {
  const info = figureTexts(given);
  const panels = panelGrid(1, 2, 0.13);
  const several = info.runs.length > 1;
  const losses: number[] = [];
  const metrics: number[] = [];
  const traces: Trace[] = [];
  const annotations: Annotation[] = [];
  info.runs.forEach((run, index) => {
    const look = several
      ? { train: seriesColour(index), val: seriesColour(index) }
      : { train: colours.main, val: colours.contrast };
    traces.push(...curveTraces(run, panels, look, several, info.metricLabel));
    losses.push(...(run.trainLoss ?? []), ...(run.valLoss ?? []));
    metrics.push(...(run.trainMetric ?? []), ...run.valMetric);
    if (run.best !== null) {
      traces.push(bestMarker(run, panels[1]!, several ? look.val : colours.text, several));
      if (!several) annotations.push(bestLabel(run, panels[1]!));
    }
  });
  if (several) traces.push(...lineStyleKey());
  return drawFigure({
    name: info.name,
    title: info.title,
    subtitle: info.runs.map(sentenceOf).join('<br>'),
    description: `${info.title}: ${counted(info.runs.length, 'run')}. ${info.runs.map(sentenceOf).join('; ')}.`,
    traces,
    annotations,
    panels,
    axes: panelAxesOf(info, losses, metrics),
    height: 400 + 18 * (info.runs.length - 1),
    legend: 'top',
  });
}

function sentenceOf(run: LearningCurve): string {
  if (run.best === null || run.final === null) return `${run.name}: the validation metric has no value`;
  return `${run.name}: best ${fixed(run.best.value, 4)} at epoch ${run.best.epoch} of ${run.epochs.length}, last ${fixed(run.final.value, 4)}`;
}

function panelAxesOf(
  info: LearningCurvesInfo,
  losses: readonly number[],
  metrics: readonly number[],
): PanelAxes[] {
  const last = Math.max(...info.runs.map((run) => run.epochs[run.epochs.length - 1] ?? 1));
  const x = { title: 'Epoch', range: [1 - last * 0.02, last * 1.03 + 0.5] as const };
  return [
    { x, y: { title: 'Loss', range: paddedRange(losses, 0.06) } },
    { x, y: { title: info.metricLabel, range: scoreRange(metrics, 0.08) } },
  ];
}

/** The lines of one run over two panels, loss first. Shared with the figure of the best and the worst run. */
export function curveTraces(
  run: LearningCurve,
  [lossPanel, metricPanel]: readonly Panel[],
  look: { readonly train: string; readonly val: string },
  several: boolean,
  metricLabel: string,
): Trace[] {
  const parts: [readonly number[] | null, boolean, Panel, string][] = [
    [run.trainLoss, true, lossPanel!, 'Loss'],
    [run.valLoss, false, lossPanel!, 'Loss'],
    [run.trainMetric, true, metricPanel!, metricLabel],
    [run.valMetric, false, metricPanel!, metricLabel],
  ];
  return parts.flatMap(([values, train, panel, quantity]) => {
    if (values === null) return [];
    const part = train ? 'training' : 'validation';
    return {
      type: 'scatter',
      mode: values.length === 1 ? 'markers' : 'lines',
      x: [...run.epochs],
      y: [...values],
      xaxis: panel.xaxis,
      yaxis: panel.yaxis,
      name: several ? run.name : part,
      legendgroup: several ? run.name : part,
      showlegend: panel === metricPanel && (!several || !train),
      line: {
        color: several && train ? translucent(look.train, 0.75) : train ? look.train : look.val,
        width: several && train ? 1.4 : 2,
        dash: several && train ? 'dot' : 'solid',
      },
      hovertemplate: `${several ? `${run.name}, ` : ''}${part}<br>epoch %{x}: ${quantity} %{y:.4f}<extra></extra>`,
    };
  });
}

function bestMarker(run: LearningCurve, panel: Panel, colour: string, several: boolean): Trace {
  return {
    type: 'scatter',
    mode: 'markers',
    x: [run.best!.epoch],
    y: [run.best!.value],
    xaxis: panel.xaxis,
    yaxis: panel.yaxis,
    name: 'best epoch',
    legendgroup: several ? run.name : 'best',
    showlegend: !several,
    marker: { symbol: 'star', size: 13, color: colour, line: { color: colours.paper, width: 1 } },
    hovertemplate: `${run.name}<br>best: %{y:.4f} at epoch %{x}<extra></extra>`,
  };
}

function bestLabel(run: LearningCurve, panel: Panel): Annotation {
  const { epoch, value } = run.best!;
  const early = epoch < (run.epochs[run.epochs.length - 1] ?? 1) * 0.65;
  return {
    text: `${fixed(value, 4)} at epoch ${epoch}`,
    x: epoch,
    y: value,
    xref: panel.xaxis,
    yref: panel.yaxis,
    xanchor: early ? 'left' : 'right',
    yanchor: 'middle',
    xshift: early ? 11 : -11,
    bgcolor: translucent(colours.paper, 0.8),
  };
}

/** Legend entries that say what solid, dotted and the star mean. */
function lineStyleKey(): Trace[] {
  const entry: Trace = { type: 'scatter', x: [null], y: [null], showlegend: true };
  return [
    {
      ...entry,
      mode: 'lines',
      name: 'validation',
      line: { color: colours.muted, width: 2 },
    },
    {
      ...entry,
      mode: 'lines',
      name: 'training',
      line: { color: colours.muted, width: 1.4, dash: 'dot' },
    },
    {
      ...entry,
      mode: 'markers',
      name: 'best epoch',
      marker: { symbol: 'star', size: 11, color: colours.muted },
    },
  ];
}
