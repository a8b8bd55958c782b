import { better, fieldOf, quantile, valuesOf } from '../analysis';
import type { Figure, Objective, RunRecord } from '../types';
import { logTicks, logTickText, niceTicks, paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours } from './palette';
import type { ParallelDimension } from './plotly';
import { requireNumbers, settingColumn } from './record-columns';
import { thinned, thinnedText } from './thinned';
import { isLogSetting, settingPhrase, settingTitle, settingValue } from './setting-names';

/** One axis: a position for every run, with the labels that stand along it. */
export interface ParallelAxis {
  readonly key: string;
  readonly title: string;
  readonly kind: 'linear' | 'log' | 'levels';
  /** Where each run stands: the value, its decimal logarithm, or the number of its level. */
  readonly positions: readonly number[];
  readonly range: readonly [number, number];
  readonly ticks: readonly number[];
  readonly tickText: readonly string[];
}

export interface ParallelCoordinatesInfo {
  readonly score: string;
  readonly goal: Objective['goal'];
  /** Runs, worst score first, so that the best are drawn on top. */
  readonly names: readonly string[];
  readonly axes: readonly ParallelAxis[];
  /** 0 for the worst quarter by score to 3 for the best. */
  readonly quartiles: readonly number[];
  /** The three scores between the quarters, ascending. */
  readonly cuts: readonly [number, number, number];
  /** Runs with a missing value; they have no line. */
  readonly leftOut: number;
}

/** Most values that a numeric setting may have to be drawn as levels. */
const mostLevels = 8;

/** Positions of every run on every axis, the score last. @throws RangeError where no run has all values. */
export function parallelCoordinatesInfo(
  records: readonly RunRecord[],
  { score, parameters }: { score: Objective; parameters: readonly string[] },
): ParallelCoordinatesInfo {
  requireNumbers(records, fieldOf(score));
  const scores = valuesOf(records, score).values;
  const { metric, goal } = score;
  const columns = parameters.map((key) => settingColumn(records, key));
  const kept = [...scores]
    .flatMap((value, index) =>
      Number.isFinite(value) && columns.every((column) => column[index] !== null) ? [index] : [],
    )
    .sort((a, b) => better(score)(scores[b]!, scores[a]!));
  if (kept.length === 0)
    throw new RangeError(`no run has ${metric} and all of ${parameters.join(', ')}; nothing to draw`);
  const own = kept.map((index) => scores[index]!);
  const cuts = [0.25, 0.5, 0.75].map((p) => quantile(own, p)) as [number, number, number];
  const [low, high] = paddedRange(own, 0.02);
  const { ticks, text } = niceTicks([low, high]);
  return {
    score: metric,
    goal,
    names: kept.map((index) => records[index]!.name),
    axes: [
      ...parameters.map((key, at) =>
        axisOf(
          key,
          kept.map((index) => columns[at]![index]!),
        ),
      ),
      {
        key: metric,
        title: settingTitle(metric),
        kind: 'linear',
        positions: own,
        range: [low, high],
        ticks,
        tickText: text,
      },
    ],
    quartiles: own.map(
      (value) => cuts.filter((cut) => (goal === 'maximize' ? value > cut : value < cut)).length,
    ),
    cuts,
    leftOut: records.length - kept.length,
  };
}

function axisOf(key: string, values: readonly (number | string)[]): ParallelAxis {
  const title = settingTitle(key);
  const distinct = [...new Set(values)];
  const numeric = values.every((value) => typeof value === 'number');
  if (!numeric || distinct.length <= mostLevels) {
    const levels = distinct.sort((a, b) =>
      typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en'),
    );
    return {
      key,
      title,
      kind: 'levels',
      positions: values.map((value) => levels.indexOf(value)),
      range: [-0.3, Math.max(1, levels.length - 1) + 0.3],
      ticks: levels.map((_, index) => index),
      tickText: levels.map(settingValue),
    };
  }
  const numbers = values;
  const log = isLogSetting(key) && numbers.every((value) => value > 0);
  const [low, high] = paddedRange(numbers, 0.02, log ? 'log' : 'linear');
  const at = (value: number): number => (log ? Math.log10(value) : value);
  const logged = log ? logTicks([low, high]) : [];
  const { ticks, text } = log ? { ticks: logged, text: logTickText(logged) } : niceTicks([low, high]);
  return {
    key,
    title,
    kind: log ? 'log' : 'linear',
    positions: numbers.map(at),
    range: [at(low), at(high)],
    ticks: ticks.map(at),
    tickText: text,
  };
}

/** From pale to strong; the best quarter has the contrast colour. */
const quartileColours = ['#d3d9df', '#a6cbe3', '#4a97cf', '#D55E00'] as const;

/**
 * A line a run through all its settings, coloured by the quarter of its score. In JupyterLab a stroke along an
 * axis selects the runs that pass there.
 */
export function parallelCoordinatesFigure(given: ParallelCoordinatesInfo): Figure {
  const info = figureTexts(given);
  const { axes, quartiles, cuts, names } = info;
  const drawn = thinned(names.length);
  const bounds =
    info.goal === 'maximize'
      ? [
          `below ${fixed(cuts[0], 3)}`,
          `to ${fixed(cuts[1], 3)}`,
          `to ${fixed(cuts[2], 3)}`,
          `above ${fixed(cuts[2], 3)}`,
        ]
      : [
          `above ${fixed(cuts[2], 3)}`,
          `to ${fixed(cuts[1], 3)}`,
          `to ${fixed(cuts[0], 3)}`,
          `below ${fixed(cuts[0], 3)}`,
        ];
  return drawFigure({
    name: 'parallel_coordinates',
    title: 'Settings of every run, coloured by the quarter of its score',
    subtitle: `${counted(names.length, 'run')}${thinnedText(names.length)}${info.leftOut === 0 ? '' : `, ${info.leftOut} with a missing value left out`}; colour: quarter by ${settingPhrase(info.score)}`,
    description: `Parallel coordinates of ${counted(names.length, 'run')}${thinnedText(names.length)}: ${axes.map(({ title }) => title).join(', ')}; quarters of the score end at ${cuts.map((cut) => fixed(cut, 3)).join(', ')}.`,
    traces: [
      {
        type: 'parcoords',
        dimensions: axes.map(
          ({ title, positions, range, ticks, tickText, kind }): ParallelDimension => ({
            label: kind === 'log' ? `${title} (log)` : title,
            values: drawn.map((at) => positions[at]!),
            range: [...range],
            tickvals: [...ticks],
            ticktext: [...tickText],
          }),
        ),
        line: {
          color: drawn.map((at) => quartiles[at]!),
          cmin: -0.5,
          cmax: 3.5,
          colorscale: quartileColours.flatMap((colour, index): [number, string][] => [
            [index / 4, colour],
            [(index + 1) / 4, colour],
          ]),
          showscale: true,
          colorbar: {
            title: { text: 'Quarter', side: 'top', font: { size: 12 } },
            tickvals: [0, 1, 2, 3],
            ticktext: bounds,
            thickness: 12,
            len: 0.8,
            outlinewidth: 0,
            tickfont: { size: 11, color: colours.muted },
          },
        },
        labelfont: { size: 12.5, color: colours.text },
        tickfont: { size: 11, color: colours.muted },
        rangefont: { size: 1, color: colours.paper }, // the range is on the ticks already
        unselected: { line: { color: colours.grid, opacity: 0.25 } },
      },
    ],
    height: 470,
    headroom: 44,
    margin: { left: 60, right: 140, bottom: 24 },
  });
}
