/* eslint-disable no-restricted-syntax -- nothing is given: all words and numbers are this file's own */
import type { Figure } from '../types';
import { drawFigure } from './draw';
import { fixed } from './number-text';
import { colours, translucent } from './palette';
import type { Panel } from './panels';
import type { Annotation, Slider, Trace } from './plotly';

/** A prediction beside its truth, a disc of radius 1: a disc, too, moved, of another size, or unsure of itself. */
export interface DiscPrediction {
  /** Distance of the centres, in radii of the truth. */
  readonly shift: number;
  /** Radius, in radii of the truth. */
  readonly radius: number;
  /** Probability inside; 0 outside. In [0, 1]. */
  readonly probability: number;
}

/** Areas, as shares of the truth's, each pixel counted by its probability, and what the scores make of them. */
export interface DiscAreas {
  readonly hit: number;
  readonly truth: number;
  readonly predicted: number;
  /** 2 hit / (truth + predicted). */
  readonly dice: number;
  /** hit / (truth + predicted − hit). */
  readonly jaccard: number;
}

/** What a Dice loss sees of two discs, without a smoothing constant. */
export function discAreas({ shift, radius, probability }: DiscPrediction): DiscAreas {
  const hit = (probability * lens(shift, radius)) / Math.PI;
  const predicted = probability * radius ** 2;
  const dice = (2 * hit) / (1 + predicted);
  return { hit, truth: 1, predicted, dice, jaccard: hit / (1 + predicted - hit) };
}

/** Shared area of a disc of radius 1 and one of radius `r` whose centres are `d` apart. */
function lens(d: number, r: number): number {
  if (d >= 1 + r) return 0;
  if (d <= Math.abs(1 - r)) return Math.PI * Math.min(1, r) ** 2;
  const a = Math.acos((d * d + 1 - r * r) / (2 * d));
  const b = Math.acos((d * d + r * r - 1) / (2 * d * r));
  return a - Math.sin(2 * a) / 2 + r * r * (b - Math.sin(2 * b) / 2);
}

/** One way to be wrong: a slider over it, and where it starts. */
interface Way {
  readonly title: string;
  readonly prefix: string;
  readonly positions: readonly number[];
  readonly start: number;
  readonly prediction: (value: number) => DiscPrediction;
}

const exact: DiscPrediction = { shift: 0, radius: 1, probability: 1 };
const ways: readonly [Way, Way, Way] = [
  {
    title: 'In the wrong place',
    prefix: 'radii apart: ',
    positions: [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2],
    start: 0.5,
    prediction: (shift) => ({ ...exact, shift }),
  },
  {
    title: 'Of the wrong size',
    prefix: 'radius × ',
    positions: [0.25, 0.5, 0.75, 1, 1.1, 1.25, 1.4, 1.6],
    start: 1.4,
    prediction: (radius) => ({ ...exact, radius }),
  },
  {
    title: 'Right, but unsure',
    prefix: 'p inside: ',
    positions: [0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 1],
    start: 0.5,
    prediction: (probability) => ({ ...exact, probability }),
  },
];

const [truthColour, predictedColour, hitColour] = [colours.main, colours.contrast, colours.good];
const plotWidth = 830 - 16 - 16;
const [discHeight, barHeight, gap] = [196, 96, 10];
const plotHeight = discHeight + gap + barHeight;

/**
 * The Dice loss as areas: three ways to miss a disc, each with a slider. Under each the two lengths that Dice divides: twice
 * what is shared, by truth and prediction together.
 */
export function diceAreasFigure(): Figure {
  const panels = ways.flatMap((_, i) => panelPair(i));
  const starts = ways.map(({ prediction, start }) => discAreas(prediction(start)));
  const worth = (areas: DiscAreas): string => `Dice loss ${fixed(1 - areas.dice, 2)}`;
  return drawFigure({
    name: 'dice_areas',
    title: 'The Dice loss by areas: one minus the upper bar over the lower one',
    subtitle:
      'Discs: truth and prediction. Bars: twice what both share, over truth and prediction together.' +
      '<br>A pixel counts by its probability, so a mask in the right place costs as long as the network is unsure',
    description: `Three predictions of a disc and their areas: half a radius beside it (${worth(starts[0]!)}), a radius 1.4 times as large (${worth(starts[1]!)}), and in the right place with probability 0.5 (${worth(starts[2]!)}).`,
    traces: ways.flatMap((way, i) => tracesOf(way, i, panels)),
    panels,
    axes: ways.flatMap(({ title }) => [
      {
        title,
        x: { title: '', range: [-2.25, 2.25] as const, hidden: true },
        y: { title: '', range: discRange, hidden: true },
      },
      {
        x: { title: '', range: [-0.02, 3.7] as const, hidden: true },
        y: { title: '', range: [-0.75, 1.75] as const, hidden: true },
      },
    ]),
    sliders: ways.map((way, i) => slider(way, i, panels[2 * i]!)),
    annotations: ways.flatMap((_, i) => divided(panels[2 * i + 1]!)),
    legend: 'top',
    height: plotHeight + 44 + 40 + 30 + 26 + 92,
    barMode: 'overlay',
    margin: { left: 16, right: 16, bottom: 92 },
  });
}

const columnShare = (1 - 2 * 0.05) / 3;
/** Discs stay round: as many units a pixel up as across. */
const discRange = ((): readonly [number, number] => {
  const half = (2.25 * discHeight) / (columnShare * plotWidth);
  return [-half, half];
})();

function panelPair(column: number): Panel[] {
  const left = column * (columnShare + 0.05);
  const xDomain = [Number(left.toFixed(6)), Number(Math.min(1, left + columnShare).toFixed(6))] as const;
  const name = (index: number): string => (index === 0 ? '' : String(index + 1));
  return [[1 - discHeight / plotHeight, 1] as const, [0, barHeight / plotHeight] as const].map(
    (yDomain, k) => ({
      xaxis: `x${name(2 * column + k)}`,
      yaxis: `y${name(2 * column + k)}`,
      xDomain,
      yDomain,
    }),
  );
}

/** The line between the two bars, as in a fraction. */
function divided({ xaxis, yaxis }: Panel): Annotation[] {
  return [
    {
      text: '',
      x: 3.2,
      y: 0.5,
      ax: 0,
      ay: 0.5,
      xref: xaxis,
      yref: yaxis,
      axref: xaxis,
      ayref: yaxis,
      showarrow: true,
      arrowhead: 0,
      arrowwidth: 1.2,
      arrowcolor: colours.text,
    },
  ];
}

/** Discs, the shared area, the four pieces of the two bars, and the line that says what they give. */
function tracesOf(way: Way, column: number, panels: readonly Panel[]): Trace[] {
  const [discs, bars] = [panels[2 * column]!, panels[2 * column + 1]!];
  const drawn = drawing(way.prediction(way.start));
  const on = ({ xaxis, yaxis }: Panel): Pick<Trace, 'xaxis' | 'yaxis'> => ({ xaxis, yaxis });
  const shown = column === 0;
  const area = (name: string, x: number[], y: number[], colour: string, fill: string): Trace => ({
    ...on(discs),
    type: 'scatter',
    mode: 'lines',
    x,
    y,
    fill: 'toself',
    fillcolor: fill,
    line: { color: colour, width: 2 },
    name,
    legendgroup: name,
    showlegend: shown,
    hoverinfo: 'skip',
  });
  const piece = (name: string, row: 0 | 1, x: number, base: number, colour: string): Trace => ({
    ...on(bars),
    type: 'bar',
    orientation: 'h',
    x: [x],
    y: [row],
    base: [base],
    width: 0.62,
    name,
    legendgroup: name,
    showlegend: false,
    marker: { color: translucent(colour, 0.5), line: { color: colour, width: 1 } },
    hovertemplate: `${name}: %{x:.2f} × the truth<extra></extra>`,
  });
  const [truth, predicted, shared] = drawn.discs;
  return [
    area('truth', truth!.x, truth!.y, truthColour, translucent(truthColour, 0.14)),
    area(
      'prediction',
      predicted!.x,
      predicted!.y,
      predictedColour,
      translucent(predictedColour, drawn.predictedFill),
    ),
    area('shared', shared!.x, shared!.y, translucent(hitColour, 0), translucent(hitColour, drawn.sharedFill)),
    ...drawn.pieces.map(([name, row, x, base, colour]) => piece(name, row, x, base, colour)),
    {
      ...on(bars),
      type: 'scatter',
      mode: 'text',
      x: [0],
      y: [-0.62],
      text: [drawn.words],
      textposition: 'middle right',
      textfont: { size: 13, color: colours.text },
      showlegend: false,
      hoverinfo: 'skip',
    },
  ];
}

type Piece = readonly [name: string, row: 0 | 1, length: number, base: number, colour: string];

/** All that a slider changes. */
function drawing(prediction: DiscPrediction): {
  readonly discs: readonly { readonly x: number[]; readonly y: number[] }[];
  readonly predictedFill: number;
  readonly sharedFill: number;
  readonly pieces: readonly Piece[];
  readonly words: string;
} {
  const { shift, radius, probability } = prediction;
  const areas = discAreas(prediction);
  const { hit, truth, predicted, dice, jaccard } = areas;
  const middle = -shift / 2;
  const inside = circle(middle + shift, radius);
  return {
    discs: [circle(middle, 1), inside, sharedOutline(middle, shift, radius)],
    predictedFill: 0.25 * probability,
    sharedFill: 0.55 * probability,
    pieces: [
      ['shared', 1, hit, 0, hitColour],
      ['shared', 1, hit, hit, hitColour],
      ['truth', 0, truth, 0, truthColour],
      ['prediction', 0, predicted, truth, predictedColour],
    ],
    words: `Dice ${fixed(dice, 2)}, <b>loss ${fixed(1 - dice, 2)}</b>, Jaccard ${fixed(jaccard, 2)}`,
  };
}

const around = Array.from({ length: 73 }, (_, i) => (2 * Math.PI * i) / 72);
const rounded = (value: number): number => Number(value.toFixed(3));

function circle(x: number, radius: number): { x: number[]; y: number[] } {
  return {
    x: around.map((angle) => rounded(x + radius * Math.cos(angle))),
    y: around.map((angle) => rounded(radius * Math.sin(angle))),
  };
}

/** The outline of what two discs share: points of each circle that lie in the other disc. */
function sharedOutline(middle: number, d: number, r: number): { x: number[]; y: number[] } {
  // a point: an area without one would leave the legend
  if (d >= 1 + r) return { x: [middle + 1, middle + 1], y: [0, 0] };
  if (d <= Math.abs(1 - r)) return r < 1 ? circle(middle + d, r) : circle(middle, 1);
  const a = Math.acos((d * d + 1 - r * r) / (2 * d));
  const b = Math.acos((d * d + r * r - 1) / (2 * d * r));
  const steps = Array.from({ length: 33 }, (_, i) => i / 32);
  const right = steps.map((t) => -a + 2 * a * t); // of the truth
  const left = steps.map((t) => Math.PI - b + 2 * b * t); // of the prediction
  return {
    x: [
      ...right.map((angle) => rounded(middle + Math.cos(angle))),
      ...left.map((angle) => rounded(middle + d + r * Math.cos(angle))),
    ],
    y: [
      ...right.map((angle) => rounded(Math.sin(angle))),
      ...left.map((angle) => rounded(r * Math.sin(angle))),
    ],
  };
}

function slider(way: Way, column: number, panel: Panel): Slider {
  const [left, right] = panel.xDomain;
  const first = 8 * column;
  const traces = Array.from({ length: 8 }, (_, i) => first + i);
  return {
    active: way.positions.indexOf(way.start),
    x: left,
    len: right - left,
    y: 0,
    yanchor: 'top',
    pad: { t: 24, b: 0, l: 0, r: 0 },
    currentvalue: {
      prefix: way.prefix,
      font: { size: 12.5, color: colours.text },
      xanchor: 'left',
    },
    font: { size: 10, color: colours.muted },
    ticklen: 3,
    steps: way.positions.map((value) => {
      const { discs, pieces, words, predictedFill, sharedFill } = drawing(way.prediction(value));
      return {
        label: String(value),
        method: 'restyle',
        args: [
          {
            x: [...discs.map(({ x }) => x), ...pieces.map(([, , length]) => [rounded(length)]), [0]],
            y: [...discs.map(({ y }) => y), ...pieces.map(([, row]) => [row]), [-0.62]],
            base: [null, null, null, ...pieces.map(([, , , base]) => [rounded(base)]), null],
            text: [null, null, null, null, null, null, null, [words]],
            fillcolor: [
              translucent(truthColour, 0.14),
              translucent(predictedColour, predictedFill),
              translucent(hitColour, sharedFill),
              ...new Array<null>(5).fill(null),
            ],
          },
          traces,
        ],
      };
    }),
  };
}
