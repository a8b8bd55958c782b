import type { Interval } from '../analysis';
import { figureText } from '../text';
import type { Figure } from '../types';
import { drawFigure } from './draw';
import { counted, fixed } from './number-text';
import { colours, translucent } from './palette';
import { panelGrid } from './panels';
import type { Shape, Trace } from './plotly';

/** Two scores of one image. */
export interface PairedScore {
  readonly image: string;
  readonly group: string;
  readonly a: number;
  readonly b: number;
}

export interface PairedScoresInfo {
  readonly names: readonly [a: string, b: string];
  readonly quantity: string;
  /** Images with both scores. */
  readonly pairs: readonly PairedScore[];
  /** Mean of b − a for each group, from the group where `a` is furthest ahead to the one where `b` is. */
  readonly groups: readonly {
    readonly group: string;
    readonly images: number;
    readonly difference: number;
  }[];
  /** Mean over groups of b − a, and its interval. */
  readonly difference: number;
  readonly interval: Interval | null;
}

/** Gathers two scores an image by group. @throws RangeError where no image has both. */
export function pairedScoresInfo(
  names: readonly [string, string],
  scores: readonly PairedScore[],
  { quantity = 'Jaccard at 0.5', interval = null }: { quantity?: string; interval?: Interval | null } = {},
): PairedScoresInfo {
  const pairs = scores.filter(({ a, b }) => Number.isFinite(a) && Number.isFinite(b));
  if (pairs.length === 0) throw new RangeError('no image has a score of both');
  const groups = [...new Set(pairs.map(({ group }) => group))]
    .map((group) => {
      const own = pairs.filter((pair) => pair.group === group);
      return { group, images: own.length, difference: meanOf(own.map(({ a, b }) => b - a)) };
    })
    .sort((x, y) => x.difference - y.difference);
  return {
    names,
    quantity,
    pairs,
    groups,
    difference: meanOf(groups.map(({ difference }) => difference)),
    interval,
  };
}

/** Left: an image a dot, one score against the other. Right: the difference by group, with the mean over groups. */
export function pairedScoresFigure(info: PairedScoresInfo): Figure {
  const { pairs, groups, quantity, difference, interval } = info;
  const [a, b] = info.names.map(figureText) as [string, string];
  const [left, right] = panelGrid(1, 2, 0.2);
  const values = pairs.flatMap((pair) => [pair.a, pair.b]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const pad = Math.max(0.01, 0.06 * (high - low));
  const range = [low - pad, high + pad] as const;
  const rowOf = new Map(groups.map(({ group }, i) => [group, i]));
  const named = groups.length <= 24;
  const dots = (x: number[], y: number[], panel: 'left' | 'right'): Trace => ({
    type: 'scatter',
    mode: 'markers',
    x,
    y,
    text: pairs.map((pair) => `${figureText(pair.image)}: ${fixed(pair.a, 3)} and ${fixed(pair.b, 3)}`),
    showlegend: false,
    marker: {
      color: translucent(colours.main, panel === 'left' ? 0.45 : 0.25),
      size: panel === 'left' ? 9 : 7,
      line: { color: colours.main, width: panel === 'left' ? 1 : 0 },
    },
    xaxis: (panel === 'left' ? left : right)!.xaxis,
    yaxis: (panel === 'left' ? left : right)!.yaxis,
    hovertemplate: '%{text}<extra></extra>',
  });
  const differences = pairs.map((pair) => pair.b - pair.a);
  const far = Math.max(0.02, ...differences.map(Math.abs)) * 1.08;
  const top = groups.length - 0.2;
  const { xaxis, yaxis } = right!;
  const shapes: Shape[] = [
    {
      type: 'line',
      x0: range[0],
      y0: range[0],
      x1: range[1],
      y1: range[1],
      xref: left!.xaxis,
      yref: left!.yaxis,
      layer: 'below',
      line: { color: colours.neutral, width: 1, dash: 'dot' },
    },
    {
      type: 'line',
      x0: difference,
      x1: difference,
      y0: -0.8,
      y1: top,
      xref: xaxis,
      yref: yaxis,
      line: { color: colours.contrast, width: 2 },
    },
  ];
  if (interval !== null)
    shapes.push({
      type: 'rect',
      x0: interval.low,
      x1: interval.high,
      y0: -0.8,
      y1: top,
      xref: xaxis,
      yref: yaxis,
      layer: 'below',
      fillcolor: translucent(colours.contrast, 0.14),
      line: { width: 0 },
    });
  const ahead = differences.filter((value) => value > 0).length;
  const between =
    interval === null ? '' : `, 95 % interval ${fixed(interval.low, 3)} to ${fixed(interval.high, 3)}`;
  const sentence = `mean difference over ${counted(groups.length, 'group')} ${fixed(difference, 3)}${between}; B is ahead on ${ahead} of ${counted(pairs.length, 'image')}`;
  return drawFigure({
    name: 'paired_scores',
    title: 'Two trainings on the same images',
    subtitle: `A: ${a}<br>B: ${b}<br>B − A: ${sentence}`,
    description: `${quantity} of the same images by A (${info.names[0]}) and B (${info.names[1]}): ${sentence}.`,
    traces: [
      dots(
        pairs.map((pair) => pair.a),
        pairs.map((pair) => pair.b),
        'left',
      ),
      dots(
        differences,
        pairs.map(({ group }) => rowOf.get(group)!),
        'right',
      ),
      {
        type: 'scatter',
        mode: 'markers',
        x: groups.map((group) => group.difference),
        y: groups.map((_, i) => i),
        showlegend: false,
        marker: {
          symbol: 'line-ns-open',
          size: 16,
          color: colours.main,
          line: { width: 3, color: colours.main },
        },
        xaxis,
        yaxis,
        hovertemplate: 'mean of the group %{x:.4f}<extra></extra>',
      },
    ],
    shapes,
    panels: [left!, right!],
    axes: [
      {
        title: 'Above the line: B is better',
        x: { title: `A: ${quantity}`, range },
        y: { title: `B: ${quantity}`, range },
      },
      {
        title: 'B − A by group',
        x: { title: 'Difference', range: [-far, far], zeroLine: true },
        y: {
          title: '',
          range: [-0.8, top],
          ticks: named ? groups.map((_, i) => i) : [],
          tickText: named ? groups.map(({ group, images }) => `${brief(figureText(group))} (${images})`) : [],
          tickSize: 11,
        },
      },
    ],
    height: Math.max(470, 190 + 24 * (named ? groups.length : 24)),
  });
}

function brief(name: string): string {
  return name.length > 16 ? `${name.slice(0, 7)}…${name.slice(-7)}` : name;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
