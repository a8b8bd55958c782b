import { furtherTries, valuesOf, type BestOfFurther, type FurtherTriesOptions } from '../analysis';
import type { Figure, Objective, RunRecord } from '../types';
import { paddedRange } from './axis';
import { drawFigure, type PanelAxes } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed, short, thousands } from './number-text';
import { colours, translucent } from './palette';
import { panelGrid, type Panel } from './panels';
import type { Annotation, Shape, Trace } from './plotly';

/** Recorded trials of one search. */
export interface BoughtTrials {
  /** Above its panel. */
  readonly title: string;
  /** What the score is, for the axis. */
  readonly quantity: string;
  readonly scores: readonly number[];
  /** Mean seconds of a trial. */
  readonly secondsEach: number;
  /** Of the score. */
  readonly objective: Pick<Objective, 'goal' | 'range'>;
}

export interface ExpectedBestInfo {
  /** Hours that are asked about, from and to. */
  readonly hours: readonly [number, number];
  readonly studies: readonly (BoughtTrials & {
    readonly recorded: { readonly tries: number; readonly hours: number; readonly best: number };
    readonly curve: readonly (BestOfFurther & { readonly hours: number })[];
    /** After the lower and the upper number of hours. */
    readonly bought: readonly [BestOfFurther, BestOfFurther];
  })[];
}

/** What records call the time that a training took. */
const times = ['seconds', 'training_time_seconds', '_runtime'];

/** Scores and mean time of recorded runs. @throws RangeError where none has a score and a time */
export function boughtTrials(
  records: readonly RunRecord[],
  score: Objective,
  words: Pick<BoughtTrials, 'title' | 'quantity'>,
): BoughtTrials {
  const scores = valuesOf(records, score).values;
  const kept = records.flatMap(({ summary }, i) => {
    const seconds = times.map((key) => summary[key]).find((value) => typeof value === 'number');
    return Number.isFinite(scores[i]) && seconds !== undefined ? [{ score: scores[i]!, seconds }] : [];
  });
  if (kept.length === 0)
    throw new RangeError(`${words.title}: no run has both ${score.metric} and ${times.join(' or ')}`);
  const secondsEach = kept.reduce((sum, { seconds }) => sum + seconds, 0) / kept.length;
  return { ...words, scores: kept.map((one) => one.score), secondsEach, objective: score };
}

/** Points of a curve. */
const points = 48;

/** What hours of further random trials buy, by the recorded ones; a panel a search, never on one axis. */
export function expectedBestInfo(
  studies: readonly BoughtTrials[],
  { hours, random }: { hours: readonly [number, number]; random: FurtherTriesOptions['random'] },
): ExpectedBestInfo {
  return {
    hours,
    studies: studies.map((study) => {
      const each = study.secondsEach / 3600;
      if (!(each > 0)) throw new RangeError(`${study.title}: its trials have no time`);
      const triesOf = (time: number): number => Math.max(1, Math.floor(time / each));
      const scores = study.scores.filter((score) => Number.isFinite(score));
      const most = Math.max(triesOf(hours[1] * 1.5), scores.length);
      const tries = [
        ...new Set(Array.from({ length: points }, (_, i) => Math.round(most ** (i / (points - 1))))),
      ];
      const { goal, range } = study.objective;
      const at = furtherTries(scores, { goal, range, random });
      return {
        ...study,
        scores,
        recorded: {
          tries: scores.length,
          hours: scores.length * each,
          best: scores.reduce((a, b) => (goal === 'maximize' ? Math.max(a, b) : Math.min(a, b))),
        },
        curve: tries.map((n) => ({ ...at(n), hours: n * each })),
        bought: [at(triesOf(hours[0])), at(triesOf(hours[1]))],
      };
    }),
  };
}

/** Expected best score against hours of training, nine times in ten as a band, and the hours that are asked about. */
export function expectedBestFigure(given: ExpectedBestInfo): Figure {
  const info = figureTexts(given);
  const { studies, hours } = info;
  const panels = panelGrid(1, studies.length, 0.14);
  const traces: Trace[] = [];
  const shapes: Shape[] = [];
  const annotations: Annotation[] = [];
  const axes = studies.map((study, i): PanelAxes => {
    const panel = panels[i]!;
    const { curve, recorded } = study;
    traces.push(...studyTraces(study, panel, i === 0));
    shapes.push({
      type: 'rect',
      xref: panel.xaxis,
      yref: `${panel.yaxis} domain`,
      x0: hours[0],
      x1: hours[1],
      y0: 0,
      y1: 1,
      fillcolor: translucent(colours.good, 0.22),
      line: { width: 0 },
      layer: 'below',
    });
    const x = [curve[0]!.hours / 1.15, Math.max(curve.at(-1)!.hours, hours[1]) * 1.15] as const;
    annotations.push({
      text: `${short(hours[0])}–${short(hours[1])} h`,
      x: Math.log10(hours[0]),
      y: 0,
      xref: panel.xaxis,
      yref: `${panel.yaxis} domain`,
      xanchor: 'right',
      yanchor: 'bottom',
      xshift: -4,
      font: { size: 12, color: colours.good },
    });
    const low = Math.min(...curve.map(({ middle }) => middle.low));
    return {
      title: study.title,
      x: { title: 'Training', unit: 'h', type: 'log', range: x, mostTicks: 5 },
      y: {
        title: study.quantity,
        range: paddedRange([low, recorded.best, ...curve.map(({ middle }) => middle.high)], 0.07),
      },
    };
  });
  const words = studies
    .map(
      ({ title, recorded, bought }) =>
        `${title}: ${counted(recorded.tries, 'trial')} in ${hoursText(recorded.hours)}; ${short(hours[0])} to ${short(hours[1])} h hold ${thousands(bought[0].tries)} to ${thousands(bought[1].tries)}`,
    )
    .join('<br>');
  return drawFigure({
    name: 'expected_best',
    title: 'What more hours of random trials buy, as far as the recorded ones tell',
    subtitle: words,
    description: studies
      .map(
        ({ title, recorded, bought }) =>
          `${title}: best of ${counted(recorded.tries, 'recorded trial')} ${fixed(recorded.best, 4)}; expected best of ${thousands(bought[0].tries)} trials ${fixed(bought[0].mean, 4)}`,
      )
      .join('. '),
    traces,
    shapes,
    annotations,
    panels,
    axes,
    legend: 'top',
    height: 440 + 20 * (studies.length - 1),
  });
}

function studyTraces(
  { curve, recorded }: ExpectedBestInfo['studies'][number],
  panel: Panel,
  isFirst: boolean,
): Trace[] {
  const place = { xaxis: panel.xaxis, yaxis: panel.yaxis };
  const back = [...curve].reverse();
  // beyond the recorded number the tail of the scores goes on as it was fitted
  const within = curve.filter(({ tries }) => tries <= recorded.tries);
  const beyond = curve.slice(Math.max(0, within.length - 1));
  return [
    {
      ...place,
      type: 'scatter',
      mode: 'lines',
      x: [...curve, ...back].map((point) => point.hours),
      y: [...curve.map(({ middle }) => middle.high), ...back.map(({ middle }) => middle.low)],
      fill: 'toself',
      fillcolor: translucent(colours.main, 0.16),
      line: { width: 0, color: translucent(colours.main, 0) },
      name: 'nine times in ten',
      legendgroup: 'band',
      showlegend: isFirst,
      hoverinfo: 'skip',
    },
    ...(
      [
        ['expected best', within, 'solid'],
        ['beyond the number recorded', beyond, 'dot'],
      ] as const
    ).map(
      ([name, part, dash]): Trace => ({
        ...place,
        type: 'scatter',
        mode: 'lines',
        x: part.map((point) => point.hours),
        y: part.map(({ mean }) => mean),
        text: part.map(({ tries }) => counted(tries, 'trial')),
        name,
        legendgroup: name,
        showlegend: isFirst,
        line: { color: colours.main, width: 2.4, dash },
        hovertemplate: '%{text}, %{x:.3g} h: %{y:.4f}<extra></extra>',
      }),
    ),
    {
      ...place,
      type: 'scatter',
      mode: 'markers',
      x: [recorded.hours],
      y: [recorded.best],
      name: 'best recorded',
      legendgroup: 'recorded',
      showlegend: isFirst,
      marker: { symbol: 'star', size: 13, color: colours.contrast, line: { color: colours.paper, width: 1 } },
      hovertemplate: `${counted(recorded.tries, 'trial')}: %{y:.4f}<extra></extra>`,
    },
  ];
}

function hoursText(hours: number): string {
  return hours < 1 ? `${Math.round(hours * 60)} minutes` : `${short(hours)} h`;
}
