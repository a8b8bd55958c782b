import {
  publishedPixels512,
  publishedWeights512,
  weightedShares,
  type WeightedPixels,
  type WeightedShare,
} from '../analysis';
import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { fixed, short, thousands } from './number-text';
import { colours, seriesColour } from './palette';
import { panelGrid } from './panels';
import type { Annotation, Trace } from './plotly';

/** Pixels that are about equally hard to get right; `weight` is a pixel's gradient, relative to the hardest class. */
export type PixelClass = WeightedPixels;

const titles = ['Background (easy)', 'Foreground (medium)', 'Boundary (hard)'];

/** The table of the mathematical summary at 512²: counts and weights as published. */
export const publishedPixelClasses: readonly PixelClass[] = publishedPixels512.map(({ pixels }, i) => ({
  name: titles[i]!,
  pixels,
  weight: publishedWeights512[i]!,
}));

/** The counts at 256² of the published figure 7, with the weights of the table at 512². */
export const publishedPixelClassesAt256: readonly PixelClass[] = [50_000, 13_000, 2_000].map((pixels, i) => ({
  ...publishedPixelClasses[i]!,
  pixels,
}));

export interface PixelInfluence {
  readonly classes: readonly WeightedShare[];
  /** Share of the first class over that of the last, without the weights and with them. */
  readonly imbalance: number;
  readonly weightedImbalance: number;
  /** Pixels of the first class for one of all others. */
  readonly ratio: number;
}

/**
 * Who moves the weights of the network: shares of the pixels, and of pixels times gradient size.
 *
 * @param classes easiest first, hardest last; at least two. @throws RangeError for a negative count or weight.
 */
export function pixelInfluence(classes: readonly PixelClass[]): PixelInfluence {
  if (classes.length < 2) throw new RangeError(`influence needs at least two classes; got ${classes.length}`);
  for (const { name, pixels, weight } of classes)
    if (!(pixels > 0 && weight >= 0))
      throw new RangeError(
        `invalid class ${name}; pixels must be positive and weight not negative: ${pixels}, ${weight}`,
      );
  const rows = weightedShares(classes);
  const first = rows[0]!;
  const last = rows[rows.length - 1]!;
  return {
    classes: rows,
    imbalance: first.share / last.share,
    weightedImbalance: first.influence / last.influence,
    ratio: first.share / (1 - first.share),
  };
}

/** One resolution's classes. */
export interface PixelInfluenceSetting {
  /** For example `512²`. */
  readonly name: string;
  readonly classes: readonly PixelClass[];
}

export interface PixelInfluenceInfo {
  /** Where the numbers come from, for the subtitle. */
  readonly source: string;
  readonly settings: readonly (PixelInfluence & { readonly name: string })[];
  /** Name of the setting whose influence the right panel shows. */
  readonly shown: string;
}

/** Influence at each resolution. @param options.shown which one the right panel shows; default: the last. */
export function pixelInfluenceInfo(
  settings: readonly PixelInfluenceSetting[],
  { shown, source = '' }: { shown?: string; source?: string } = {},
): PixelInfluenceInfo {
  if (settings.length === 0) throw new RangeError('no resolution to draw; pass at least one');
  const name = shown ?? settings[settings.length - 1]!.name;
  if (!settings.some((setting) => setting.name === name))
    throw new RangeError(
      `no resolution ${name}; there are ${settings.map((setting) => setting.name).join(', ')}`,
    );
  return {
    source,
    settings: settings.map((setting) => ({ name: setting.name, ...pixelInfluence(setting.classes) })),
    shown: name,
  };
}

/** Figure 7: pixels by difficulty at each resolution, and their influence without and with weights. */
export function pixelInfluenceFigure(given: PixelInfluenceInfo): Figure {
  const info = figureTexts(given);
  const { settings } = info;
  const [left, right] = panelGrid(1, 2, 0.13);
  const shown = settings.find((setting) => setting.name === info.shown)!;
  const hardest = shown.classes[shown.classes.length - 1]!;
  const names = shown.classes.map((row) => row.name);
  const counts = settings.map(
    (setting, index): Trace => ({
      type: 'bar',
      x: [...names],
      y: names.map((name) => {
        const row = setting.classes.find((other) => other.name === name);
        return row === undefined ? null : row.share * 100;
      }),
      name: setting.name,
      xaxis: left!.xaxis,
      yaxis: left!.yaxis,
      legendgroup: 'counts',
      marker: { color: index === settings.length - 1 ? colours.muted : colours.faint },
      text: names.map((name) => {
        const row = setting.classes.find((other) => other.name === name);
        return row === undefined ? '' : `${thousands(row.pixels)}<br>${percent(row.share)}`;
      }),
      textposition: 'outside',
      textfont: { size: 11.5, color: colours.text },
      cliponaxis: false,
      hovertemplate: `${setting.name}, %{x}: %{y:.1f} % of the pixels<extra></extra>`,
    }),
  );
  const shares = [
    { name: 'every pixel counts the same', of: 'share' as const, colour: seriesColour(5) },
    { name: 'weighted by gradient size', of: 'influence' as const, colour: colours.contrast },
  ].map(
    ({ name, of, colour }): Trace => ({
      type: 'bar',
      x: [...names],
      y: shown.classes.map((row) => row[of] * 100),
      name,
      xaxis: right!.xaxis,
      yaxis: right!.yaxis,
      marker: { color: colour },
      text: shown.classes.map((row) => percent(row[of])),
      textposition: 'outside',
      textfont: { size: 12, color: colours.text },
      cliponaxis: false,
      hovertemplate: `%{x}: %{y:.1f} %<extra>${name}</extra>`,
    }),
  );
  const ratios = settings.map(({ name, ratio }) => `1:${fixed(ratio, 1)} at ${name}`).join(', ');
  const notes: Annotation[] = [
    {
      text: `weights ${shown.classes.map(({ weight }) => short(weight)).join(' / ')}<br>${hardest.name}: ${fixed(hardest.amplification, 0)}× its share of the pixels`,
      x: 1,
      y: 0.99,
      xref: 'paper',
      yref: 'paper',
      xanchor: 'right',
      yanchor: 'top',
      align: 'right',
      font: { size: 12, color: colours.muted },
    },
  ];
  return drawFigure({
    name: 'fig7_pixel_gradient_analysis',
    title: 'Many easy pixels, few hard ones',
    subtitle: `${info.source === '' ? '' : `${info.source}. `}All other pixels to background: ${ratios}.<br>Background over ${hardest.name.toLowerCase()} at ${shown.name}: ${oneTo(shown.imbalance)} by count, ${oneTo(shown.weightedImbalance)} weighted`,
    description: `Pixels by difficulty at ${settings.map(({ name }) => name).join(' and ')}; influence at ${shown.name}: ${shown.classes.map((row) => `${row.name} ${percent(row.share)} of the pixels, ${percent(row.influence)} of the weighted gradient`).join('; ')}. Amplification of ${hardest.name}: ${fixed(hardest.amplification, 1)}×.`,
    traces: [...counts, ...shares],
    annotations: notes,
    panels: [left!, right!],
    axes: [
      {
        title: 'Pixels by difficulty',
        x: { title: '', type: 'category', tickSize: 11.5 },
        y: { title: 'Share of the pixels', unit: '%', range: [0, 105] },
      },
      {
        title: `Influence at ${shown.name}`,
        x: { title: '', type: 'category', tickSize: 11.5 },
        y: { title: 'Share of the gradient', unit: '%', range: [0, 105] },
      },
    ],
    legend: 'top',
    barMode: 'group',
    barGap: 0.25,
    height: 480,
  });
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function oneTo(ratio: number): string {
  return ratio >= 1
    ? `${ratio.toFixed(ratio < 10 ? 1 : 0)}:1`
    : `1:${(1 / ratio).toFixed(1 / ratio < 10 ? 1 : 0)}`;
}
