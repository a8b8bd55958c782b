import type { HalvingRace, OverOrders, RaceSide } from '../analysis';
import type { Figure } from '../types';
import { paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed, thousands } from './number-text';
import { colours, translucent } from './palette';
import type { Trace } from './plotly';

/** A race as it is drawn. */
export interface HalvingRaceInfo {
  readonly quantity: string;
  readonly race: HalvingRace;
  /** Curves of halving end here: the mean of its epochs. */
  readonly halvingEnds: number;
}

/** @param quantity the score in words, for example `validation Jaccard` */
export function halvingRaceInfo(race: HalvingRace, { quantity }: { quantity: string }): HalvingRaceInfo {
  return { quantity, race, halvingEnds: race.halving.epochs.mean };
}

/** Best found against epochs spent, the middle 90 % of the orders as bands. */
export function halvingRaceFigure(given: HalvingRaceInfo): Figure {
  const info = figureTexts(given);
  const { race, quantity, halvingEnds } = info;
  const { epochs, grid, halving, atEqualBudget } = race;
  const cut = epochs.filter((epoch) => epoch <= halvingEnds * 1.02).length;
  const flat = epochs.map((_, i) => i).slice(0, Math.max(2, cut));
  const sides: [string, string, RaceSide, readonly number[]][] = [
    ['every trial to its end', colours.main, grid, epochs.map((_, i) => i)],
    [`halving: 1 of ${race.factor} goes on`, colours.contrast, halving, flat],
  ];
  const { factor, minEpochs } = race;
  const spent = Math.round(halvingEnds);
  const words = `after ${thousands(spent)} epochs halving has found ${fixed(atEqualBudget.halving.mean, 3)}, the grid ${fixed(atEqualBudget.grid.mean, 3)}`;
  const drawn = sides.flatMap(([, , side, at]) =>
    at.flatMap((i) => [side.best[i]!.middle.low, side.best[i]!.middle.high]),
  );
  return drawFigure({
    name: 'halving_race',
    title: 'Successive halving against the whole grid, at equal budget',
    subtitle:
      `${counted(race.configurations, 'configuration')}, ${counted(race.orders, 'random order')}; mean, and the middle 90 % of the orders` +
      `<br>${words}`,
    description: `Best ${quantity} found against epochs spent, ${counted(race.orders, 'order')} of ${counted(race.configurations, 'configuration')}, decisions from epoch ${minEpochs} on, one of ${factor} goes on: ${words}.`,
    traces: sides.flatMap(([name, colour, side, at]) => [
      band(name, colour, side.best, epochs, at),
      line(name, colour, side.best, epochs, at),
    ]),
    shapes: [
      {
        type: 'line',
        xref: 'x',
        yref: 'paper',
        x0: halvingEnds,
        x1: halvingEnds,
        y0: 0,
        y1: 1,
        line: { color: colours.faint, width: 1.2, dash: 'dash' },
      },
    ],
    annotations: [
      {
        text: 'halving has tried all',
        x: halvingEnds,
        y: 0,
        xref: 'x',
        yref: 'paper',
        xanchor: 'left',
        yanchor: 'bottom',
        xshift: 5,
        font: { size: 11.5, color: colours.muted },
      },
    ],
    axes: [
      {
        x: { title: 'Epochs spent, all trials together', range: [0, epochs.at(-1)! * 1.02] },
        y: { title: `Best ${quantity} so far`, range: paddedRange(drawn, 0.05) },
      },
    ],
    legend: 'top',
    height: 440,
  });
}

function band(
  name: string,
  colour: string,
  best: readonly OverOrders[],
  epochs: readonly number[],
  at: readonly number[],
): Trace {
  const back = [...at].reverse();
  return {
    type: 'scatter',
    mode: 'lines',
    x: [...at, ...back].map((i) => epochs[i]!),
    y: [...at.map((i) => best[i]!.middle.high), ...back.map((i) => best[i]!.middle.low)],
    fill: 'toself',
    fillcolor: translucent(colour, 0.16),
    line: { color: translucent(colour, 0), width: 0 },
    name,
    legendgroup: name,
    showlegend: false,
    hoverinfo: 'skip',
  };
}

function line(
  name: string,
  colour: string,
  best: readonly OverOrders[],
  epochs: readonly number[],
  at: readonly number[],
): Trace {
  return {
    type: 'scatter',
    mode: 'lines',
    x: at.map((i) => epochs[i]!),
    y: at.map((i) => best[i]!.mean),
    name,
    legendgroup: name,
    line: { color: colour, width: 2.4 },
    hovertemplate: `${name}<br>%{x} epochs: %{y:.4f}<extra></extra>`,
  };
}
