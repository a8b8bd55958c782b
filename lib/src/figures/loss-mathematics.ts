import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { diceLossAt, diceSlopeAt, focalPixel, focalPixelSlope, type DiceContext } from './loss-formulas';
import { short } from './number-text';
import { colours, seriesColour } from './palette';
import { panelGrid, type Panel } from './panels';
import type { Annotation, Shape, Trace } from './plotly';

/** Settings of figure 6; the defaults are the published ones where the report states them. */
export interface LossMathematicsOptions {
  /** Weight of the foreground in the focal loss, in (0, 1). Defaults to 0.25. */
  readonly alpha?: number;
  /** Whether background has the weight 1 − α (`class`, Lin and others; default) or α like foreground (`uniform`). */
  readonly weighting?: 'class' | 'uniform';
  /** Focusing exponent, at least 0. Defaults to 2. */
  readonly gamma?: number;
  /** Exponents of the third panel. Defaults to 0, 0.5, 1, 2, 5. */
  readonly gammas?: readonly number[];
  /** Weights of Dice and Focal in the combined loss. Default to 0.7 and 0.3. */
  readonly weights?: readonly [number, number];
  /** Sides of the images in the Dice panel, in pixels. Default to 256 and 512. */
  readonly sides?: readonly number[];
  /** The rest of the image. Defaults to 12 % foreground, predicted 0.6 on it and 0.1 beside it. */
  readonly scene?: Omit<DiceContext, 'pixels'>;
  /** Gradients by the probability or by the logit (times p(1 − p)). Defaults to `probability`. */
  readonly by?: 'probability' | 'logit';
}

export interface LossMathematicsInfo extends Required<LossMathematicsOptions> {
  /** The grid of probabilities, from 0.002 to 0.998. */
  readonly p: readonly number[];
  /** Change of the Dice loss of a whole image when one of its pixels goes from 0 to p. */
  readonly dice: readonly { readonly side: number; readonly y: 0 | 1; readonly change: readonly number[] }[];
  readonly focal: Readonly<Record<'foreground' | 'background' | 'bce', readonly number[]>>;
  readonly focusing: readonly {
    readonly gamma: number;
    /** (1 − p_t)^γ */
    readonly factor: readonly number[];
    /** Its value at p_t = 0.9. */
    readonly atNinety: number;
  }[];
  /**
   * Size of the gradient of a foreground pixel times the number of pixels, so that a loss that is a mean over
   * pixels and one that is a ratio of sums stand on one scale; each term with its weight in the combined loss.
   */
  readonly gradient: Readonly<Record<'dice' | 'focal' | 'combined', readonly number[]>>;
  /** Least p above which the weighted Dice term is the larger one, or null where one term leads everywhere. */
  readonly crossing: number | null;
}

/** Computes the four panels of figure 6. @throws RangeError for a setting out of range. */
export function lossMathematicsInfo(options: LossMathematicsOptions = {}): LossMathematicsInfo {
  const {
    alpha = 0.25,
    weighting = 'class',
    gamma = 2,
    gammas = [0, 0.5, 1, 2, 5],
    weights = [0.7, 0.3],
    sides = [256, 512],
    scene = { foreground: 0.12, onForeground: 0.6, onBackground: 0.1 },
    by = 'probability',
  } = options;
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`invalid alpha; not in (0, 1): ${alpha}`);
  if (!(gamma >= 0)) throw new RangeError(`invalid gamma; not in [0, ∞): ${gamma}`);
  const p = Array.from({ length: 250 }, (_, index) => Number((0.002 + 0.004 * index).toFixed(3)));
  const context = { ...scene, pixels: sides[sides.length - 1]! ** 2 };
  const factor = (at: number): number => (by === 'logit' ? at * (1 - at) : 1);
  const dice = p.map(
    (at) => weights[0] * Math.abs(diceSlopeAt(at, 1, context)) * context.pixels * factor(at),
  );
  const focal = p.map((at) => weights[1] * Math.abs(focalPixelSlope(at, 1, alpha, gamma)) * factor(at));
  return {
    alpha,
    weighting,
    gamma,
    gammas,
    weights,
    sides,
    scene,
    by,
    p,
    dice: sides.flatMap((side) =>
      ([1, 0] as const).map((y) => {
        const own = { ...scene, pixels: side ** 2 };
        return { side, y, change: p.map((at) => diceLossAt(at, y, own) - diceLossAt(0, y, own)) };
      }),
    ),
    focal: {
      foreground: p.map((at) => focalPixel(at, 1, alpha, gamma)),
      background: p.map((at) => focalPixel(at, 0, weighting === 'class' ? alpha : 1 - alpha, gamma)),
      bce: p.map((at) => -Math.log(at)),
    },
    focusing: gammas.map((exponent) => ({
      gamma: exponent,
      factor: p.map((at) => (1 - at) ** exponent),
      atNinety: (1 - 0.9) ** exponent,
    })),
    gradient: { dice, focal, combined: dice.map((value, index) => value + focal[index]!) },
    crossing: crossingOf(p, dice, focal),
  };
}

function crossingOf(p: readonly number[], dice: readonly number[], focal: readonly number[]): number | null {
  const at = p.findIndex((_, index) => dice[index]! > focal[index]!);
  return at <= 0 ? null : p[at]!;
}

/** Figure 6: what one pixel does to Dice, focal loss, the focusing factor, and the gradients side by side. */
export function lossMathematicsFigure(given: LossMathematicsInfo): Figure {
  const info = figureTexts(given);
  const { p, alpha, gamma, weights, scene, weighting } = info;
  const panels = panelGrid(2, 2, 0.14, 0.2);
  const at = (panel: Panel): Pick<Trace, 'type' | 'mode' | 'xaxis' | 'yaxis' | 'showlegend' | 'x'> => ({
    type: 'scatter',
    mode: 'lines',
    x: [...p],
    xaxis: panel.xaxis,
    yaxis: panel.yaxis,
    showlegend: false,
  });
  const [a, b, c, d] = panels as [Panel, Panel, Panel, Panel];
  const curves: Trace[] = [
    ...info.dice.map(
      ({ side, y, change }): Trace => ({
        ...at(a),
        y: change.map((value) => value * 1e6),
        name: `${side}², y = ${y}`,
        line: {
          color: seriesColour(info.sides.indexOf(side)),
          width: 2.2,
          dash: y === 1 ? 'solid' : 'dash',
        },
        hovertemplate: `${side}², y = ${y}<br>p = %{x:.2f}: %{y:.2f} × 10⁻⁶<extra></extra>`,
      }),
    ),
    {
      ...at(b),
      y: [...info.focal.bce],
      name: 'cross-entropy, y = 1',
      line: { color: colours.neutral, width: 1.6, dash: 'dot' },
    },
    {
      ...at(b),
      y: [...info.focal.foreground],
      name: 'focal, y = 1',
      line: { color: seriesColour(0), width: 2.2 },
    },
    {
      ...at(b),
      y: [...info.focal.background],
      name: 'focal, y = 0',
      line: { color: seriesColour(1), width: 2.2 },
    },
    ...info.focusing.map(
      ({ gamma: exponent, factor }, index): Trace => ({
        ...at(c),
        y: [...factor],
        name: `γ = ${exponent}`,
        line: {
          color: focusingColours[index % focusingColours.length]!,
          width: exponent === gamma ? 3 : 1.8,
        },
      }),
    ),
    {
      ...at(d),
      y: [...info.gradient.dice],
      name: `${weights[0]} Dice`,
      line: { color: seriesColour(0), width: 2.2 },
    },
    {
      ...at(d),
      y: [...info.gradient.focal],
      name: `${weights[1]} Focal`,
      line: { color: seriesColour(1), width: 2.2 },
    },
    {
      ...at(d),
      y: [...info.gradient.combined],
      name: 'combined',
      line: { color: colours.text, width: 1.8, dash: 'dot' },
    },
  ];
  const shown = info.focusing.find((row) => row.gamma === gamma);
  const less = shown === undefined ? '' : `${Number((100 * (1 - shown.atNinety)).toPrecision(3))} %`;
  return drawFigure({
    name: 'fig6_loss_function_mathematics',
    title: 'What one pixel does to each loss',
    subtitle:
      `Focal: α = ${alpha}${weighting === 'uniform' ? ' for every pixel' : ''}, γ = ${gamma}. Combined: ${weights[0]} Dice + ${weights[1]} Focal. Dice: image with ${short(scene.foreground * 100)} % foreground,<br>` +
      `predicted ${scene.onForeground} on it and ${scene.onBackground} beside it; solid y = 1, dashed y = 0`,
    description:
      `Loss functions of one pixel. With γ = ${gamma} the focusing factor at p_t = 0.9 is ${shown === undefined ? 'not drawn' : `${short(shown.atNinety)}, ${less} less`}. ` +
      (info.crossing === null
        ? 'One term of the combined gradient leads for every p.'
        : `Of the combined gradient of a foreground pixel the Dice term is the larger one above p = ${short(info.crossing)}.`),
    traces: curves,
    annotations: [
      ...lineLabels(info, panels),
      ...(shown === undefined ? [] : [focusMark(shown.atNinety, less, c)]),
    ],
    shapes: shown === undefined ? [] : [ninetyLine(c)],
    panels,
    axes: [
      {
        title: 'Dice: effect on the image’s loss',
        x: { title: 'Predicted probability p', range: [0, 1] },
        y: { title: 'Change of the loss', unit: '× 10⁻⁶', zeroLine: true },
      },
      {
        title: 'Focal: loss of the pixel',
        x: { title: 'Predicted probability p', range: [0, 1] },
        y: { title: 'Loss', range: [0, 2] },
      },
      {
        title: 'Focusing factor (1 − p<sub>t</sub>)<sup>γ</sup>',
        x: { title: 'Probability of the true class p<sub>t</sub>', range: [0, 1] },
        y: { title: 'Factor', range: [0, 1.03] },
      },
      {
        title: 'Gradient of a foreground pixel',
        x: { title: 'Predicted probability p', range: [0, 1] },
        y: {
          title: info.by === 'logit' ? '|∂L/∂z| × pixels' : '|∂L/∂p| × pixels',
          type: 'log',
          range: gradientRange(info),
          ticks: [0.001, 0.01, 0.1, 1, 10, 100],
        },
      },
    ],
    height: 700,
  });
}

/** Dark to light blue, so that the order of the exponents can be seen. */
const focusingColours = ['#9ecae1', '#6baed6', '#4292c6', '#0072B2', '#08306b'];

function gradientRange({ gradient }: LossMathematicsInfo): readonly [number, number] {
  const most = Math.max(...gradient.combined);
  return [most / 10 ** 4.2, most * 2.5];
}

/** Names beside the lines, so that no legend has to be looked up. */
function lineLabels(info: LossMathematicsInfo, panels: readonly Panel[]): Annotation[] {
  const { p } = info;
  const label = (
    panel: Panel,
    text: string,
    x: number,
    values: readonly number[],
    colour: string,
    more: Partial<Annotation> = {},
    log = false,
  ): Annotation => {
    const y = values[p.findIndex((value) => value >= x)]!;
    return {
      text,
      x,
      y: log ? Math.log10(y) : y,
      xref: panel.xaxis,
      yref: panel.yaxis,
      font: { size: 12, color: colour },
      ...more,
    };
  };
  const [a, b, c, d] = panels as [Panel, Panel, Panel, Panel];
  const diceLabels = info.dice
    .filter(({ y }) => y === 1)
    .map(({ side, change }) =>
      label(
        a,
        `${side}²`,
        0.78,
        change.map((value) => value * 1e6),
        seriesColour(info.sides.indexOf(side)),
        { xanchor: 'left', xshift: 6, yshift: 9 },
      ),
    );
  const focusing = info.focusing.map(({ gamma, factor }, index) =>
    label(
      c,
      `γ = ${gamma}`,
      gamma === 0 ? 0.5 : Math.max(0.12, 0.62 - 0.1 * gamma),
      factor,
      focusingColours[index % focusingColours.length]!,
      { xanchor: 'left', xshift: 5, yshift: gamma === 0 ? -9 : 8 },
    ),
  );
  return [
    ...diceLabels,
    label(b, 'cross-entropy, y = 1', 0.24, info.focal.bce, colours.muted, {
      xanchor: 'left',
      xshift: 6,
      yshift: 4,
    }),
    label(b, 'focal, y = 1', 0.12, info.focal.foreground, seriesColour(0), {
      xanchor: 'left',
      xshift: 7,
      yshift: 9,
    }),
    label(
      b,
      'focal, y = 0',
      info.weighting === 'class' ? 0.82 : 0.94,
      info.focal.background,
      seriesColour(1),
      { xanchor: 'right', xshift: -8 },
    ),
    ...focusing,
    label(d, `${info.weights[0]} Dice`, 0.6, info.gradient.dice, seriesColour(0), { yshift: -12 }, true),
    label(
      d,
      `${info.weights[1]} Focal`,
      0.5,
      info.gradient.focal,
      seriesColour(1),
      { yshift: -14, xanchor: 'right' },
      true,
    ),
    label(d, 'combined', 0.6, info.gradient.combined, colours.text, { yshift: 11 }, true),
  ];
}

function ninetyLine(panel: Panel): Shape {
  return {
    type: 'line',
    x0: 0.9,
    x1: 0.9,
    y0: 0,
    y1: 1,
    xref: panel.xaxis,
    yref: panel.yaxis,
    line: { color: colours.neutral, width: 1, dash: 'dot' },
  };
}

function focusMark(value: number, less: string, panel: Panel): Annotation {
  return {
    text: `p<sub>t</sub> = 0.9: ${less} less`,
    x: 0.9,
    y: value,
    xref: panel.xaxis,
    yref: panel.yaxis,
    showarrow: true,
    ax: -8,
    ay: -172,
    xanchor: 'right',
    arrowhead: 2,
    arrowsize: 0.9,
    arrowwidth: 1.2,
    arrowcolor: colours.contrast,
    font: { size: 12, color: colours.contrast },
    bgcolor: colours.paper,
  };
}
