import { correlation, fieldOf, fieldsOf, numbersOf, valuesOf, type Correlation } from '../analysis';
import type { Figure, Objective, RunRecord } from '../types';
import { paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours, seriesColour } from './palette';
import type { Trace } from './plotly';
import { requireNumbers, settingColumn } from './record-columns';
import { settingTitle, settingValue } from './setting-names';

export interface StabilityOptions {
  /** What the runs are judged by. */
  readonly score: Objective;
  /** Its name on the axis; defaults to that of the key. */
  readonly title?: string;
  /** Summary key of the stability; default: the deviation of the validation loss over the last ten epochs, or as reported. */
  readonly stability?: string;
  /** Setting that colours the runs. */
  readonly group?: string;
}

export interface StabilityInfo {
  /** Axis name of the score. */
  readonly score: string;
  readonly goal: Objective['goal'];
  readonly group: string | null;
  readonly points: readonly {
    readonly name: string;
    readonly group: string;
    /** Standard deviation of the validation loss over the last epochs; small is stable. */
    readonly stability: number;
    readonly score: number;
  }[];
  readonly groups: readonly string[];
  /** Spearman's correlation of stability and score, all runs together. */
  readonly correlation: Correlation;
  readonly leftOut: number;
}

/** Stability of the training against its score. @throws RangeError where no run has both. */
export function stabilityInfo(
  records: readonly RunRecord[],
  { score, title, stability, group }: StabilityOptions,
): StabilityInfo {
  requireNumbers(records, fieldOf(score));
  const scores = valuesOf(records, score).values;
  const field = stability ?? fieldsOf(records).stability;
  if (field === undefined)
    throw new RangeError('no run has a stability, or a history with a validation loss to work it out from');
  const spread = numbersOf(records, field).values;
  const groups = group === undefined ? [] : settingColumn(records, group);
  const points = records.flatMap((record, index) => {
    const value = spread[index]!;
    if (!Number.isFinite(scores[index]) || !Number.isFinite(value)) return [];
    return {
      name: record.name,
      group: groups[index] == null ? '' : settingValue(groups[index]),
      stability: value,
      score: scores[index]!,
    };
  });
  if (points.length === 0) throw new RangeError(`no run has both ${score.metric} and a stability`);
  return {
    score: title ?? settingTitle(score.metric),
    goal: score.goal,
    group: group ?? null,
    points,
    groups: [...new Set(points.map((point) => point.group))].sort((a, b) => a.localeCompare(b, 'en')),
    correlation: correlation(
      points.map((point) => point.stability),
      points.map((point) => point.score),
      { method: 'spearman' },
    ),
    leftOut: records.length - points.length,
  };
}

const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'x', 'star'] as const;

/** A dot a run: steady trainings at the left, good ones at the top, or at the bottom where lower is better. */
export function stabilityFigure(given: StabilityInfo): Figure {
  const info = figureTexts(given);
  const { points, groups, correlation: rank } = info;
  const several = groups.length > 1;
  const traces = groups.map((group, index): Trace => {
    const own = points.filter((point) => point.group === group);
    return {
      type: 'scatter',
      mode: 'markers',
      name: several ? `${group} (n = ${own.length})` : 'one run',
      x: own.map((point) => point.stability),
      y: own.map((point) => point.score),
      text: own.map((point) => point.name),
      marker: {
        color: several ? seriesColour(index) : colours.main,
        symbol: symbols[index % symbols.length]!,
        size: 10,
        opacity: 0.8,
        line: { color: colours.paper, width: 1 },
      },
      hovertemplate: '%{text}<br>sd %{x:.4f}, score %{y:.4f}<extra></extra>',
    };
  });
  const between =
    rank.r === null
      ? (rank.reason ?? 'no correlation')
      : `Spearman’s ρ = ${fixed(rank.r, 2)}${rank.interval === null ? '' : ` [${fixed(rank.interval.low, 2)}, ${fixed(rank.interval.high, 2)}]`}`;
  const spread = points.map((point) => point.stability);
  const log = Math.min(...spread) > 0 && Math.max(...spread) / Math.min(...spread) > 20;
  const lower = info.goal === 'maximize' ? '' : '; a lower score is better';
  const text = `${counted(points.length, 'run')}${info.leftOut === 0 ? '' : `, ${info.leftOut} without both values left out`}; ${between}${lower}`;
  return drawFigure({
    name: 'stability_performance',
    title: 'Stability against score',
    subtitle: text,
    description: `Standard deviation of the validation loss over the last epochs against ${info.score.charAt(0).toLowerCase()}${info.score.slice(1)}: ${text}.`,
    traces,
    axes: [
      {
        x: {
          title: 'SD of the validation loss over the last epochs',
          type: log ? 'log' : 'linear',
          range: paddedRange(spread, 0.06, log ? 'log' : 'linear'),
        },
        y: {
          title: info.score,
          range: paddedRange(
            points.map((point) => point.score),
            0.08,
          ),
        },
      },
    ],
    legend: several ? 'top' : 'none',
    height: 430,
  });
}
