import type { Figure } from '../types';
import { paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { seriesColour, translucent } from './palette';
import { panelGrid } from './panels';
import type { Trace } from './plotly';

/** One training against the clock, in one or more stages. */
export interface TrainingPath {
  /** Way of training; paths of one strategy share a colour. */
  readonly strategy: string;
  readonly seed: number;
  /** After each epoch, in order; seconds count from the start of the first stage. */
  readonly points: readonly { readonly seconds: number; readonly score: number; readonly stage: string }[];
  /** Score on held-out images at the end. */
  readonly final: number;
}

export interface TrainingPathsInfo {
  readonly name: string;
  readonly title: string;
  /** Axis label of the score. */
  readonly quantity: string;
  readonly paths: readonly TrainingPath[];
  /** In the order of their mean final score, best first. */
  readonly strategies: readonly {
    readonly strategy: string;
    readonly finals: readonly number[];
    readonly mean: number;
  }[];
}

/** Groups paths by strategy. @throws RangeError where no path is given. */
export function trainingPathsInfo(
  paths: readonly TrainingPath[],
  options: Partial<Pick<TrainingPathsInfo, 'name' | 'title' | 'quantity'>> = {},
): TrainingPathsInfo {
  if (paths.length === 0) throw new RangeError('no training to draw; pass at least one path');
  const strategies = [...new Set(paths.map(({ strategy }) => strategy))].map((strategy) => {
    const finals = paths.filter((path) => path.strategy === strategy).map(({ final }) => final);
    return { strategy, finals, mean: finals.reduce((a, b) => a + b, 0) / finals.length };
  });
  return {
    name: 'training_paths',
    title: 'Score against training time',
    quantity: 'Validation Jaccard',
    ...options,
    paths,
    strategies: strategies.sort((a, b) => b.mean - a.mean),
  };
}

/** Left, each training's score against the seconds, broken where a stage ends; right, the final scores. */
export function trainingPathsFigure(given: TrainingPathsInfo): Figure {
  const info = figureTexts(given);
  const { paths, strategies, quantity } = info;
  const [left, right] = panelGrid(1, 2, 0.13);
  const colourOf = (strategy: string): string =>
    seriesColour(strategies.findIndex((one) => one.strategy === strategy));
  const first = new Set<string>();
  const lines = paths.flatMap((path): Trace[] =>
    stagesOf(path).map((points) => {
      const shown = !first.has(path.strategy);
      first.add(path.strategy);
      return {
        type: 'scatter',
        mode: points.length === 1 ? 'markers' : 'lines',
        x: points.map(({ seconds }) => seconds),
        y: points.map(({ score }) => score),
        xaxis: left!.xaxis,
        yaxis: left!.yaxis,
        name: path.strategy,
        legendgroup: path.strategy,
        showlegend: shown,
        line: { color: colourOf(path.strategy), width: 1.8 },
        hovertemplate: `${path.strategy}, seed ${path.seed}, ${points[0]!.stage}<br>%{x:.0f} s: %{y:.4f}<extra></extra>`,
      };
    }),
  );
  const rows = strategies.map((_, i) => strategies.length - 1 - i);
  const finals = strategies.flatMap(({ strategy, finals: values, mean }, i): Trace[] => [
    {
      type: 'scatter',
      mode: 'markers',
      x: [...values],
      y: values.map(() => rows[i]!),
      xaxis: right!.xaxis,
      yaxis: right!.yaxis,
      name: strategy,
      legendgroup: strategy,
      showlegend: false,
      marker: {
        size: 9,
        color: translucent(colourOf(strategy), 0.5),
        line: { width: 1, color: colourOf(strategy) },
      },
      hovertemplate: `${strategy}: %{x:.4f}<extra></extra>`,
    },
    {
      type: 'scatter',
      mode: 'markers',
      x: [mean],
      y: [rows[i]!],
      xaxis: right!.xaxis,
      yaxis: right!.yaxis,
      name: 'mean',
      legendgroup: strategy,
      showlegend: false,
      marker: {
        symbol: 'line-ns-open',
        size: 20,
        color: colourOf(strategy),
        line: { width: 3, color: colourOf(strategy) },
      },
      hovertemplate: `${strategy}: mean %{x:.4f}<extra></extra>`,
    },
  ]);
  const seeds = new Set(paths.map(({ seed }) => seed)).size;
  const summary = strategies.map(({ strategy, mean }) => `${strategy} ${fixed(mean, 3)}`).join(', ');
  const last = Math.max(...paths.flatMap(({ points }) => points.map(({ seconds }) => seconds)));
  const scores = paths.flatMap(({ points }) => points.map(({ score }) => score));
  return drawFigure({
    name: info.name,
    title: info.title,
    subtitle: `${counted(seeds, 'seed')} each; mean final score: ${summary}`,
    description: `${info.title} (${quantity}), ${counted(paths.length, 'training')}. Mean final score: ${summary}.`,
    traces: [...lines, ...finals],
    panels: [left!, right!],
    axes: [
      {
        x: { title: 'Training time', unit: 's', range: [-last * 0.02, last * 1.03] },
        y: { title: quantity, range: [0, paddedRange(scores, 0.08)[1]] },
      },
      {
        x: {
          title: 'Final score, held-out slides',
          range: paddedRange(
            strategies.flatMap(({ finals: values }) => values),
            0.25,
          ),
        },
        y: {
          title: '',
          range: [-0.6, strategies.length - 0.4],
          ticks: rows,
          tickText: strategies.map(() => ''),
          grid: false,
        },
      },
    ],
    legend: 'top',
    height: 420,
    margin: { bottom: 60 },
  });
}

/** A path's points, stage by stage. */
function stagesOf({ points }: TrainingPath): TrainingPath['points'][] {
  const stages: (typeof points)[number][][] = [];
  for (const point of points) {
    const running = stages.at(-1);
    if (running?.[0]?.stage === point.stage) running.push(point);
    else stages.push([point]);
  }
  return stages;
}
