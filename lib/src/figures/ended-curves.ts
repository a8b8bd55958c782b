import type { Figure, History, Objective, RunRecord } from '../types';
import { paddedRange, scoreRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { epochsOf, objectiveColumn, validationColumn } from './history-columns';
import { counted, fixed } from './number-text';
import { colours, translucent } from './palette';
import type { Shape, Trace } from './plotly';
import { settingPhrase, settingTitle } from './setting-names';

/** One trial's validation score, epoch by epoch. */
export interface EndedCurve {
  readonly name: string;
  readonly state: 'finished' | 'pruned' | 'best';
  readonly epochs: readonly number[];
  readonly scores: readonly number[];
}

export interface EndedCurvesInfo {
  readonly score: string;
  readonly range: Objective['range'];
  /** Pruned ones first, the best last, so that it is drawn on top. */
  readonly curves: readonly EndedCurve[];
  /** Epochs after which a trial may be ended. */
  readonly rungs: readonly number[];
  /** Epochs trained, and those that all trials together would have taken had none been pruned. */
  readonly trained: number;
  readonly whole: number;
  /** Trials without a history. */
  readonly leftOut: number;
}

/**
 * The learning curves of a search, with where the pruned ones ended.
 *
 * @param rungs epochs at which it was decided; default none are drawn
 * @throws RangeError where no trial has a history with the score
 */
export function endedCurvesInfo(
  records: readonly RunRecord[],
  { score, rungs = [] }: { score: Objective; rungs?: readonly number[] },
): EndedCurvesInfo {
  const kept = records.flatMap((record) => {
    const { history, state } = record;
    const scores = history === null ? undefined : scoresOf(history, score);
    if (history === null || scores === undefined || (state !== 'finished' && state !== 'pruned')) return [];
    return { record, scores, epochs: epochsOf(history, scores.length) };
  });
  if (kept.length === 0) throw new RangeError(`no trial has a history of ${score.metric}; nothing to draw`);
  const sign = score.goal === 'maximize' ? 1 : -1;
  const top = ({ scores }: (typeof kept)[number]): number => Math.max(...scores.map((value) => sign * value));
  const finished = kept.filter(({ record }) => record.state === 'finished');
  const [best] = [...finished].sort((a, b) => top(b) - top(a));
  const rank = { pruned: 0, finished: 1, best: 2 };
  const curves = kept
    .map((one): EndedCurve => {
      const { record, scores, epochs } = one;
      const state = one === best ? 'best' : record.state === 'pruned' ? 'pruned' : 'finished';
      return { name: record.name, state, epochs, scores };
    })
    .sort((a, b) => rank[a.state] - rank[b.state]);
  const trained = curves.reduce((sum, { scores }) => sum + scores.length, 0);
  return {
    score: score.metric,
    range: score.range,
    curves,
    rungs,
    trained,
    whole: kept.reduce((sum, { record, scores }) => sum + asked(record, scores.length), 0),
    leftOut: records.length - kept.length,
  };
}

function scoresOf(history: History, score: Objective): readonly number[] | undefined {
  const column = objectiveColumn(history, score);
  return column === undefined ? undefined : validationColumn(history, column);
}

/** Epochs that a trial would have been given: those that were asked for where it was pruned. */
function asked({ state, config }: RunRecord, trained: number): number {
  return state === 'pruned' && typeof config.epochs === 'number' ? Math.max(trained, config.epochs) : trained;
}

const looks = {
  pruned: { colour: translucent(colours.neutral, 0.8), width: 1.3, words: 'pruned' },
  finished: { colour: translucent(colours.main, 0.65), width: 1.7, words: 'trained to the end' },
  best: { colour: colours.contrast, width: 2.6, words: 'best' },
} as const;

/** Every trial a line; a cross where it was ended; dashed uprights where that is decided. */
export function endedCurvesFigure(given: EndedCurvesInfo): Figure {
  const info = figureTexts(given);
  const { curves, rungs, trained, whole } = info;
  const shown = new Set<string>();
  const lines = curves.map(({ name, state, epochs, scores }): Trace => {
    const { colour, width, words } = looks[state];
    const first = !shown.has(state);
    shown.add(state);
    return {
      type: 'scatter',
      mode: scores.length === 1 ? 'markers' : 'lines',
      x: [...epochs],
      y: [...scores],
      name: words,
      legendgroup: state,
      showlegend: first,
      line: { color: colour, width },
      marker: { color: colour, size: 5 },
      hovertemplate: `${name}<br>epoch %{x}: %{y:.4f}<extra></extra>`,
    };
  });
  const pruned = curves.filter(({ state }) => state === 'pruned');
  const ends: Trace[] =
    pruned.length === 0
      ? []
      : [
          {
            type: 'scatter',
            mode: 'markers',
            x: pruned.map(({ epochs }) => epochs.at(-1)!),
            y: pruned.map(({ scores }) => scores.at(-1)!),
            text: pruned.map(({ name }) => name),
            name: 'ended here',
            marker: {
              symbol: 'x-thin-open',
              size: 9,
              color: colours.text,
              line: { width: 1.8, color: colours.text },
            },
            hovertemplate: '%{text}<br>pruned after epoch %{x} at %{y:.4f}<extra></extra>',
          },
        ];
  const all = curves.flatMap(({ scores }) => scores);
  const last = Math.max(...curves.map(({ epochs }) => epochs.at(-1)!));
  const [low, high] = scoreRange(all, 0.08, info.range);
  const uprights = rungs.map(
    (epoch): Shape => ({
      type: 'line',
      xref: 'x',
      yref: 'y',
      x0: epoch,
      x1: epoch,
      y0: low,
      y1: high,
      line: { color: colours.faint, width: 1.2, dash: 'dash' },
    }),
  );
  const saved =
    whole > trained ? `; ${Math.round(100 * (1 - trained / whole))} % of the epochs were not trained` : '';
  const best = curves.find(({ state }) => state === 'best');
  const words =
    `${counted(curves.length, 'trial')}, ${pruned.length} of them pruned${saved}` +
    (info.leftOut === 0 ? '' : `; ${info.leftOut} without a history`);
  return drawFigure({
    name: 'ended_curves',
    title: 'Where the trials ended',
    subtitle: words,
    description: `Validation ${settingPhrase(info.score)} against the epoch: ${words}${best ? `; the best reached ${fixed(Math.max(...best.scores), 4)}` : ''}.`,
    traces: [...lines, ...ends],
    shapes: uprights,
    annotations: rungs.map((epoch, i) => ({
      text: i === 0 ? `decided after epoch ${epoch}` : `${epoch}`,
      x: epoch,
      y: high,
      xref: 'x',
      yref: 'y',
      xanchor: 'left' as const,
      yanchor: 'top' as const,
      xshift: 4,
      font: { size: 11.5, color: colours.muted },
    })),
    axes: [
      {
        x: { title: 'Epoch', range: paddedRange([1, last], 0.03) },
        y: { title: epochTitle(info.score), range: [low, high] },
      },
    ],
    legend: 'top',
    height: 430,
  });
}

/** `Validation Jaccard` for `best_val_jaccard`: what the best is the best of. */
function epochTitle(score: string): string {
  const words = settingTitle(score).replace(/^(?:Best|Final) /, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
