import { better, describe, type Description } from '../analysis';
import type { Figure, Objective } from '../types';
import { paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { spreadOut } from './hyperparameter-impact';
import { counted, fixed } from './number-text';
import { colours, seriesColour, translucent } from './palette';
import type { Annotation, Trace } from './plotly';
import type { SearchRun } from './search-run';
import { settingTitle, settingValue } from './setting-names';
import { thinnedGroup, thinnedText } from './thinned';

/** Runs below which a group gets no violin and no box: a density of so few points shows the kernel, not the data. */
const enoughForViolin = 5;

export interface GroupComparisonInfo {
  readonly factor: string;
  readonly title: string;
  readonly quantity: string;
  /** Best mean first. */
  readonly groups: readonly (Description & {
    readonly name: string;
    /** Score of its best run. */
    readonly best: number;
    readonly scores: readonly number[];
    readonly labels: readonly string[];
    /** Enough runs for a violin and a box. */
    readonly shaped: boolean;
  })[];
}

/** Scores grouped by one setting. @param factor default `loss_type`. @throws RangeError where no run has it. */
export function lossComparisonInfo(
  runs: readonly SearchRun[],
  { goal, quantity, factor = 'loss_type' }: { goal: Objective['goal']; quantity: string; factor?: string },
): GroupComparisonInfo {
  const groups = new Map<number | string, SearchRun[]>();
  for (const run of runs) {
    const value = run.settings[factor];
    if (value === undefined) continue;
    const members = groups.get(value);
    if (members === undefined) groups.set(value, [run]);
    else members.push(run);
  }
  if (groups.size === 0)
    throw new RangeError(
      `no run has the setting ${factor}; there are ${[...new Set(runs.flatMap((run) => Object.keys(run.settings)))].join(', ') || 'none'}`,
    );
  return {
    factor,
    title: settingTitle(factor),
    quantity,
    groups: [...groups]
      .map(([value, own]) => {
        const scores = own.map((run) => run.best);
        const described = describe(scores);
        return {
          name: settingValue(value),
          scores,
          labels: own.map((run) => run.label),
          shaped: own.length >= enoughForViolin,
          ...described,
          best: (goal === 'maximize' ? described.max : described.min)!,
        };
      })
      .sort((a, b) => better({ goal })(a.mean, b.mean)),
  };
}

/** Figure 4: violins, boxes and every run, by loss. */
export function lossComparisonFigure(given: GroupComparisonInfo): Figure {
  const info = figureTexts(given);
  const { groups, quantity } = info;
  const traces: Trace[] = [];
  const annotations: Annotation[] = [];
  const total = groups.reduce((sum, { n }) => sum + n, 0);
  groups.forEach((group, at) => {
    const colour = seriesColour(at);
    const drawn = thinnedGroup(group.scores, total);
    const scores = drawn.map((run) => group.scores[run]!);
    if (group.shaped)
      traces.push(
        {
          type: 'violin',
          x: scores.map(() => at),
          y: scores,
          name: group.name,
          width: 0.72,
          spanmode: 'hard',
          points: false,
          fillcolor: translucent(colour, 0.16),
          line: { color: translucent(colour, 0.7), width: 1 },
          hoverinfo: 'skip',
        },
        {
          type: 'box',
          x: scores.map(() => at),
          y: scores,
          name: group.name,
          width: 0.16,
          boxpoints: false,
          whiskerwidth: 0.6,
          fillcolor: translucent(colour, 0.35),
          line: { color: colours.text, width: 1.2 },
          hoverinfo: 'skip',
        },
      );
    traces.push({
      type: 'scatter',
      mode: 'markers',
      x: spreadOut(scores.length, 0.1).map((shift) => at + (group.shaped ? 0.22 : 0) + shift),
      y: scores,
      text: drawn.map((run) => group.labels[run]!),
      marker: { color: colour, size: 8, opacity: 0.85, line: { color: colours.paper, width: 0.8 } },
      hovertemplate: '%{text}<br>%{y:.4f}<extra></extra>',
    });
    if (group.n > 1)
      traces.push({
        type: 'scatter',
        mode: 'markers',
        x: [at],
        y: [group.mean!],
        marker: {
          symbol: 'diamond',
          size: 11,
          color: colours.paper,
          line: { color: colours.text, width: 1.8 },
        },
        hovertemplate: `${group.name}: mean %{y:.4f}<extra></extra>`,
      });
    annotations.push({
      text:
        group.sd === null
          ? `one run<br><b>${fixed(group.best, 4)}</b>`
          : `mean <b>${fixed(group.mean!, 4)}</b> ± ${fixed(group.sd, 4)}<br>best ${fixed(group.best, 4)}`,
      x: at,
      y: 1,
      yref: 'paper',
      yanchor: 'bottom',
      yshift: 2,
      font: { size: 12, color: colours.text },
    });
  });
  const [low, high] = paddedRange(
    groups.flatMap(({ scores }) => scores),
    0.08,
  );
  const sentences = groups.map(
    ({ name, n, mean, sd, best }) =>
      `${name}: n = ${n}, mean ${fixed(mean!, 4)}${sd === null ? '' : ` ± ${fixed(sd, 4)}`}, best ${fixed(best, 4)}`,
  );
  const small = groups.filter(({ shaped }) => !shaped).map(({ name }) => name);
  return drawFigure({
    name: 'fig4_loss_comparison',
    title: `Score by ${info.title.toLowerCase()}`,
    subtitle:
      `${quantity}, ${counted(total, 'run')}${thinnedText(total)}; diamond = mean, ± standard deviation` +
      (small.length === 0 ? '' : `; ${small.join(', ')}: too few runs for a violin`),
    description: `${quantity} by ${info.title.toLowerCase()}. ${sentences.join('; ')}.`,
    traces,
    annotations,
    axes: [
      {
        x: {
          title: '',
          range: [-0.6, groups.length - 0.4],
          ticks: groups.map((_, at) => at),
          tickText: groups.map(({ name, n }) => `${name}<br>n = ${n}`),
          grid: false,
        },
        y: { title: quantity, range: [low, high] },
      },
    ],
    headroom: 36,
    height: 460,
  });
}
