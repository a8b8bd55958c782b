import { describe } from '../analysis';
import type { Figure } from '../types';
import { paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours, translucent } from './palette';
import type { Trace } from './plotly';

/** Scores that belong together. */
export interface ScoreRow {
  readonly name: string;
  readonly scores: readonly number[];
}

export interface AfterSearchInfo {
  readonly quantity: string;
  /** From top to bottom. */
  readonly rows: readonly (ScoreRow & { readonly mean: number; readonly sd: number | null })[];
  /** What the best of so many tries has by luck; null where that is not known. */
  readonly luck: { readonly value: number; readonly tries: number } | null;
}

/** What became of the winner. Rows without a score are left out. @throws RangeError where none has one */
export function afterSearchInfo(
  rows: readonly ScoreRow[],
  { quantity, luck = null }: { quantity: string; luck?: AfterSearchInfo['luck'] },
): AfterSearchInfo {
  const kept = rows.flatMap(({ name, scores }) => {
    const { mean, sd, n } = describe(scores);
    return n === 0 ? [] : { name, scores: scores.filter(Number.isFinite), mean: mean!, sd };
  });
  if (kept.length === 0) throw new RangeError('no score to draw');
  return { quantity, rows: kept, luck };
}

/** Each score a dot, mean ± standard deviation beside it; what luck gives as an upright. */
export function afterSearchFigure(given: AfterSearchInfo): Figure {
  const info = figureTexts(given);
  const { rows, luck, quantity } = info;
  const height = rows.length;
  const places = rows.map((_, i) => height - i);
  const all = rows.flatMap(({ scores, mean, sd }) => [...scores, mean - (sd ?? 0), mean + (sd ?? 0)]);
  const colourOf = (i: number): string =>
    i === 0 ? colours.neutral : i === 1 ? colours.contrast : colours.main;
  const words = rows
    .slice(1)
    .map(
      ({ name, mean, sd, scores }) =>
        `${name} ${fixed(mean, 3)}${sd === null ? '' : ` ± ${fixed(sd, 3)} (${scores.length})`}`,
    )
    .join('; ');
  return drawFigure({
    name: 'after_search',
    title: 'What is left of the winner',
    subtitle: words,
    description: `${quantity}: ${rows.map(({ name, mean, scores }) => `${name} ${fixed(mean, 4)} (${scores.length})`).join('; ')}${luck ? `; luck of ${luck.tries} tries ${fixed(luck.value, 4)}` : ''}.`,
    traces: rows.flatMap(({ name, scores, mean, sd }, i): Trace[] => [
      {
        type: 'scatter',
        mode: 'markers',
        x: [...scores],
        y: scores.map(() => places[i]! + (scores.length > 1 ? 0.14 : 0)),
        name,
        marker: {
          size: 9,
          color: translucent(colourOf(i), 0.5),
          line: { width: 1, color: colourOf(i) },
        },
        hovertemplate: `${name}: %{x:.4f}<extra></extra>`,
      },
      ...(sd === null
        ? []
        : [
            {
              type: 'scatter' as const,
              mode: 'markers' as const,
              x: [mean],
              y: [places[i]! - 0.16],
              error_x: { type: 'data' as const, array: [sd], color: colourOf(i), thickness: 1.6, width: 5 },
              name: 'mean ± sd',
              marker: { symbol: 'diamond', size: 9, color: colourOf(i) },
              hovertemplate: `${name}: mean %{x:.4f}<extra></extra>`,
            } as Trace,
          ]),
    ]),
    shapes: luck
      ? [
          {
            type: 'line',
            xref: 'x',
            yref: 'paper',
            x0: luck.value,
            x1: luck.value,
            y0: 0,
            y1: 1,
            line: { color: colours.text, width: 1.2, dash: 'dash' },
            layer: 'below',
          },
        ]
      : [],
    annotations: luck
      ? [
          {
            text: `luck of ${counted(luck.tries, 'try', 'tries')}`,
            x: luck.value,
            y: 1,
            xref: 'x',
            yref: 'paper',
            xanchor: 'center',
            yanchor: 'bottom',
            yshift: 3,
            font: { size: 12, color: colours.text },
          },
        ]
      : [],
    axes: [
      {
        x: { title: quantity, range: paddedRange(luck ? [...all, luck.value] : all, 0.08) },
        y: {
          title: '',
          range: [0.4, height + 0.6],
          ticks: places,
          tickText: rows.map(({ name }) => name),
          grid: false,
          tickSize: 12.5,
        },
      },
    ],
    headroom: luck ? 22 : 4,
    height: 170 + 62 * height,
  });
}
