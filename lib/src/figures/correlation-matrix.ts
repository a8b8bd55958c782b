import { correlationMatrix, type CorrelationMatrix, type CorrelationMethod } from '../analysis';
import type { Figure, RunRecord } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours, divergingScale } from './palette';
import type { Annotation } from './plotly';
import { numberColumn, requireNumbers } from './record-columns';
import { settingTitle } from './setting-names';

export interface CorrelationMatrixInfo {
  readonly matrix: CorrelationMatrix;
  /** Rows without a missing value in any column. */
  readonly n: number;
}

/** Correlations of scores and parameters, each pair over the runs that have both. */
export function correlationMatrixInfo(
  records: readonly RunRecord[],
  { columns, method = 'pearson' }: { columns: readonly string[]; method?: CorrelationMethod },
): CorrelationMatrixInfo {
  const read = columns.map((name) => {
    requireNumbers(records, name);
    return { name, values: numberColumn(records, name) };
  });
  return {
    matrix: correlationMatrix(read, { method }),
    n: records.filter((_, row) => read.every(({ values }) => Number.isFinite(values[row]))).length,
  };
}

/** Lower triangle with r in every cell; a cell whose 95 % interval holds 0 is written in grey. */
export function correlationMatrixFigure(given: CorrelationMatrixInfo): Figure {
  const { matrix, n } = figureTexts(given);
  const { names, cells, method } = matrix;
  const titles = names.map(settingTitle);
  const annotations: Annotation[] = [];
  const hover: string[][] = [];
  const z = cells.map((row, i) => {
    hover.push([]);
    return row.map((cell, j) => {
      const { r, interval } = cell;
      const between = interval === null ? '' : ` [${fixed(interval.low, 3)}, ${fixed(interval.high, 3)}]`;
      hover[i]!.push(
        `${titles[i]!} and ${titles[j]!}: ${r === null ? (cell.reason ?? 'not defined') : fixed(r, 3)}${between}, n = ${cell.n}`,
      );
      if (j >= i) return null;
      const unsure = interval === null || (interval.low <= 0 && interval.high >= 0);
      annotations.push({
        text: r === null ? 'n/a' : unsure ? fixed(r, 2) : `<b>${fixed(r, 2)}</b>`,
        x: titles[j]!,
        y: titles[i]!,
        xref: 'x',
        yref: 'y',
        font: {
          size: 13,
          color: unsure ? colours.muted : Math.abs(r ?? 0) > 0.75 ? colours.paper : colours.text,
        },
      });
      return r;
    });
  });
  const strongest = strongestPair(matrix);
  const size = 150 + 56 * names.length;
  return drawFigure({
    name: 'correlation_matrix',
    title: 'Correlation of scores and parameters',
    subtitle: `${method === 'pearson' ? 'Pearson’s r' : 'Spearman’s ρ'}, ${counted(n, 'run')} with all values; bold: the 95 % interval leaves out 0`,
    description: `${method === 'pearson' ? 'Pearson' : 'Spearman'} correlations of ${counted(names.length, 'column')} over ${counted(n, 'run')}.${strongest === null ? '' : ` Strongest: ${settingTitle(strongest.a)} and ${settingTitle(strongest.b)}, ${fixed(strongest.r, 3)}.`}`,
    traces: [
      {
        type: 'heatmap',
        x: titles.slice(0, -1),
        y: titles.slice(1),
        z: z.slice(1).map((row) => row.slice(0, -1)),
        text: hover.slice(1).map((row) => row.slice(0, -1)),
        colorscale: divergingScale,
        zmin: -1,
        zmax: 1,
        xgap: 2,
        ygap: 2,
        hoverongaps: false,
        colorbar: {
          title: { text: 'correlation', side: 'right', font: { size: 12 } },
          thickness: 12,
          outlinewidth: 0,
          tickvals: [-1, -0.5, 0, 0.5, 1],
          tickfont: { size: 11, color: colours.muted },
        },
        hovertemplate: '%{text}<extra></extra>',
      },
    ],
    annotations,
    axes: [
      {
        x: {
          title: '',
          type: 'category',
          categories: titles.slice(0, -1),
          tickAngle: names.length > 5 ? -30 : 0,
        },
        y: { title: '', type: 'category', categories: titles.slice(1).reverse() },
      },
    ],
    height: size,
    margin: { right: 110, bottom: 90 },
  });
}

/** The pair with the greatest |r|, or null where none is defined. */
export function strongestPair({
  names,
  cells,
}: CorrelationMatrix): { a: string; b: string; r: number } | null {
  let found: { a: string; b: string; r: number } | null = null;
  cells.forEach((row, i) => {
    row.slice(0, i).forEach(({ r }, j) => {
      if (r !== null && (found === null || Math.abs(r) > Math.abs(found.r)))
        found = { a: names[i]!, b: names[j]!, r };
    });
  });
  return found;
}
