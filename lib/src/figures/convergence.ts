import { correlation } from '../analysis';
import type { Figure, Objective } from '../types';
import { paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours, sequentialScale } from './palette';
import { panelGrid } from './panels';
import type { Annotation } from './plotly';
import type { SearchRun } from './search-run';

export interface ConvergenceInfo {
  readonly quantity: string;
  readonly goal: Objective['goal'];
  readonly runs: readonly {
    readonly label: string;
    readonly best: number;
    readonly bestEpoch: number;
    readonly epochs: number;
    /**
     * Score for each epoch that was paid for, those after the best one too. For a score that is better lower this says
     * nothing, and it is the epochs to the best score.
     */
    readonly efficiency: number;
  }[];
  /** Indices into `runs`, most efficient first: most score per epoch, or fewest epochs to the best. */
  readonly ranking: readonly number[];
  /** Runs whose epochs are not known. */
  readonly leftOut: number;
  /** Spearman's correlation of efficiency with the score; null where undefined. */
  readonly efficiencyAgainstScore: number | null;
  /** Spearman's correlation of efficiency with the epochs trained; null where undefined. */
  readonly efficiencyAgainstEpochs: number | null;
}

/** Speed against score. @param options.top rows of the ranking, default 10. @throws RangeError without a usable run. */
export function convergenceInfo(
  runs: readonly SearchRun[],
  { goal, quantity, top = 10 }: { goal: Objective['goal']; quantity: string; top?: number },
): ConvergenceInfo {
  const usable = runs.flatMap(({ label, best, bestEpoch, epochs }) =>
    bestEpoch === null || epochs === null || epochs < 1
      ? []
      : [
          {
            label,
            best,
            bestEpoch,
            epochs,
            efficiency: goal === 'maximize' ? best / epochs : bestEpoch,
          },
        ],
  );
  if (usable.length === 0) throw new RangeError(`no run with its epochs among the ${runs.length} given`);
  const against = (of: (run: (typeof usable)[number]) => number): number | null =>
    correlation(
      usable.map((run) => run.efficiency),
      usable.map(of),
      { method: 'spearman' },
    ).r;
  return {
    quantity,
    goal,
    runs: usable,
    ranking: usable
      .map((_, index) => index)
      .sort((a, b) =>
        goal === 'maximize'
          ? usable[b]!.efficiency - usable[a]!.efficiency
          : usable[a]!.efficiency - usable[b]!.efficiency,
      )
      .slice(0, top),
    leftOut: runs.length - usable.length,
    efficiencyAgainstScore: against((run) => run.best),
    efficiencyAgainstEpochs: against((run) => run.epochs),
  };
}

/** Figure 5: epochs to the best score against the score (colour: epochs trained), and score per epoch, ranked. */
export function convergenceFigure(given: ConvergenceInfo): Figure {
  const info = figureTexts(given);
  const { runs, ranking, quantity } = info;
  const [left, right] = panelGrid(1, 2, 0.32);
  const epochs = runs.map((run) => run.epochs);
  const scale = {
    colorscale: sequentialScale,
    cmin: Math.min(...epochs),
    cmax: Math.max(...epochs) + (Math.min(...epochs) === Math.max(...epochs) ? 1 : 0),
  };
  const ranked = ranking.map((index) => runs[index]!);
  const perEpoch = info.goal === 'maximize';
  const length = (run: (typeof runs)[number]): number => (perEpoch ? run.efficiency * 1000 : run.efficiency);
  const names = ranked.map(({ label }, index) => `${index + 1}. ${label}`);
  const withScore = info.efficiencyAgainstScore;
  const withEpochs = info.efficiencyAgainstEpochs;
  const ranks =
    withScore === null || withEpochs === null
      ? ''
      : `Spearman correlation of ${perEpoch ? 'score per epoch' : 'the epochs to the best score'}: with the score ${fixed(withScore, 2)}, with the epochs trained ${fixed(withEpochs, 2)}`;
  const annotations: Annotation[] = ranked.map((run, index) => ({
    text: `${fixed(run.best, 3)} in ${run.epochs}`,
    x: length(run),
    y: names[index]!,
    xref: right!.xaxis,
    yref: right!.yaxis,
    xanchor: 'left',
    xshift: 4,
    font: { size: 11, color: colours.muted },
  }));
  const top = ranked[0]!;
  return drawFigure({
    name: 'fig5_convergence_analysis',
    title: 'Speed against score',
    subtitle: `${counted(runs.length, 'run')}${info.leftOut === 0 ? '' : `, ${info.leftOut} without epochs left out`}${ranks === '' ? '' : `. ${ranks}`}`,
    description: `Epochs to the best score against the score of ${counted(runs.length, 'run')}. ${perEpoch ? 'Most score per epoch' : 'Soonest at its best'}: ${top.label}, ${fixed(top.best, 4)} in ${counted(perEpoch ? top.epochs : top.bestEpoch, 'epoch')}.${ranks === '' ? '' : ` ${ranks}.`}`,
    traces: [
      {
        type: 'scatter',
        mode: 'markers',
        x: runs.map((run) => run.bestEpoch),
        y: runs.map((run) => run.best),
        text: runs.map((run) => `${run.label}, ${counted(run.epochs, 'epoch')}`),
        xaxis: left!.xaxis,
        yaxis: left!.yaxis,
        marker: {
          size: 11,
          color: epochs,
          ...scale,
          line: { color: colours.text, width: 0.8 },
          showscale: true,
          colorbar: {
            title: { text: 'epochs<br>trained', side: 'top', font: { size: 12 } },
            thickness: 10,
            len: 0.72,
            x: left!.xDomain[1] + 0.005,
            xanchor: 'left',
            outlinewidth: 0,
            tickfont: { size: 11, color: colours.muted },
          },
        },
        hovertemplate: '%{text}<br>best %{y:.4f} at epoch %{x}<extra></extra>',
      },
      {
        type: 'bar',
        orientation: 'h',
        x: ranked.map(length),
        y: names,
        xaxis: right!.xaxis,
        yaxis: right!.yaxis,
        marker: {
          color: ranked.map((run) => run.epochs),
          ...scale,
          line: { color: colours.text, width: 0.5 },
        },
        hovertemplate: perEpoch
          ? '%{y}<br>%{x:.2f} per 1000 epochs<extra></extra>'
          : '%{y}<br>best at epoch %{x}<extra></extra>',
      },
    ],
    annotations,
    panels: [left!, { ...right!, xDomain: [0.74, 1] }],
    axes: [
      {
        title: 'Epochs to the best score',
        x: { title: 'Best epoch', range: paddedRange([0, ...runs.map((run) => run.bestEpoch)], 0.06) },
        y: {
          title: quantity,
          range: paddedRange(
            runs.map((run) => run.best),
            0.08,
          ),
        },
      },
      {
        title: perEpoch ? 'Score per epoch trained' : 'Soonest at their best',
        x: perEpoch
          ? { title: 'Score per epoch', unit: '× 1000', range: [0, top.efficiency * 1000 * 1.45] }
          : { title: 'Best epoch', range: [0, Math.max(...ranked.map(length)) * 1.45] },
        y: { title: '', type: 'category', categories: [...names].reverse(), tickSize: 11 },
      },
    ],
    height: 440,
    barGap: 0.3,
  });
}
