import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed, short } from './number-text';
import { colours, translucent } from './palette';
import { panelGrid, type Panel } from './panels';
import type { Annotation, Shape, Trace } from './plotly';

/** One stage of a way to train, as it is planned. */
export interface PlannedStage {
  /** Sides of the images, in pixels: more than one where batches change their size. */
  readonly sides: readonly number[];
  /** Learning rate in the middle of each epoch; one an epoch. */
  readonly rates: readonly number[];
}

/** Ways to spend the same time, laid out along it. */
export interface TrainingScheduleInfo {
  readonly seconds: number;
  readonly largest: number;
  readonly strategies: readonly {
    readonly name: string;
    readonly stages: readonly (PlannedStage & { readonly from: number; readonly to: number })[];
  }[];
}

/**
 * Lays stages out in time.
 *
 * @param strategies at most 9, by name
 * @param secondsAt seconds of an epoch, by the side of its images; a stage of several sides takes their mean
 */
export function trainingScheduleInfo(
  strategies: Readonly<Record<string, readonly PlannedStage[]>>,
  secondsAt: Readonly<Record<number, number>>,
): TrainingScheduleInfo {
  const laid = Object.entries(strategies).map(([name, stages]) => {
    let at = 0;
    return {
      name,
      stages: stages.map((stage) => {
        const from = at;
        const each = stage.sides.reduce((sum, side) => sum + costAt(secondsAt, side), 0) / stage.sides.length;
        at += each * stage.rates.length;
        return { ...stage, from, to: at };
      }),
    };
  });
  const all = laid.flatMap(({ stages }) => stages);
  return {
    strategies: laid,
    seconds: Math.max(...all.map(({ to }) => to)),
    largest: Math.max(...all.flatMap(({ sides }) => sides)),
  };
}

function costAt(secondsAt: Readonly<Record<number, number>>, side: number): number {
  const seconds = secondsAt[side];
  if (seconds === undefined)
    throw new RangeError(
      `no seconds of an epoch at ${side}²; there are those of ${Object.keys(secondsAt).join(', ')}`,
    );
  return seconds;
}

const panelHeight = 104;

/** One row a strategy: boxes as tall as the images are wide, the learning rate as a line. */
export function trainingScheduleFigure(given: TrainingScheduleInfo): Figure {
  const info = figureTexts(given);
  const { strategies, seconds, largest } = info;
  const panels = panelGrid(strategies.length, 1, 0, strategies.length === 1 ? 0 : 0.3 / strategies.length);
  const top = 1.12 * Math.max(...strategies.flatMap(({ stages }) => stages.flatMap(({ rates }) => rates)));
  return drawFigure({
    name: 'training_schedule',
    title: `${counted(strategies.length, 'way')} to spend the same time`,
    subtitle: 'Boxes: the images, as tall as they are large. Lines: the learning rate',
    description: `${strategies.map(({ name, stages }) => `${name}: ${stages.map(stageWords).join(', then ')}`).join('; ')}; ${fixed(seconds, 0)} s at most.`,
    traces: strategies.map(({ stages }, row) => rateLine(stages, panels[row]!)),
    panels,
    axes: strategies.map(({ name }, row) => ({
      title: name,
      x: {
        title: row === strategies.length - 1 ? 'Time of training' : '',
        unit: row === strategies.length - 1 ? 's' : '',
        range: [0, seconds * 1.01],
        grid: false,
        showTickLabels: row === strategies.length - 1,
      },
      y: { title: 'Learning rate', range: [0, top], grid: false, tickSize: 11 },
    })),
    shapes: strategies.flatMap(({ stages }, row) => boxes(stages, panels[row]!, largest)),
    annotations: strategies.flatMap(({ stages }, row) =>
      stages.map((stage) => label(stage, panels[row]!, largest, top)),
    ),
    height: strategies.length * (panelHeight + 34) + 44 + 20 + 26 + 48,
    margin: { left: 84 },
  });
}

type Laid = TrainingScheduleInfo['strategies'][number]['stages'][number];

const sizesOf = (sides: readonly number[]): string => sides.map((side) => `${side}²`).join(' or ');
const stageWords = ({ sides, rates }: Laid): string =>
  `${counted(rates.length, 'epoch')} at ${sizesOf(sides)} from a learning rate of ${short(Math.max(...rates))}`;

function rateLine(stages: readonly Laid[], { xaxis, yaxis }: Panel): Trace {
  const points = stages.flatMap(({ from, to, rates }) => {
    const each = (to - from) / rates.length;
    return [...rates.map((rate, i) => ({ x: from + (i + 0.5) * each, y: rate })), { x: null, y: null }];
  });
  return {
    type: 'scatter',
    mode: stages.some(({ rates }) => rates.length < 30) ? 'lines+markers' : 'lines',
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
    xaxis,
    yaxis,
    line: { color: colours.contrast, width: 2.2 },
    marker: { color: colours.contrast, size: 5 },
    hovertemplate: 'after %{x:.1f} s: %{y:.2e}<extra></extra>',
    showlegend: false,
  };
}

/** A box of half the height is an image of half the side; where sizes are mixed, one stands in the other. */
function boxes(stages: readonly Laid[], { xaxis, yaxis }: Panel, largest: number): Shape[] {
  return stages.flatMap(({ from, to, sides }) =>
    [...sides]
      .sort((a, b) => b - a)
      .map(
        (side, i): Shape => ({
          type: 'rect',
          xref: xaxis,
          yref: `${yaxis} domain`,
          x0: from,
          x1: to,
          y0: 0,
          y1: (0.92 * side) / largest,
          fillcolor: translucent(colours.main, 0.13),
          layer: 'below',
          line: { color: colours.main, width: 1.2, dash: i === 0 ? 'solid' : 'dot' },
        }),
      ),
  );
}

function label(stage: Laid, { xaxis, yaxis }: Panel, largest: number, top: number): Annotation {
  const { to, sides, rates } = stage;
  return {
    text: `<b>${sizesOf(sides)}</b><br>${counted(rates.length, 'epoch')}`,
    x: to,
    y: (0.92 * top * Math.max(...sides)) / largest,
    xref: xaxis,
    yref: yaxis,
    xanchor: 'right',
    yanchor: 'top',
    xshift: -4,
    yshift: -3,
    align: 'right',
    font: { size: 12, color: colours.text },
  };
}
