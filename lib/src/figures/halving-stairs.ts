import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, thousands } from './number-text';
import { colours, translucent } from './palette';
import type { Annotation, Shape, Trace } from './plotly';

/** One step of successive halving: so many trials train from one decision to the next. */
export interface HalvingStep {
  readonly trials: number;
  /** Epochs of a trial at which the step begins and ends. */
  readonly from: number;
  readonly to: number;
}

/** What successive halving costs where all trials are compared at each decision. */
export interface HalvingStairsInfo {
  readonly steps: readonly HalvingStep[];
  readonly factor: number;
  /** Epochs of all trials together, with halving and without. */
  readonly halved: number;
  readonly whole: number;
}

export interface HalvingStairsOptions {
  readonly trials: number;
  /** Epochs of a trial that is trained to its end. */
  readonly epochs: number;
  /** Epochs of the first decision; each further one comes after `factor` times as many. */
  readonly minEpochs: number;
  /** One of so many goes on, at least one. */
  readonly factor: number;
}

/** The steps of successive halving (Jamieson and Talwalkar, 2016) and their cost. */
export function halvingStairsInfo({
  trials,
  epochs,
  minEpochs,
  factor,
}: HalvingStairsOptions): HalvingStairsInfo {
  if (!(minEpochs >= 1 && factor > 1)) throw new RangeError('halving needs minEpochs ≥ 1 and factor > 1');
  const steps: HalvingStep[] = [];
  let [left, from] = [trials, 0];
  for (let rung = minEpochs; from < epochs; rung *= factor) {
    const to = Math.min(rung, epochs);
    steps.push({ trials: left, from, to });
    left = Math.max(1, Math.floor(left / factor));
    from = to;
  }
  const halved = steps.reduce((sum, step) => sum + step.trials * (step.to - step.from), 0);
  return { steps, factor, halved, whole: trials * epochs };
}

/** Trials against epochs: the filled area is what halving pays, the frame what training all to their end does. */
export function halvingStairsFigure(given: HalvingStairsInfo): Figure {
  const info = figureTexts(given);
  const { steps, factor, halved, whole } = info;
  const [trials, epochs] = [steps[0]!.trials, steps.at(-1)!.to];
  const share = `${thousands(Math.round(halved))} of ${thousands(Math.round(whole))} epochs`;
  const decisions = steps.slice(0, -1).map(({ to }) => to);
  const ends = decisions.length === 0 ? '' : `, at epochs ${decisions.join(', ')}`;
  return drawFigure({
    name: 'halving_stairs',
    title: `Successive halving pays for ${Math.round((100 * halved) / whole)} % of the epochs`,
    subtitle: `One of ${factor} trials goes on${ends}. Filled: ${share}. Dashed: all trials to their end`,
    description: `${counted(trials, 'trial')} of ${counted(epochs, 'epoch')}, of which one in ${factor} goes on${ends}: ${steps.map(({ trials: n, to }) => `${n} to epoch ${to}`).join(', ')}; ${share}.`,
    traces: [hover(steps)],
    shapes: [
      rectangle(0, epochs, trials, { line: { color: colours.muted, width: 1.4, dash: 'dash' } }),
      ...steps.map(({ trials: n, from, to }, i) =>
        rectangle(from, to, n, {
          fillcolor: translucent(colours.main, 0.5 - 0.3 * (i / Math.max(1, steps.length - 1))),
          line: { color: colours.main, width: 1.2 },
        }),
      ),
    ],
    annotations: steps.map((step, i) => label(step, i === 0 ? 'begin' : 'go on')),
    axes: [
      {
        x: { title: 'Epochs of a trial', range: [0, epochs * 1.02], grid: false },
        y: { title: 'Trials', range: [0, trials * 1.16], grid: false },
      },
    ],
    height: 340,
  });
}

function rectangle(x0: number, x1: number, y1: number, look: Partial<Shape>): Shape {
  return { type: 'rect', xref: 'x', yref: 'y', x0, x1, y0: 0, y1, layer: 'below', ...look };
}

function label({ trials, from }: HalvingStep, word: string): Annotation {
  return {
    text: `<b>${trials}</b> ${trials === 1 && word === 'go on' ? 'goes on' : word}`,
    x: from,
    y: trials,
    xref: 'x',
    yref: 'y',
    xanchor: 'left',
    yanchor: 'bottom',
    xshift: 3,
    yshift: 2,
    font: { size: 12, color: colours.text },
  };
}

function hover(steps: readonly HalvingStep[]): Trace {
  return {
    type: 'scatter',
    mode: 'markers',
    x: steps.map(({ from, to }) => (from + to) / 2),
    y: steps.map(({ trials }) => trials / 2),
    text: steps.map(
      ({ trials, from, to }) =>
        `${counted(trials, 'trial')} from epoch ${from} to ${to}: ${trials * (to - from)} epochs`,
    ),
    marker: { size: 24, opacity: 0, color: colours.muted },
    hovertemplate: '%{text}<extra></extra>',
    showlegend: false,
  };
}
