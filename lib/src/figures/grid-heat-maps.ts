import { describe, fieldName, type Field } from '../analysis';
import type { Figure, RunRecord } from '../types';
import { logTicks, logTickText } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed, short } from './number-text';
import { colours, reversedScale, sequentialScale } from './palette';
import { panelGrid } from './panels';
import type { Annotation, Trace } from './plotly';
import { numberColumn, requireNumbers, settingColumn } from './record-columns';
import { fileWord } from './score-heat-map';
import { settingPhrase, settingTitle, settingValue } from './setting-names';

export interface GridHeatMapsOptions {
  /** What the colour shows: a summary key, or a reader. */
  readonly metric: Field;
  /** Its name on the figure; defaults to that of the key. */
  readonly title?: string;
  /** Whether a high or a low value is good; the good end is bright. Defaults to `high`. */
  readonly good?: 'high' | 'low';
  /** Frames the best cell; default where high is good: a failed training can be the quickest and steadiest. */
  readonly framed?: boolean;
  /** Setting of the panels, for example `architecture`. */
  readonly panel: string;
  readonly x: string;
  readonly y: string;
  /** What a reader must know, for example that a setting was never applied; stands in the subtitle. */
  readonly caution?: string;
  /** Decimals of the numbers in the cells; default 3. */
  readonly decimals?: number;
}

export interface GridHeatMapsInfo extends Required<Omit<GridHeatMapsOptions, 'metric'>> {
  readonly metric: string;
  readonly n: number;
  readonly xLevels: readonly (number | string)[];
  readonly yLevels: readonly (number | string)[];
  readonly panels: readonly {
    readonly name: string;
    /** `cells[row][column]` for `yLevels[row]`, `xLevels[column]`; null where no run has them. */
    readonly cells: readonly (readonly { readonly n: number; readonly mean: number | null }[])[];
  }[];
  /** The best cell of all panels; a failed training can be the quickest and steadiest, so read it beside the score. */
  readonly best: {
    readonly panel: string;
    readonly x: number | string;
    readonly y: number | string;
    readonly value: number;
  };
}

/** Means over a grid of two settings, for each value of a third. @throws RangeError for more than nine panels. */
export function gridHeatMapsInfo(
  records: readonly RunRecord[],
  {
    metric,
    title,
    good = 'high',
    framed = good === 'high',
    panel,
    x,
    y,
    caution = '',
    decimals = 3,
  }: GridHeatMapsOptions,
): GridHeatMapsInfo {
  requireNumbers(records, metric);
  const values = numberColumn(records, metric);
  const [panels, xs, ys] = [panel, x, y].map((key) => settingColumn(records, key)) as [
    (number | string | null)[],
    (number | string | null)[],
    (number | string | null)[],
  ];
  const kept = values.flatMap((value, index) =>
    Number.isFinite(value) && [panels, xs, ys].every((column) => column[index] !== null) ? [index] : [],
  );
  if (kept.length === 0)
    throw new RangeError(`no run has ${fieldName(metric)}, ${panel}, ${x} and ${y} together`);
  const levels = (column: readonly (number | string | null)[]): (number | string)[] =>
    [...new Set(kept.map((index) => column[index]!))].sort((a, b) =>
      typeof a === 'number' && typeof b === 'number' ? a - b : 0,
    );
  const xLevels = levels(xs);
  const yLevels = levels(ys);
  const drawn = levels(panels).map((level) => ({
    name: settingValue(level),
    cells: yLevels.map((row) =>
      xLevels.map((column) => {
        const { n, mean } = describe(
          kept
            .filter((index) => panels[index] === level && xs[index] === column && ys[index] === row)
            .map((index) => values[index]!),
        );
        return { n, mean };
      }),
    ),
  }));
  let best: GridHeatMapsInfo['best'] | null = null;
  for (const { name, cells } of drawn)
    cells.forEach((row, at) => {
      row.forEach(({ mean }, column) => {
        if (mean === null) return;
        if (best === null || (good === 'high' ? mean > best.value : mean < best.value))
          best = { panel: name, x: xLevels[column]!, y: yLevels[at]!, value: mean };
      });
    });
  return {
    metric: fieldName(metric),
    title: title ?? settingTitle(fieldName(metric)),
    good,
    framed,
    panel,
    x,
    y,
    caution,
    decimals,
    n: kept.length,
    xLevels,
    yLevels,
    panels: drawn,
    best: best!,
  };
}

/** A heat map for each architecture on one colour scale; the best cell of all is framed. */
export function gridHeatMapsFigure(given: GridHeatMapsInfo): Figure {
  const info = figureTexts(given);
  const { xLevels, yLevels, best, decimals, good } = info;
  const columns = Math.min(3, info.panels.length);
  const rows = Math.ceil(info.panels.length / columns);
  const cellHeight = 40;
  const plot = rows * yLevels.length * cellHeight + (rows - 1) * 76;
  const panels = panelGrid(rows, columns, 0.03, 76 / plot);
  const means = info.panels.flatMap(({ cells }) =>
    cells.flatMap((row) => row.flatMap(({ mean }) => (mean === null ? [] : [mean]))),
  );
  const low = Math.min(...means);
  const high = Math.max(...means);
  // By the lower quarter, not the least: one cell near nought would press all others into one colour.
  const quarter = [...means].sort((a, b) => a - b)[Math.floor(means.length / 4)]!;
  const log = low > 0 && high / quarter > 50;
  const at = (mean: number): number => (log ? Math.log10(mean) : mean);
  const brightness = (mean: number): number => {
    const share = (at(mean) - at(low)) / (at(high) - at(low) || 1);
    return good === 'high' ? share : 1 - share;
  };
  const logged = log ? logTicks([low, high], 6) : [];
  const traces: Trace[] = [];
  const annotations: Annotation[] = [];
  info.panels.forEach(({ cells }, index) => {
    const { xaxis, yaxis } = panels[index]!;
    traces.push({
      type: 'heatmap',
      xaxis,
      yaxis,
      x: xLevels.map((_, at) => at),
      y: yLevels.map((_, at) => at),
      z: cells.map((row) => row.map(({ mean }) => (mean === null ? null : at(mean)))),
      zmin: at(low),
      zmax: high === low ? at(low) + 1 : at(high),
      colorscale: good === 'high' ? sequentialScale : reversedScale,
      showscale: index === 0,
      xgap: 2,
      ygap: 2,
      hoverongaps: false,
      colorbar: {
        thickness: 12,
        outlinewidth: 0,
        tickfont: { size: 11, color: colours.muted },
        ...(log ? { tickvals: logged.map(at), ticktext: logTickText(logged) } : {}),
      },
      hoverinfo: 'skip',
    });
    cells.forEach((cellsOfRow, level) => {
      cellsOfRow.forEach(({ mean, n }, column) => {
        annotations.push({
          text: mean === null ? '–' : fixed(mean, decimals) + (n > 1 ? `<br>n = ${n}` : ''),
          x: column,
          y: level,
          xref: xaxis,
          yref: yaxis,
          font: {
            size: 11.5,
            color: mean === null ? colours.faint : brightness(mean) > 0.6 ? colours.text : colours.paper,
          },
        });
      });
    });
  });
  const framedPanel = info.panels.findIndex(({ name }) => name === best.panel);
  const column = xLevels.indexOf(best.x);
  const row = yLevels.indexOf(best.y);
  const replicates = new Set(
    info.panels.flatMap(({ cells }) => cells.flatMap((cell) => cell.map(({ n }) => n))),
  );
  const single = replicates.size === 1 && replicates.has(1);
  const each = single ? ', one run a cell' : ', the mean of each cell';
  return drawFigure({
    name: `grid_${fileWord(info.metric).replace(/_from_the_history$/, '')}`,
    title: `${info.title} by ${settingPhrase(info.panel)}`,
    subtitle: `${counted(info.n, 'run')}${each}; bright is good${info.framed ? ', the best cell is framed' : ''}${info.caution === '' ? '' : `<br>${info.caution}`}`,
    description: `${info.title} of ${counted(info.n, 'run')} by ${settingPhrase(info.x)}, ${settingPhrase(info.y)} and ${settingPhrase(info.panel)}; ${info.framed ? 'best cell' : 'least cell'} ${fixed(best.value, decimals)} for ${best.panel}, ${settingPhrase(info.x)} ${settingValue(best.x)}, ${settingPhrase(info.y)} ${settingValue(best.y)}.`,
    traces,
    annotations,
    shapes: !info.framed
      ? []
      : [
          {
            type: 'rect',
            x0: column - 0.48,
            x1: column + 0.48,
            y0: row - 0.48,
            y1: row + 0.48,
            xref: panels[framedPanel]!.xaxis,
            yref: panels[framedPanel]!.yaxis,
            line: { color: colours.best, width: 3 },
          },
        ],
    panels,
    axes: info.panels.map(({ name }, index) => ({
      title: name,
      x: {
        title: index >= info.panels.length - columns ? settingTitle(info.x) : '',
        ticks: xLevels.map((_, level) => level),
        tickText: xLevels.map((level) => (typeof level === 'number' ? short(level) : level)),
        grid: false,
      },
      y: {
        title: index % columns === 0 ? settingTitle(info.y) : '',
        ticks: yLevels.map((_, level) => level),
        tickText: yLevels.map((level) => (typeof level === 'number' ? short(level) : level)),
        grid: false,
        showTickLabels: index % columns === 0,
      },
    })),
    height: plot + 146 + (info.caution === '' ? 0 : 20),
    margin: { right: 100 },
  });
}
