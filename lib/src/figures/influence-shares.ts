import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours, seriesColour } from './palette';
import { stackedPanels } from './panels';
import type { Trace } from './plotly';

/** Measured sums of gradient sizes over the classes of pixels, for one loss at one time. */
export interface InfluenceShareRow {
  /** For example `Dice` or `pixels` (the share of the pixels themselves). */
  readonly name: string;
  /** Rows of one group share a panel, for example `epoch 1`. */
  readonly group: string;
  /** Sum of gradient sizes (or count of pixels) for each class, in the order of `classes`; not negative. */
  readonly sums: readonly number[];
}

export interface InfluenceSharesInfo {
  readonly title: string;
  /** How it was measured, for the subtitle. */
  readonly source: string;
  readonly classes: readonly string[];
  readonly groups: readonly {
    readonly name: string;
    readonly rows: readonly { readonly name: string; readonly shares: readonly number[] }[];
  }[];
}

/** Turns sums into shares. @throws RangeError where a row does not fit the classes or sums to nothing. */
export function influenceSharesInfo(
  classes: readonly string[],
  rows: readonly InfluenceShareRow[],
  { title = 'Whose gradient is it?', source = '' }: { title?: string; source?: string } = {},
): InfluenceSharesInfo {
  const groups = [...new Set(rows.map((row) => row.group))];
  if (groups.length === 0 || groups.length > 9)
    throw new RangeError(`influence needs rows of one to nine groups; got ${groups.length}`);
  return {
    title,
    source,
    classes,
    groups: groups.map((name) => ({
      name,
      rows: rows
        .filter((row) => row.group === name)
        .map((row) => {
          const total = row.sums.reduce((sum, value) => sum + value, 0);
          if (row.sums.length !== classes.length || !(total > 0))
            throw new RangeError(
              `invalid row ${row.name}; ${classes.length} sums with a positive total are needed, got ${row.sums.join(', ')}`,
            );
          return { name: row.name, shares: row.sums.map((value) => value / total) };
        }),
    })),
  };
}

/** Stacked bars that add up to 100 %, a bar for each loss, a panel for each time. */
export function influenceSharesFigure(given: InfluenceSharesInfo): Figure {
  const info = figureTexts(given);
  const { groups, classes } = info;
  const bars = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const plot = 34 * bars + 56 * (groups.length - 1);
  const panels = stackedPanels(
    groups.map(({ rows }) => rows.length),
    56 / plot,
  );
  const traces = groups.flatMap(({ rows }, index) =>
    classes.map(
      (name, at): Trace => ({
        type: 'bar',
        orientation: 'h',
        name,
        legendgroup: name,
        showlegend: index === 0,
        xaxis: panels[index]!.xaxis,
        yaxis: panels[index]!.yaxis,
        x: rows.map(({ shares }) => shares[at]! * 100),
        y: rows.map((row) => row.name),
        marker: { color: classColours(classes.length)[at]!, line: { color: colours.paper, width: 1 } },
        text: rows.map(({ shares }) => (shares[at]! >= 0.06 ? `${(shares[at]! * 100).toFixed(0)} %` : '')),
        textposition: 'inside',
        insidetextanchor: 'middle',
        textfont: { size: 12, color: at === 0 ? colours.text : colours.paper },
        hovertemplate: `%{y}, ${name}: %{x:.1f} %<extra></extra>`,
      }),
    ),
  );
  const last = classes[classes.length - 1]!;
  const sentences = groups.map(
    ({ name, rows }) =>
      `${name}: ${rows.map((row) => `${row.name} ${fixed(row.shares[row.shares.length - 1]! * 100, 1)} %`).join(', ')}`,
  );
  return drawFigure({
    name: 'influence_shares',
    title: info.title,
    subtitle: info.source,
    description: `Shares of the gradient by class of pixel, ${counted(groups.length, 'panel')}; share of ${last.toLowerCase()}: ${sentences.join('; ')}.`,
    traces,
    panels,
    axes: groups.map(({ name, rows }, index) => ({
      title: name,
      x: {
        title: index === groups.length - 1 ? 'Share' : '',
        ...(index === groups.length - 1 ? { unit: '%' } : {}),
        range: [0, 100] as const,
      },
      y: {
        title: '',
        type: 'category' as const,
        categories: rows.map((row) => row.name).reverse(),
        tickSize: 12.5,
      },
    })),
    legend: 'top',
    barMode: 'stack',
    barGap: 0.25,
    height: plot + 180,
  });
}

/** From pale (easy) to strong (hard). */
function classColours(count: number): string[] {
  const steps = ['#c6d3de', seriesColour(5), seriesColour(0), seriesColour(1), seriesColour(3)];
  return count <= 3 ? [steps[0]!, steps[2]!, steps[3]!] : steps;
}
