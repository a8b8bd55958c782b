import type { GradientSnapshot } from '../analysis';
import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { fixed } from './number-text';
import { colours, seriesColour } from './palette';
import { panelGrid, type Panel } from './panels';
import type { Annotation, Shape, Trace } from './plotly';

export interface GradientByDistanceInfo {
  readonly source: string;
  readonly panels: readonly {
    readonly name: string;
    readonly lines: readonly {
      readonly name: string;
      /** Middle of each bin: signed distance to the edge in pixels, negative inside. */
      readonly distance: readonly number[];
      /** Mean size of a pixel's gradient, relative to the bin where it is largest; null in an empty bin. */
      readonly relative: readonly (number | null)[];
      /** Value in the farthest bin that has pixels. */
      readonly far: number;
    }[];
  }[];
}

/** How fast each loss's gradient falls with the distance to an edge. @throws RangeError without snapshots. */
export function gradientByDistanceInfo(
  snapshots: readonly GradientSnapshot[],
  { source = '' }: { source?: string } = {},
): GradientByDistanceInfo {
  if (snapshots.length === 0 || snapshots.length > 3)
    throw new RangeError(`one to three snapshots can be drawn side by side; got ${snapshots.length}`);
  return {
    source,
    panels: snapshots.map(({ epoch, losses }) => ({
      name: epoch === 0 ? 'Before training' : `After epoch ${epoch}`,
      lines: losses.map(({ name, profile }) => {
        const largest = Math.max(...profile.mean.filter(Number.isFinite));
        const relative = profile.mean.map((mean) => (Number.isFinite(mean) ? mean / largest : null));
        return {
          name: name.charAt(0).toUpperCase() + name.slice(1),
          distance: profile.distance,
          relative,
          far: relative.filter((value) => value !== null).at(-1) ?? NaN,
        };
      }),
    })),
  };
}

/** One line a loss, one panel a snapshot; a log axis, because the losses differ by orders of magnitude. */
export function gradientByDistanceFigure(given: GradientByDistanceInfo): Figure {
  const info = figureTexts(given);
  const panels = panelGrid(1, info.panels.length, 0.1);
  const values = info.panels.flatMap(({ lines }) => lines.flatMap(({ relative }) => relative));
  const low = Math.max(1e-5, Math.min(...values.filter((value) => value !== null && value > 0).map(Number)));
  const range = [low / 6, 1.6] as const; // room for the words below the lines
  const traces = info.panels.flatMap(({ lines }, index) =>
    lines.map(
      ({ name, distance, relative }, at): Trace => ({
        type: 'scatter',
        mode: 'lines',
        x: [...distance],
        y: [...relative],
        name,
        legendgroup: name,
        showlegend: index === 0,
        xaxis: panels[index]!.xaxis,
        yaxis: panels[index]!.yaxis,
        line: lineStyle(at, lines.length),
        hovertemplate: `${name}, %{x} px from the edge: %{y:.2g}<extra></extra>`,
      }),
    ),
  );
  const ends = info.panels.map(
    ({ name, lines }) =>
      `${name.toLowerCase()}: ${lines.map((line) => `${line.name} ${line.far.toPrecision(2)}`).join(', ')}`,
  );
  const distances = info.panels.flatMap(({ lines }) => lines.flatMap(({ distance }) => distance));
  const x = [Math.min(...distances) - 0.5, Math.max(...distances) + 0.5] as const;
  return drawFigure({
    name: 'gradient_by_distance',
    title: 'How far from an edge a loss still pulls',
    subtitle: `${info.source === '' ? '' : `${info.source}.<br>`}Mean |∂L/∂z| of a pixel, relative to the distance where the loss pulls most; shaded: the edge, within 1 px`,
    description: `Mean gradient of a pixel against its distance to a bead's edge, relative to each loss's largest. At ${fixed(distances.at(-1)!, 0)} px outside, ${ends.join('; ')}.`,
    traces,
    panels,
    shapes: panels.map((panel): Shape => edgeBand(panel)),
    annotations: panels.flatMap((panel) => sides(panel, range)),
    axes: info.panels.map(({ name }, index) => ({
      title: name,
      x: { title: 'Signed distance to the edge', unit: 'px', range: x },
      y: { title: index === 0 ? 'Relative gradient' : '', type: 'log' as const, range },
    })),
    legend: 'top',
    height: 460,
  });
}

/** The first line is for comparison, the last one the sum of the others. */
function lineStyle(index: number, count: number): NonNullable<Trace['line']> {
  if (index === 0) return { color: colours.neutral, width: 2, dash: 'dot' };
  if (index === count - 1) return { color: colours.text, width: 2.2, dash: 'dash' };
  return { color: seriesColour(index - 1), width: 2.6 };
}

function edgeBand({ xaxis, yaxis }: Panel): Shape {
  return {
    type: 'rect',
    x0: -1,
    x1: 1,
    y0: 0,
    y1: 1,
    xref: xaxis,
    yref: `${yaxis} domain`,
    fillcolor: 'rgba(213,94,0,0.10)',
    layer: 'below',
    line: { width: 0 },
  };
}

function sides({ xaxis, yaxis }: Panel, [low]: readonly [number, number]): Annotation[] {
  const word = (text: string, x: number, xanchor: 'left' | 'right'): Annotation => ({
    text,
    x,
    y: Math.log10(low),
    xref: xaxis,
    yref: yaxis,
    xanchor,
    yanchor: 'bottom',
    yshift: 3,
    font: { size: 11.5, color: colours.muted },
    bgcolor: colours.paper,
  });
  return [word('inside', -1.3, 'right'), word('background', 1.3, 'left')];
}
