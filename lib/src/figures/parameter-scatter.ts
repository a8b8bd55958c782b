import { fieldOf, trend, valuesOf, type Trend } from '../analysis';
import type { Figure, Objective, RunRecord } from '../types';
import { paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours, translucent } from './palette';
import { panelGrid } from './panels';
import type { Annotation, Trace } from './plotly';
import { numberColumn, requireNumbers } from './record-columns';
import { thinned, thinnedText } from './thinned';
import { isLogSetting, settingBrief, settingTitle } from './setting-names';

/** A parameter with more values than this gets a local trend. */
const mostLevels = 12;

export interface ParameterScatterOptions {
  /** What the runs are judged by, on the y axis. */
  readonly score: Objective;
  /** Configuration keys, a panel each; at most nine. */
  readonly parameters: readonly string[];
  /** Keys drawn on a logarithmic axis; default: learning rates, L2 and weight decay. */
  readonly log?: readonly string[];
  /** What a reader must know of the sample, for example that it was drawn adaptively. */
  readonly caution?: string;
  readonly name?: string;
}

export interface ParameterScatterInfo {
  readonly name: string;
  readonly score: string;
  readonly caution: string;
  readonly panels: readonly {
    readonly key: string;
    readonly scale: 'linear' | 'log';
    /** Runs with both values. */
    readonly n: number;
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly names: readonly string[];
    /** Index into `x` of the best score. */
    readonly best: number;
    /** Local trend, or a straight line over at most twelve values, with the 95 % band of its mean. */
    readonly trend: Trend;
  }[];
}

/** Score against each parameter with its trend. @throws RangeError where no run has the score or a parameter. */
export function parameterScatterInfo(
  records: readonly RunRecord[],
  { score, parameters, log, caution = '', name = 'parameter_scatter' }: ParameterScatterOptions,
): ParameterScatterInfo {
  requireNumbers(records, fieldOf(score));
  const scores = valuesOf(records, score).values;
  const higher = score.goal === 'maximize';
  return {
    name,
    score: score.metric,
    caution,
    panels: parameters.map((key) => {
      requireNumbers(records, key);
      const scale = (log?.includes(key) ?? isLogSetting(key)) ? 'log' : 'linear';
      const values = numberColumn(records, key);
      const kept = values.flatMap((value, index) =>
        Number.isFinite(value) && Number.isFinite(scores[index]) && (scale === 'linear' || value > 0)
          ? [index]
          : [],
      );
      const x = kept.map((index) => values[index]!);
      const y = kept.map((index) => scores[index]!);
      return {
        key,
        scale,
        n: kept.length,
        x,
        y,
        names: kept.map((index) => records[index]!.name),
        best: y.reduce(
          (best, value, index) => ((higher ? value > y[best]! : value < y[best]!) ? index : best),
          0,
        ),
        // between a few values there is nothing that a local fit could follow
        trend: trend(x, y, { method: new Set(x).size > mostLevels ? 'loess' : 'linear', scale }),
      };
    }),
  };
}

/** Dots, a local trend with its band and the correlation, a panel for each parameter. */
export function parameterScatterFigure(given: ParameterScatterInfo): Figure {
  const info = figureTexts(given);
  const columns = Math.min(3, info.panels.length);
  const rows = Math.ceil(info.panels.length / columns);
  const panels = panelGrid(rows, columns, 0.05, rows === 1 ? 0 : 100 / (270 * rows));
  const most = Math.max(...info.panels.map(({ n }) => n));
  const range = paddedRange(
    info.panels.flatMap(({ y }) => y),
    0.06,
  );
  const local = info.panels.filter(({ trend: line }) => line.method === 'loess').length;
  const lineName =
    local === info.panels.length
      ? 'local trend (LOESS)'
      : local === 0
        ? 'straight line'
        : 'local trend (LOESS); a straight line over few values';
  const traces: Trace[] = [];
  const annotations: Annotation[] = [];
  info.panels.forEach((panel, index) => {
    const { xaxis, yaxis, xDomain, yDomain } = panels[index]!;
    const place = { type: 'scatter', xaxis, yaxis, showlegend: index === 0 } as const;
    const band = panel.trend;
    const drawn = thinned(panel.n);
    traces.push(
      {
        ...place,
        mode: 'markers',
        name: 'one run',
        x: drawn.map((at) => panel.x[at]!),
        y: drawn.map((at) => panel.y[at]!),
        text: drawn.map((at) => panel.names[at]!),
        marker: { color: translucent(colours.main, most > 300 ? 0.3 : 0.5), size: most > 300 ? 5 : 7 },
        hovertemplate: `%{text}<br>${settingBrief(panel.key)} %{x:.3g}: %{y:.4f}<extra></extra>`,
      },
      {
        ...place,
        mode: 'lines',
        name: '95 % band of the trend',
        x: [...band.x, ...[...band.x].reverse()],
        y: [...band.high, ...[...band.low].reverse()],
        fill: 'toself',
        fillcolor: translucent(colours.text, 0.16),
        line: { width: 0 },
        hoverinfo: 'skip',
      },
      {
        ...place,
        mode: 'lines',
        name: lineName,
        x: [...band.x],
        y: [...band.fit],
        line: { color: colours.text, width: 2.2 },
        hoverinfo: 'skip',
      },
      {
        ...place,
        mode: 'markers',
        name: 'best run',
        x: [panel.x[panel.best] ?? null],
        y: [panel.y[panel.best] ?? null],
        text: [panel.names[panel.best] ?? ''],
        marker: { symbol: 'star', size: 14, color: colours.best, line: { color: colours.paper, width: 1 } },
        hovertemplate: `%{text}<br>best %{y:.4f}<extra></extra>`,
      },
    );
    annotations.push({
      text: correlationText(band),
      x: xDomain[0],
      y: yDomain[1],
      xref: 'paper',
      yref: 'paper',
      xanchor: 'left',
      yanchor: 'bottom',
      yshift: 4,
      font: { size: 12, color: colours.muted },
    });
  });
  const sentences = info.panels.map(
    ({ key, scale, trend: band }) =>
      `${settingTitle(key)}${scale === 'log' ? ' (log)' : ''}: ${correlationText(band)}`,
  );
  return drawFigure({
    name: info.name,
    title: `${settingTitle(info.score)} against each parameter`,
    subtitle: `${counted(most, 'run')}${thinnedText(most)}; r = Pearson’s correlation on the axis’s scale with its 95 % interval${info.caution === '' ? '' : `.<br>${info.caution}`}`,
    description: `${settingTitle(info.score)} of ${counted(most, 'run')}${thinnedText(most)} against each parameter. ${sentences.join('; ')}.`,
    traces,
    annotations,
    panels,
    headroom: 22,
    axes: info.panels.map(({ key, scale, x }, index) => ({
      x: { title: settingTitle(key), type: scale, range: paddedRange(x, 0.05, scale), mostTicks: 5 },
      y: {
        title: index % columns === 0 ? settingTitle(info.score) : '',
        range,
        showTickLabels: index % columns === 0,
      },
    })),
    legend: 'top',
    height: 190 + 270 * rows,
  });
}

function correlationText({ correlation: { r, interval }, reason }: Trend): string {
  if (r === null) return reason ?? 'no correlation';
  return interval === null
    ? `r = ${fixed(r, 2)}`
    : `r = ${fixed(r, 2)} [${fixed(interval.low, 2)}, ${fixed(interval.high, 2)}]`;
}
