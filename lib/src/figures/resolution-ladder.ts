import { describe } from '../analysis';
import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours } from './palette';
import type { Annotation, Shape, Trace } from './plotly';

/** One training of the resolution experiment. */
export interface LadderRow {
  /** What was done, in words. */
  readonly label: string;
  /** Published kind of score: no threshold, all held-out pixels together. */
  readonly soft: number;
  /** Hard Jaccard of each held-out tile. */
  readonly hard: readonly number[];
  /** Rows of one part stand together, under its name. */
  readonly part: string;
}

export interface ResolutionLadderInfo {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly (LadderRow & {
    readonly mean: number;
    /** 95 % interval of the mean over tiles (Student's t); null for fewer than two. */
    readonly interval: readonly [number, number] | null;
  })[];
  /** The published scores at 256² and 512², drawn as lines. */
  readonly published: readonly { readonly label: string; readonly value: number }[];
}

/** Means and intervals of each training. @throws RangeError where no row is given. */
export function resolutionLadderInfo(
  rows: readonly LadderRow[],
  options: Partial<Pick<ResolutionLadderInfo, 'name' | 'title' | 'published'>> = {},
): ResolutionLadderInfo {
  if (rows.length === 0) throw new RangeError('no training to draw; pass at least one row');
  return {
    name: 'resolution_ladder',
    title: 'One cause removed at a time',
    published: [],
    ...options,
    rows: rows.map((row) => {
      const { mean, interval } = describe(row.hard);
      return { ...row, mean: mean ?? NaN, interval: interval ? [interval.low, interval.high] : null };
    }),
  };
}

/** A row a training: the soft score as an open diamond, the hard one as a dot with its interval. */
export function resolutionLadderFigure(given: ResolutionLadderInfo): Figure {
  const info = figureTexts(given);
  const { rows, published } = info;
  const y = placesOf(rows);
  const numbers = rows.flatMap((row) => [row.soft, row.mean, ...(row.interval ?? [])]);
  const right = Math.max(...numbers, ...published.map(({ value }) => value)) * 1.08;
  const soft: Trace = {
    type: 'scatter',
    mode: 'markers',
    name: 'soft, as published',
    x: rows.map((row) => row.soft),
    y,
    text: rows.map((row) => row.label),
    marker: {
      symbol: 'diamond-open',
      size: 10,
      color: colours.contrast,
      line: { width: 2, color: colours.contrast },
    },
    hovertemplate: '%{text}<br>soft %{x:.4f}<extra></extra>',
  };
  const hard: Trace = {
    type: 'scatter',
    mode: 'markers',
    name: 'hard at 0.5, mean over tiles with 95 % interval',
    x: rows.map((row) => row.mean),
    y,
    text: rows.map((row) => row.label),
    error_x: {
      type: 'data',
      symmetric: false,
      array: rows.map((row) => (row.interval ? row.interval[1] - row.mean : 0)),
      arrayminus: rows.map((row) => (row.interval ? row.mean - row.interval[0] : 0)),
      color: colours.main,
      thickness: 1.6,
      width: 4,
    },
    marker: { size: 10, color: colours.main },
    hovertemplate: '%{text}<br>hard %{x:.4f}<extra></extra>',
  };
  const lines = published.map(
    ({ value }): Shape => ({
      type: 'line',
      x0: value,
      x1: value,
      y0: Math.min(...y) - 0.5,
      y1: Math.max(...y) + 0.5,
      line: { color: colours.faint, width: 1.5, dash: 'dot' },
      layer: 'below',
    }),
  );
  const notes = published.map(
    ({ label, value }): Annotation => ({
      text: label,
      x: value,
      y: Math.max(...y) + 0.5,
      yanchor: 'bottom',
      font: { size: 11.5, color: colours.muted },
    }),
  );
  const headings = rows.flatMap((row, i): Annotation[] =>
    rows[i - 1]?.part === row.part
      ? []
      : [
          {
            text: `<b>${row.part}</b>`,
            x: 0,
            xref: 'paper',
            xanchor: 'right',
            xshift: -8,
            y: y[i]! + 0.8,
            font: { size: 12.5, color: colours.muted },
          },
        ],
  );
  const tiles = Math.max(...rows.map(({ hard: scores }) => scores.filter(Number.isFinite).length));
  const list = rows
    .map((row) => `${row.label}: soft ${fixed(row.soft, 3)}, hard ${fixed(row.mean, 3)}`)
    .join('; ');
  return drawFigure({
    name: info.name,
    title: info.title,
    subtitle: `${counted(rows.length, 'training')}, up to ${counted(tiles, 'held-out tile')} each`,
    description: `${info.title}, ${counted(rows.length, 'training')}. ${list}.`,
    traces: [soft, hard],
    axes: [
      {
        x: { title: 'Jaccard', range: [-0.012 * right, right] },
        y: {
          title: '',
          range: [Math.min(...y) - 0.7, Math.max(...y) + 0.9],
          ticks: y,
          tickText: rows.map((row) => row.label),
          grid: false,
        },
      },
    ],
    shapes: lines,
    annotations: [...notes, ...headings],
    legend: 'top',
    headroom: published.length > 0 ? 18 : 6,
    height: 150 + 27 * (Math.max(...y) - Math.min(...y) + 1.6),
    margin: { left: 270 },
  });
}

/** From the top down, with room for a heading above each part. */
function placesOf(rows: readonly LadderRow[]): number[] {
  let place = 0;
  return rows.map((row, i) => {
    place -= rows[i - 1] !== undefined && rows[i - 1]!.part !== row.part ? 1.9 : 1;
    return place;
  });
}
