import { better, describe, fieldOf, valuesOf } from '../analysis';
import type { Figure, Objective, RunRecord } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed, short } from './number-text';
import { colours, reversedScale, sequentialScale } from './palette';
import type { Annotation } from './plotly';
import { numberColumn, requireNumbers } from './record-columns';
import { isLogSetting, settingPhrase, settingTitle } from './setting-names';

/** Runs below which a cell's mean is written but not coloured: the colour would show luck. */
const enoughForColour = 3;

/** A cut of a parameter: `[low, high)`, the last one closed. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly label: string;
}

export interface ScoreHeatMapInfo {
  readonly score: string;
  readonly goal: Objective['goal'];
  readonly x: string;
  readonly y: string;
  /** Runs with all three values. */
  readonly n: number;
  readonly xBins: readonly Bin[];
  readonly yBins: readonly Bin[];
  /** `cells[row][column]` belongs to `yBins[row]` and `xBins[column]`; mean null in an empty cell. */
  readonly cells: readonly (readonly {
    readonly n: number;
    readonly mean: number | null;
  }[])[];
  /** The cell with the best mean among those with at least three runs; null where none has. */
  readonly best: { readonly row: number; readonly column: number } | null;
}

/** Mean score over a grid of two parameters. @param options.bins cells a side, default 6. */
export function scoreHeatMapInfo(
  records: readonly RunRecord[],
  { score, x, y, bins = 6 }: { score: Objective; x: string; y: string; bins?: number },
): ScoreHeatMapInfo {
  for (const key of [fieldOf(score), x, y]) requireNumbers(records, key);
  const scores = [...valuesOf(records, score).values];
  const xs = numberColumn(records, x);
  const ys = numberColumn(records, y);
  const kept = scores.flatMap((value, index) =>
    [value, xs[index]!, ys[index]!].every(Number.isFinite) ? [index] : [],
  );
  const xBins = binsOf(
    kept.map((index) => xs[index]!),
    isLogSetting(x),
    bins,
  );
  const yBins = binsOf(
    kept.map((index) => ys[index]!),
    isLogSetting(y),
    bins,
  );
  const held: number[][][] = yBins.map(() => xBins.map(() => []));
  for (const index of kept) held[binAt(yBins, ys[index]!)]![binAt(xBins, xs[index]!)]!.push(scores[index]!);
  const cells = held.map((row) =>
    row.map((values) => {
      const { n, mean } = describe(values);
      return { n, mean };
    }),
  );
  let best: { row: number; column: number } | null = null;
  cells.forEach((row, at) => {
    row.forEach(({ n, mean }, column) => {
      if (
        n >= enoughForColour &&
        mean !== null &&
        (best === null || better(score)(mean, cells[best.row]![best.column]!.mean) < 0)
      )
        best = { row: at, column };
    });
  });
  return { score: score.metric, goal: score.goal, x, y, n: kept.length, xBins, yBins, cells, best };
}

/** Few distinct values are bins of their own; else equal steps on the axis's scale. */
function binsOf(values: readonly number[], log: boolean, count: number): Bin[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length <= count)
    return distinct.map((value) => ({ low: value, high: value, label: short(value) }));
  const low = distinct[0]!;
  const high = distinct[distinct.length - 1]!;
  const edge = (step: number): number =>
    log && low > 0 ? low * (high / low) ** (step / count) : low + ((high - low) * step) / count;
  const digits = (value: number): string => short(Number(value.toPrecision(2)));
  return Array.from({ length: count }, (_, step) => ({
    low: step === 0 ? low : edge(step),
    high: step === count - 1 ? high : edge(step + 1),
    label: `${digits(edge(step))} – ${digits(edge(step + 1))}`,
  }));
}

function binAt(bins: readonly Bin[], value: number): number {
  const found = bins.findIndex(({ low, high }, index) =>
    low === high ? value === low : value >= low && (value < high || index === bins.length - 1),
  );
  return found < 0 ? bins.length - 1 : found;
}

/** Mean score in colour and number, count in every cell; the best cell of at least three runs is framed. */
export function scoreHeatMapFigure(given: ScoreHeatMapInfo): Figure {
  const info = figureTexts(given);
  const { xBins, yBins, cells, best } = info;
  const means = cells.flatMap((row) =>
    row.flatMap(({ mean, n }) => (mean === null || n < enoughForColour ? [] : [mean])),
  );
  const low = Math.min(...means);
  const high = Math.max(...means);
  const brightness = (mean: number): number => {
    const share = (mean - low) / (high - low || 1);
    return info.goal === 'maximize' ? share : 1 - share;
  };
  const word = info.goal === 'maximize' ? 'greatest' : 'least';
  const annotations = cells.flatMap((row, at) =>
    row.map(({ n, mean }, column): Annotation => {
      const place = { x: column, y: at, xref: 'x', yref: 'y' };
      if (mean === null) return { ...place, text: 'no run', font: { size: 11, color: colours.faint } };
      const few = n < enoughForColour;
      const bright = few || brightness(mean) > 0.6;
      return {
        ...place,
        text: few ? `${fixed(mean, 3)}<br>n = ${n}` : `<b>${fixed(mean, 3)}</b><br>n = ${n}`,
        font: { size: few ? 11 : 12, color: few ? colours.muted : bright ? colours.text : colours.paper },
      };
    }),
  );
  const top = best === null ? null : cells[best.row]![best.column]!;
  const place =
    best === null
      ? 'No cell holds three runs.'
      : `The ${word} mean of a cell with three runs or more is ${fixed(top!.mean!, 3)} (n = ${top!.n}) at ${settingPhrase(info.x)} ${xBins[best.column]!.label}, ${settingPhrase(info.y)} ${yBins[best.row]!.label}.`;
  return drawFigure({
    name: `heat_map_${fileWord(info.y)}_${fileWord(info.x)}`,
    title: `${settingTitle(info.y)} × ${settingPhrase(info.x)}`,
    subtitle: `Mean ${settingPhrase(info.score)} and count in each cell, ${counted(info.n, 'run')}; coloured from three runs on, the ${word} mean framed`,
    description: `Mean ${settingPhrase(info.score)} of ${counted(info.n, 'run')} by ${settingPhrase(info.x)} and ${settingPhrase(info.y)}. ${place}`,
    traces: [
      {
        type: 'heatmap',
        x: xBins.map((_, index) => index),
        y: yBins.map((_, index) => index),
        z: cells.map((row) => row.map(({ mean, n }) => (n < enoughForColour ? null : mean))),
        colorscale: info.goal === 'maximize' ? sequentialScale : reversedScale,
        xgap: 2,
        ygap: 2,
        hoverongaps: false,
        colorbar: {
          title: { text: settingTitle(info.score), side: 'right', font: { size: 12 } },
          thickness: 12,
          outlinewidth: 0,
          tickfont: { size: 11, color: colours.muted },
        },
        hovertemplate: 'mean %{z:.4f}<extra></extra>',
      },
    ],
    annotations,
    shapes:
      best === null
        ? []
        : [
            {
              type: 'rect',
              x0: best.column - 0.49,
              x1: best.column + 0.49,
              y0: best.row - 0.49,
              y1: best.row + 0.49,
              xref: 'x',
              yref: 'y',
              line: { color: colours.best, width: 3 },
            },
          ],
    axes: [
      {
        x: {
          title: settingTitle(info.x),
          ticks: xBins.map((_, index) => index),
          tickText: xBins.map(({ label }) => label),
          grid: false,
        },
        y: {
          title: settingTitle(info.y),
          ticks: yBins.map((_, index) => index),
          tickText: yBins.map(({ label }) => label),
          grid: false,
        },
      },
    ],
    height: 160 + 56 * yBins.length,
    margin: { right: 100 },
  });
}

/** A key as a part of a file name. */
export function fileWord(key: string): string {
  return key
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
}
