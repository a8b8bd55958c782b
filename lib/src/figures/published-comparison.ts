import type { Figure } from '../types';
import { paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours } from './palette';
import type { Annotation, Trace } from './plotly';

/** A figure that was published beside the same figure measured here. */
export interface PublishedComparisonRow {
  /** What was measured, for example `256², batch 32, Dice`. */
  readonly label: string;
  /** Null where nothing was published. */
  readonly published: number | null;
  /** Null where nothing was measured. */
  readonly measured: number | null;
  /** Interval of the measured figure; what it means is said by `intervalLabel`. */
  readonly interval?: readonly [number, number];
}

export interface PublishedComparisonOptions {
  /** Axis label with its unit; defaults to `Jaccard`. */
  readonly quantity?: string;
  /** Names of the two sides; default to `published` and `this run`. */
  readonly publishedLabel?: string;
  readonly measuredLabel?: string;
  /** For example `95 % bootstrap interval over images`. */
  readonly intervalLabel?: string;
  readonly title?: string;
  readonly name?: string;
  /** Decimals of the printed numbers; defaults to 4. */
  readonly decimals?: number;
  /** Whether both sides are of the same images, so that a ratio means something; default true. */
  readonly comparable?: boolean;
}

export interface PublishedComparisonInfo extends Required<PublishedComparisonOptions> {
  readonly rows: readonly (PublishedComparisonRow & {
    /** measured − published; null where one is missing. */
    readonly difference: number | null;
    /** measured / published; null where one is missing, published is 0 or the sides are not comparable. */
    readonly ratio: number | null;
  })[];
}

/** Sets each measured figure against the published one. @throws RangeError where no row is given. */
export function publishedComparisonInfo(
  rows: readonly PublishedComparisonRow[],
  options: PublishedComparisonOptions = {},
): PublishedComparisonInfo {
  if (rows.length === 0) throw new RangeError('no row to compare; pass at least one');
  return {
    quantity: 'Jaccard',
    publishedLabel: 'published',
    measuredLabel: 'this run',
    intervalLabel: 'interval',
    title: 'Measured against published',
    name: 'published_comparison',
    decimals: 4,
    comparable: true,
    ...options,
    rows: rows.map((row) => {
      const { published, measured } = row;
      const both = published !== null && measured !== null;
      return {
        ...row,
        difference: both ? measured - published : null,
        ratio: both && published !== 0 && options.comparable !== false ? measured / published : null,
      };
    }),
  };
}

/** One line a row: published as a hollow diamond, measured as a dot with its interval, the gap between them drawn. */
export function publishedComparisonFigure(given: PublishedComparisonInfo): Figure {
  const info = figureTexts(given);
  const { rows, decimals, quantity } = info;
  const labels = rows.map((row) => row.label);
  const numbers = rows.flatMap((row) => [
    ...(row.published === null ? [] : [row.published]),
    ...(row.measured === null ? [] : [row.measured]),
    ...(row.interval ?? []),
  ]);
  const [, high] = paddedRange([0, ...numbers], 0.06);
  const [low] = paddedRange(numbers, 0.06);
  const gaps = rows.flatMap(({ label, published, measured }): Trace[] =>
    published === null || measured === null
      ? []
      : [
          {
            type: 'scatter',
            mode: 'lines',
            x: [published, measured],
            y: [label, label],
            line: { color: colours.faint, width: 3 },
            showlegend: false,
            hoverinfo: 'skip',
          },
        ],
  );
  const annotations = rows.flatMap((row): Annotation[] => rightLabel(row, decimals));
  const sentences = rows.map(
    (row) =>
      `${row.label}: ${row.measured === null ? 'not measured' : fixed(row.measured, decimals)} (${info.measuredLabel}), ${row.published === null ? 'nothing published' : `${fixed(row.published, decimals)} (${info.publishedLabel})`}`,
  );
  const withIntervals = rows.some((row) => row.interval !== undefined);
  return drawFigure({
    name: info.name,
    title: info.title,
    subtitle: `${quantity}, ${counted(rows.length, 'row')}${withIntervals ? `; whiskers: ${info.intervalLabel}` : ''}`,
    description: `${info.title}, ${quantity}. ${sentences.join('; ')}.`,
    traces: [
      ...gaps,
      {
        type: 'scatter',
        mode: 'markers',
        x: rows.map((row) => row.published),
        y: labels,
        name: info.publishedLabel,
        marker: {
          symbol: 'diamond',
          size: 12,
          color: colours.paper,
          line: { width: 2, color: colours.text },
        },
        hovertemplate: `%{y}<br>${info.publishedLabel}: %{x:.${decimals}f}<extra></extra>`,
      },
      {
        type: 'scatter',
        mode: 'markers',
        x: rows.map((row) => row.measured),
        y: labels,
        name: info.measuredLabel,
        marker: { symbol: 'circle', size: 13, color: colours.main },
        ...(withIntervals
          ? {
              error_x: {
                type: 'data',
                symmetric: false,
                array: rows.map((row) => (row.interval ? row.interval[1] - (row.measured ?? NaN) : 0)),
                arrayminus: rows.map((row) => (row.interval ? (row.measured ?? NaN) - row.interval[0] : 0)),
                color: colours.main,
                thickness: 1.6,
                width: 5,
              } as const,
            }
          : {}),
        hovertemplate: `%{y}<br>${info.measuredLabel}: %{x:.${decimals}f}<extra></extra>`,
      },
    ],
    axes: [
      {
        x: { title: quantity, range: [low > 0 && low < high * 0.5 ? 0 : low, high], zeroLine: true },
        y: { title: '', type: 'category', categories: [...labels].reverse(), grid: true, tickSize: 12.5 },
      },
    ],
    annotations,
    legend: 'top',
    margin: { right: 150 },
    height: 158 + 46 * rows.length,
  });
}

/** `0.1640 → 0.2210  (×1.35)` at the right edge of the row. */
function rightLabel(row: PublishedComparisonInfo['rows'][number], decimals: number): Annotation[] {
  const published = row.published === null ? 'none' : fixed(row.published, decimals);
  const measured = row.measured === null ? 'not run' : fixed(row.measured, decimals);
  const ratio = row.ratio === null ? '' : `  ×${row.ratio.toFixed(2)}`;
  return [
    {
      text: `${published} → <b>${measured}</b>${ratio}`,
      x: 1,
      xref: 'paper',
      y: row.label,
      yref: 'y',
      xanchor: 'left',
      xshift: 8,
      align: 'left',
    },
  ];
}
