import { fieldOf, valuesOf } from '../analysis';
import type { Figure, Objective, RunRecord } from '../types';
import { paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours, translucent } from './palette';
import { requireNumbers } from './record-columns';
import { thinned, thinnedText } from './thinned';
import { settingPhrase, settingTitle } from './setting-names';

export interface BestSoFarInfo {
  readonly score: string;
  readonly goal: Objective['goal'];
  /** Runs in the order of their start; those without a start keep their place in the input, after the others. */
  readonly names: readonly string[];
  readonly scores: readonly number[];
  /** Best score up to and with each run. */
  readonly best: readonly number[];
  /** Numbers of the runs, from 1, that bettered the best score. */
  readonly records: readonly number[];
  /** Runs of the last tenth that bettered it. */
  readonly lateRecords: number;
  /** Runs without a score. */
  readonly leftOut: number;
  /** Whether every run has a start. */
  readonly dated: boolean;
}

/** How the best score changed with the number of runs. @throws RangeError where no run has the score. */
export function bestSoFarInfo(records: readonly RunRecord[], { score }: { score: Objective }): BestSoFarInfo {
  requireNumbers(records, fieldOf(score));
  const { values } = valuesOf(records, score);
  const higher = score.goal === 'maximize';
  const order = records
    .map((_, index) => index)
    .filter((index) => Number.isFinite(values[index]))
    .sort((a, b) => startOf(records[a]!) - startOf(records[b]!) || a - b);
  const scores = order.map((index) => values[index]!);
  const best: number[] = [];
  const raised: number[] = [];
  scores.forEach((value, index) => {
    const before = best[index - 1] ?? (higher ? -Infinity : Infinity);
    const better = higher ? value > before : value < before;
    if (better) raised.push(index + 1);
    best.push(better ? value : before);
  });
  return {
    score: score.metric,
    goal: score.goal,
    names: order.map((index) => records[index]!.name),
    scores,
    best,
    records: raised,
    lateRecords: raised.filter((number) => number > scores.length * 0.9).length,
    leftOut: records.length - order.length,
    dated: order.every((index) => Number.isFinite(startOf(records[index]!))),
  };
}

function startOf({ created }: RunRecord): number {
  const time = created === null ? NaN : Date.parse(created);
  return Number.isFinite(time) ? time : Number.MAX_SAFE_INTEGER;
}

/** Every run a dot in the order of its start, the best so far a staircase. */
export function bestSoFarFigure(given: BestSoFarInfo): Figure {
  const info = figureTexts(given);
  const { scores, best, records, names } = info;
  const numbers = scores.map((_, index) => index + 1);
  const last = records[records.length - 1]!;
  const drawn = thinned(scores.length);
  // The staircase keeps all its steps.
  const steps = thinned(scores.length, [...records.map((number) => number - 1)]);
  const raised = info.goal === 'maximize' ? 'raised' : 'lowered';
  const size = scores.length > 300 ? 5 : 7;
  return drawFigure({
    name: 'best_so_far',
    title: 'Best score so far',
    subtitle:
      `${counted(scores.length, 'run')}${thinnedText(scores.length)} in the order of ${info.dated ? 'their start' : 'the input'}; the best was ${raised} ${counted(records.length - 1, 'time')} after the first run, last by run ${last}` +
      (info.leftOut === 0 ? '' : `; ${info.leftOut} without a score`),
    description: `Best so far of ${settingPhrase(info.score)}, against the number of runs: ${fixed(best[best.length - 1]!, 4)} after ${counted(scores.length, 'run')}${thinnedText(scores.length)}, reached by run ${last} (${names[last - 1]!}).`,
    traces: [
      {
        type: 'scatter',
        mode: 'markers',
        name: 'one run',
        x: drawn.map((at) => at + 1),
        y: drawn.map((at) => scores[at]!),
        text: drawn.map((at) => names[at]!),
        marker: { color: translucent(colours.main, 0.4), size },
        hovertemplate: '%{text}<br>run %{x}: %{y:.4f}<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'lines',
        name: 'best so far',
        x: steps.map((at) => at + 1),
        y: steps.map((at) => best[at]!),
        line: { color: colours.contrast, width: 2.2, shape: 'hv' },
        hoverinfo: 'skip',
      },
      {
        type: 'scatter',
        mode: 'markers',
        name: `${raised} the best`,
        x: [...records],
        y: records.map((number) => scores[number - 1]!),
        text: records.map((number) => names[number - 1]!),
        marker: { color: colours.contrast, size: 8, line: { color: colours.paper, width: 1 } },
        hovertemplate: '%{text}<br>run %{x}: %{y:.4f}<extra></extra>',
      },
    ],
    axes: [
      {
        x: {
          title: info.dated ? 'Run, in the order of its start' : 'Run, in the order of the input',
          range: paddedRange(numbers, 0.02),
        },
        y: { title: settingTitle(info.score), range: paddedRange(scores, 0.06) },
      },
    ],
    legend: 'top',
    height: 420,
  });
}
