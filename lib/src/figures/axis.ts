import type { Objective } from '../types';
import { fixed, short } from './number-text';
import { colours } from './palette';
import type { PlotlyAxis } from './plotly';

/** An axis in the words of the figure, before the common look is put on it. */
export interface AxisSpec {
  /** What is measured. */
  title: string;
  /** Its unit, written in brackets after the title; leave out for pure numbers. */
  unit?: string;
  /** Defaults to `linear`. */
  type?: 'linear' | 'log' | 'category';
  /** In data units, also on a log axis. */
  range?: readonly [number, number];
  /** Where ticks stand, in data units; on a log axis they default to 1, 2, 5 × 10ⁿ inside `range`. */
  ticks?: readonly number[];
  tickText?: readonly string[];
  /** Most ticks of a log axis before it is reduced to whole powers; defaults to 8. */
  mostTicks?: number;
  /** d3 format of the tick labels. */
  tickFormat?: string;
  /** Order of the categories, first at the bottom or left. */
  categories?: readonly string[];
  /** Grid lines across the plot; defaults to true for numbers, false for categories. */
  grid?: boolean;
  /** A stronger line at zero. Defaults to false. */
  zeroLine?: boolean;
  showTickLabels?: boolean;
  /** No line, ticks, labels or title: for a sketch, whose units mean nothing. Defaults to false. */
  hidden?: boolean;
  tickAngle?: number;
  tickSize?: number;
}

/** Puts the common look on an axis. */
export function styledAxis(spec: AxisSpec): PlotlyAxis {
  const { title, unit, type = 'linear', grid = type !== 'category', zeroLine = false } = spec;
  const axis: PlotlyAxis & Record<string, unknown> = {
    type,
    title: {
      text: unit === undefined || unit === '' ? title : `${title} (${unit})`,
      font: { size: 13, color: colours.text },
      standoff: 8,
    },
    tickfont: { size: spec.tickSize ?? 12, color: colours.muted },
    showgrid: grid,
    gridcolor: colours.grid,
    zeroline: zeroLine,
    zerolinecolor: colours.neutral,
    showline: true,
    linecolor: colours.neutral,
    linewidth: 1,
    ticks: 'outside',
    ticklen: 5,
    tickcolor: type === 'category' ? 'rgba(0,0,0,0)' : colours.neutral, // invisible: a gap before the label
    automargin: true,
  };
  if (spec.range !== undefined)
    axis.range = type === 'log' ? spec.range.map((value) => Math.log10(value)) : [...spec.range];
  const ticks =
    spec.ticks ??
    (type === 'log' && spec.range !== undefined ? logTicks(spec.range, spec.mostTicks) : undefined);
  if (ticks !== undefined) {
    axis.tickmode = 'array';
    axis.tickvals = [...ticks];
    axis.ticktext = [...(spec.tickText ?? (type === 'log' ? logTickText(ticks) : ticks.map(short)))];
  }
  if (spec.tickFormat !== undefined) axis.tickformat = spec.tickFormat;
  if (spec.categories !== undefined) {
    axis.categoryorder = 'array';
    axis.categoryarray = [...spec.categories];
  }
  if (spec.showTickLabels === false) axis.showticklabels = false;
  if (spec.hidden === true) axis.visible = false;
  if (spec.tickAngle !== undefined) axis.tickangle = spec.tickAngle;
  return axis;
}

/** 1, 2, 5 × 10ⁿ inside the range; whole powers only where that would be more than `most` ticks. */
export function logTicks([low, high]: readonly [number, number], most = 8): number[] {
  const at = (steps: readonly number[]): number[] => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1)
      for (const step of steps) {
        const tick = Number(`${step}e${power}`);
        if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
      }
    return ticks;
  };
  const fine = at([1, 2, 5]);
  return fine.length <= most || at([1]).length < 2 ? fine : at([1]);
}

/** One spelling for all ticks of a log axis: `1e-3`, `1e-2`, `1e-1` where the least is below 0.01. */
export function logTickText(ticks: readonly number[]): string[] {
  const powers = ticks.some((tick) => tick < 0.01);
  return ticks.map((tick) =>
    powers && tick < 1 ? Number(tick.toPrecision(3)).toExponential() : short(tick),
  );
}

/** About `count` round numbers inside the range, in steps of 1, 2 or 5 × 10ⁿ, with the decimals that they need. */
export function niceTicks(
  [low, high]: readonly [number, number],
  count = 6,
): { readonly ticks: number[]; readonly text: string[] } {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw)!;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index += 1)
    ticks.push(Number((index * step).toFixed(decimals)));
  return { ticks, text: ticks.map((tick) => fixed(tick, decimals)) };
}

/**
 * The padded range of a score, which does not go beyond the score's bounds, nor below 0 where no value does.
 *
 * @param bounds the objective's range, or null.
 */
export function scoreRange(
  values: readonly number[],
  margin: number,
  bounds: Objective['range'] = null,
): [number, number] {
  const [low, high] = paddedRange(values, margin);
  const usable = values.filter((value) => Number.isFinite(value));
  const floor = usable.every((value) => value >= 0) ? 0 : -Infinity;
  const roof = bounds?.[1] ?? Infinity;
  // a value on the bound itself needs room for its mark
  const room = (high - low) * 0.02;
  return [Math.max(low, floor), usable.every((value) => value <= roof) ? Math.min(high, roof + room) : high];
}

/** Least and greatest of the finite values, widened by `margin` of their distance (of the ratio on a log axis). */
export function paddedRange(
  values: readonly number[],
  margin = 0.05,
  type: 'linear' | 'log' = 'linear',
): [number, number] {
  const usable = values.filter((value) => Number.isFinite(value) && (type === 'linear' || value > 0));
  if (usable.length === 0) return type === 'log' ? [1, 10] : [0, 1];
  let low = Infinity;
  let high = -Infinity;
  for (const value of usable) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (type === 'log') {
    const factor = low === high ? 2 : (high / low) ** margin;
    return [low / factor, high * factor];
  }
  const pad = low === high ? Math.abs(low) * 0.1 || 0.5 : (high - low) * margin;
  return [low - pad, high + pad];
}
