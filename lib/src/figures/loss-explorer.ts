import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { diceSlopeAt, focalPixel, focalPixelSlope } from './loss-formulas';
import type { LossMathematicsInfo } from './loss-mathematics';
import { short } from './number-text';
import { colours, seriesColour } from './palette';
import { panelGrid, type Panel } from './panels';
import type { Slider, Trace } from './plotly';

/** Positions of the three sliders. */
const gammas = [0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5] as const;
const alphas = [0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9] as const;
const mixes = [0, 0.01, 0.03, 0.05, 0.1, 0.3, 0.5, 0.7, 1] as const; // the gradients meet at a few per cent of Dice

/**
 * The loss formulas with sliders for γ, α and the weight of Dice: in JupyterLab they move the lines, in a picture
 * they stand at the info's own settings. Each slider has its panel; Plotly cannot join two in one.
 */
export function lossExplorerFigure(given: LossMathematicsInfo): Figure {
  const info = figureTexts(given);
  const { p, alpha, gamma, weights, scene, weighting } = info;
  const panels = panelGrid(1, 3, 0.1) as [Panel, Panel, Panel];
  const context = { ...scene, pixels: info.sides[info.sides.length - 1]! ** 2 };
  const focal = (y: 0 | 1, a: number, g: number): number[] =>
    p.map((at) => focalPixel(at, y, y === 0 && weighting === 'uniform' ? 1 - a : a, g));
  const dice = p.map((at) => Math.abs(diceSlopeAt(at, 1, context)) * context.pixels);
  const focus = p.map((at) => Math.abs(focalPixelSlope(at, 1, alpha, gamma)));
  const terms = (share: number): number[][] => [
    dice.map((value) => share * value),
    focus.map((value) => (1 - share) * value),
    dice.map((value, index) => share * value + (1 - share) * focus[index]!),
  ];
  const line = (
    panel: Panel,
    y: number[],
    name: string,
    colour: string,
    dash: 'solid' | 'dot' = 'solid',
  ): Trace => ({
    type: 'scatter',
    mode: 'lines',
    x: [...p],
    y,
    name,
    xaxis: panel.xaxis,
    yaxis: panel.yaxis,
    line: { color: colour, width: 2.2, dash },
  });
  const pair = (panel: Panel): Trace[] => [
    { ...line(panel, focal(1, alpha, gamma), 'y = 1', seriesColour(0)), showlegend: panel === panels[0] },
    { ...line(panel, focal(0, alpha, gamma), 'y = 0', seriesColour(1)), showlegend: panel === panels[0] },
  ];
  const [diceTerm, focalTerm, sum] = terms(weights[0]);
  return drawFigure({
    name: 'loss_explorer',
    title: 'Losses with sliders: γ, α and the weight of Dice',
    subtitle: `At the start: γ = ${gamma}, α = ${alpha}, ${weights[0]} Dice + ${weights[1]} Focal. Right: gradient of a foreground pixel`,
    description: `Focal loss against p for exponents γ from ${gammas[0]} to ${gammas[gammas.length - 1]} and weights α from ${alphas[0]} to ${alphas[alphas.length - 1]}, and the gradient of a foreground pixel for weights of Dice from 0 to 1; shown at γ = ${gamma}, α = ${alpha}, weight ${weights[0]}.`,
    traces: [
      ...pair(panels[0]),
      ...pair(panels[1]),
      line(panels[2], diceTerm!, 'Dice term', seriesColour(2)),
      line(panels[2], focalTerm!, 'Focal term', seriesColour(4)),
      line(panels[2], sum!, 'combined', colours.text, 'dot'),
    ],
    panels,
    axes: [
      {
        title: 'Focal, by γ',
        x: { title: 'Predicted p', range: [0, 1] },
        y: { title: 'Loss of the pixel', range: [0, 2] },
      },
      { title: 'Focal, by α', x: { title: 'Predicted p', range: [0, 1] }, y: { title: '', range: [0, 2] } },
      {
        title: 'Combined, by weight',
        x: { title: 'Predicted p', range: [0, 1] },
        y: { title: '|∂L/∂p| × pixels', type: 'log', range: [0.003, 300], ticks: [0.01, 0.1, 1, 10, 100] },
      },
    ],
    sliders: [
      slider(panels[0], 'γ = ', gammas, gamma, (g) => [focal(1, alpha, g), focal(0, alpha, g)], [0, 1]),
      slider(panels[1], 'α = ', alphas, alpha, (a) => [focal(1, a, gamma), focal(0, a, gamma)], [2, 3]),
      slider(panels[2], 'Dice ', mixes, weights[0], terms, [4, 5, 6]),
    ],
    legend: 'top',
    height: 500,
    margin: { bottom: 150 },
  });
}

/** A slider under its panel; the info's own value is added to the positions where they lack it. */
function slider(
  panel: Panel,
  prefix: string,
  positions: readonly number[],
  start: number,
  lines: (value: number) => number[][],
  traces: readonly number[],
): Slider {
  const values = [...new Set([...positions, start])].sort((a, b) => a - b);
  const [left, right] = panel.xDomain;
  return {
    active: values.indexOf(start),
    x: left,
    len: right - left,
    y: 0,
    yanchor: 'top',
    pad: { t: 62, b: 8, l: 0, r: 0 },
    currentvalue: { prefix, font: { size: 13, color: colours.text }, xanchor: 'left' },
    font: { size: 10, color: colours.muted },
    ticklen: 3,
    steps: values.map((value) => ({
      label: short(value),
      method: 'restyle',
      args: [{ y: lines(value).map((line) => line.map((y) => Number(y.toPrecision(4)))) }, traces],
    })),
  };
}
