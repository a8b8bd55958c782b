import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, thousands } from './number-text';
import { colours, translucent } from './palette';
import type { Annotation, Shape, Trace } from './plotly';

/** One level of a U-Net, from the finest. */
export interface UNetLevel {
  /** Height and width of its features, in pixels. */
  readonly side: number;
  readonly channels: number;
  /** Side of the square of the image that one number of the encoder's features is computed from, in pixels. */
  readonly sees: number;
}

/** The shape of a U-Net for images of one size. */
export interface UNetShapeInfo {
  /** Channels of the images. */
  readonly channels: number;
  /** Side of the images as given, in pixels. */
  readonly size: number;
  /** One more than there are poolings; the last is the bottom. */
  readonly levels: readonly UNetLevel[];
  /** Trained numbers of the network; null where not told. */
  readonly weights: number | null;
}

/**
 * What a configuration of `unetlab/models` amounts to: each pooling halves the side and doubles the channels, and two 3 × 3
 * convolutions a level see two pixels farther in each direction, in steps that double with the level.
 *
 * @param size side of the images; one that is no multiple of 2^depth is mirrored up to the next
 */
export function uNetShapeInfo(
  model: { readonly channels: number; readonly depth: number; readonly baseFilters: number },
  { size, weights = null }: { readonly size: number; readonly weights?: number | null },
): UNetShapeInfo {
  const { channels, depth, baseFilters } = model;
  const padded = Math.ceil(size / 2 ** depth) * 2 ** depth;
  let sees = 1;
  const levels = Array.from({ length: depth + 1 }, (_, level) => {
    const step = 2 ** level;
    sees += level === 0 ? 4 : step / 2 + 4 * step; // a 2 × 2 maximum, then two convolutions
    return { side: padded / step, channels: baseFilters * step, sees };
  });
  return { channels, size, levels, weights };
}

const width = 830;
const margins = { left: 16, right: 16, bottom: 14 };
const labelWidth = 118;
const rowGap = 46;
/** More room in the middle, for the shortest copy: in columns. */
const innerGap = 0.8;

/** The network as its authors drew it: down on the left, up on the right, features copied across. */
export function uNetShapeFigure(given: UNetShapeInfo): Figure {
  const info = figureTexts(given);
  const { levels, channels, size, weights } = info;
  const depth = levels.length - 1;
  const [first, bottom] = [levels[0]!, levels[depth]!];
  const place = placesOf(levels);
  const height = place.height + 44 + 40 + 30 + 8 + margins.bottom;
  const plain = `${counted(depth, 'pooling')}, ${first.channels} to ${thousands(bottom.channels)} channels`;
  const mirrored = first.side === size ? '' : ` (mirrored to ${first.side}²)`;
  const trained = weights === null ? '' : `; ${thousands(weights)} weights`;
  const seen = `${bottom.sees} × ${bottom.sees} pixels of the image`;
  return drawFigure({
    name: 'u_net_shape',
    title: `The U-Net of this notebook: ${plain}`,
    subtitle: `Images of ${size} × ${size}${mirrored}${trained}. Numbers at the boxes are channels.<br>A number at the bottom is computed from ${seen}, one at the top left from ${first.sees} × ${first.sees}`,
    description: `A U-Net with ${plain} for images of ${size} × ${size} with ${counted(channels, 'channel')}${trained}: ${levels.map(({ side, channels: c }) => `${side}² with ${c}`).join(', ')}, and up again, each level joined to its twin; a number at the bottom sees ${seen}.`,
    traces: [...legend(), hover(info, place)],
    shapes: boxes(info, place),
    annotations: [...arrows(depth, place), ...labels(info, place)],
    axes: [
      {
        x: { title: '', range: [0, width - margins.left - margins.right], hidden: true },
        y: { title: '', range: [0, place.height], hidden: true },
      },
    ],
    legend: 'top',
    headroom: 8,
    width,
    height,
    margin: margins,
  });
}

/** Where things stand, in CSS pixels from the lower left of the plot area. */
interface Places {
  readonly height: number;
  /** Middles of the 2 · depth + 3 columns: image, encoder, bottom, decoder, logits. */
  readonly columns: readonly number[];
  /** Middle and half height of each level's boxes. */
  readonly rows: readonly { readonly y: number; readonly half: number }[];
  /** Width of a level's boxes. */
  readonly wide: readonly number[];
}

function placesOf(levels: readonly UNetLevel[]): Places {
  const depth = levels.length - 1;
  const span = width - margins.left - margins.right - labelWidth;
  const step = span / (2 * depth + 3 + innerGap);
  const tall = levels.map((_, level) => 92 * 0.76 ** level);
  const height = tall.reduce((sum, one) => sum + one + rowGap, 0);
  let top = height - rowGap / 2;
  const rows = tall.map((one) => {
    const row = { y: top - one / 2, half: one / 2 };
    top -= one + rowGap;
    return row;
  });
  const widest = Math.min(34, step / 2);
  return {
    height,
    columns: Array.from(
      { length: 2 * depth + 3 },
      (_, i) => labelWidth + (i + 0.5 + (i > depth ? innerGap : 0)) * step,
    ),
    rows,
    wide: levels.map((_, level) => 8 + ((widest - 8) * level) / depth),
  };
}

const [down, up, link] = [colours.contrast, colours.good, colours.neutral];

function boxes({ levels }: UNetShapeInfo, { columns, rows, wide }: Places): Shape[] {
  const depth = levels.length - 1;
  const box = (middle: number, row: number, across: number, colour: string, fill: number): Shape => ({
    type: 'rect',
    x0: middle - across / 2,
    x1: middle + across / 2,
    y0: rows[row]!.y - rows[row]!.half,
    y1: rows[row]!.y + rows[row]!.half,
    fillcolor: translucent(colour, fill),
    line: { color: colour, width: 1.2 },
  });
  const shapes = [
    box(columns[0]!, 0, 5, colours.muted, 0.3),
    box(columns[2 * depth + 2]!, 0, 5, colours.muted, 0.3),
  ];
  for (let level = 0; level < depth; level += 1) {
    const across = wide[level]!;
    const joined = columns[2 * depth - level]!;
    shapes.push(
      box(columns[level + 1]!, level, across, colours.main, 0.35),
      box(columns[level + 1]!, level + 1, across, colours.main, 0.12),
      box(joined, level, across, up, 0.12),
      box(joined - across, level, across, colours.main, 0.35),
      box(columns[2 * depth + 1 - level]!, level, across, up, 0.35),
    );
  }
  return [...shapes, box(columns[depth + 1]!, depth, wide[depth]!, colours.main, 0.6)];
}

function arrows(depth: number, { columns, rows, wide }: Places): Annotation[] {
  const across = (row: number, from: number, to: number, colour: string): Annotation =>
    arrow([from + 3, rows[row]!.y], [to - 3, rows[row]!.y], colour);
  const all: Annotation[] = [];
  for (let level = 0; level <= depth; level += 1) {
    const before = level === 0 ? 5 : wide[level - 1]!;
    all.push(
      across(level, columns[level]! + before / 2, columns[level + 1]! - wide[level]! / 2, colours.main),
    );
    if (level === depth) break;
    const [here, below] = [rows[level]!, rows[level + 1]!];
    const half = wide[level]! / 2;
    const joined = columns[2 * depth - level]!;
    all.push(
      arrow(
        [columns[level + 1]!, here.y - here.half - 3],
        [columns[level + 1]!, below.y + below.half + 3],
        down,
      ),
      arrow([joined, below.y + below.half + 3], [joined, here.y - here.half - 3], up),
      across(level, columns[level + 1]! + half, joined - 3 * half, link),
      across(level, joined + half, columns[2 * depth + 1 - level]! - half, colours.main),
    );
  }
  all.push(across(0, columns[2 * depth + 1]! + wide[0]! / 2, columns[2 * depth + 2]! - 2.5, colours.text));
  return all;
}

function arrow([ax, ay]: [number, number], [x, y]: [number, number], colour: string): Annotation {
  return {
    text: '',
    x,
    y,
    ax,
    ay,
    xref: 'x',
    yref: 'y',
    axref: 'x',
    ayref: 'y',
    showarrow: true,
    arrowhead: 2,
    arrowsize: 0.9,
    arrowwidth: 1.6,
    arrowcolor: colour,
  };
}

function labels({ levels, channels }: UNetShapeInfo, { columns, rows, wide }: Places): Annotation[] {
  const depth = levels.length - 1;
  const roomy = columns[1]! - columns[0]! >= 52;
  const at = (text: string, x: number, y: number, side: 'top' | 'bottom'): Annotation => ({
    text,
    x,
    y,
    xref: 'x',
    yref: 'y',
    xanchor: 'center',
    yanchor: side,
    font: { size: 12, color: colours.text },
  });
  const above = (text: string, x: number, row: number): Annotation =>
    at(text, x, rows[row]!.y + rows[row]!.half, 'bottom');
  const below = (text: string, x: number, row: number): Annotation =>
    at(text, x, rows[row]!.y - rows[row]!.half, 'top');
  return [
    above(`image<br>${channels}`, columns[0]!, 0),
    above('logit<br>1', columns[2 * depth + 2]!, 0),
    ...levels.map(
      ({ side }, row): Annotation => ({
        text: `<b>${side} × ${side}</b>`,
        x: 0,
        y: rows[row]!.y,
        xref: 'x',
        yref: 'y',
        xanchor: 'left',
        yanchor: 'middle',
        font: { size: 13, color: colours.text },
      }),
    ),
    ...levels
      .slice(0, depth)
      .flatMap(({ channels: here }, level) => [
        above(thousands(here), columns[level + 1]!, level),
        below(thousands(here), columns[2 * depth + 1 - level]!, level),
        ...(roomy ? [above(`${here} + ${here}`, columns[2 * depth - level]! - wide[level]! / 2, level)] : []),
      ]),
    below(thousands(levels[depth]!.channels), columns[depth + 1]!, depth),
  ];
}

function legend(): Trace[] {
  const entries: [string, string][] = [
    ['two 3 × 3 convolutions', colours.main],
    ['2 × 2 maximum: half the side', down],
    ['2 × 2 up-convolution', up],
    ['copied (skip connection)', link],
  ];
  return entries.map(([name, colour]) => ({
    type: 'scatter',
    mode: 'lines',
    x: [null],
    y: [null],
    name,
    line: { color: colour, width: 2.4 },
  }));
}

/** What the pointer reads: one invisible mark a box. */
function hover({ levels }: UNetShapeInfo, { columns, rows }: Places): Trace {
  const depth = levels.length - 1;
  const marks = levels.flatMap(({ side, channels, sees }, level) => {
    const features = `${side} × ${side}, ${counted(channels, 'channel')}`;
    const encoder = {
      x: columns[level + 1]!,
      y: rows[level]!.y,
      text: `${level === depth ? 'bottom' : `encoder, level ${level + 1}`}: ${features}<br>each number sees ${sees} × ${sees} px`,
    };
    const decoder = {
      x: columns[2 * depth + 1 - level]!,
      y: rows[level]!.y,
      text: `decoder, level ${level + 1}: ${features}`,
    };
    return level === depth ? [encoder] : [encoder, decoder];
  });
  return {
    type: 'scatter',
    mode: 'markers',
    x: marks.map(({ x }) => x),
    y: marks.map(({ y }) => y),
    text: marks.map(({ text }) => text),
    marker: { size: 26, opacity: 0, color: colours.muted },
    hovertemplate: '%{text}<extra></extra>',
    showlegend: false,
  };
}
