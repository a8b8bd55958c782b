import { figureText } from '../text';
import type { Figure } from '../types';
import type { DataSetOverview } from './data-set-overview';
import { drawFigure, type PanelAxes } from './draw';
import { counted, fixed, thousands } from './number-text';
import { colours, translucent } from './palette';
import { panelGrid, type Panel } from './panels';
import type { Annotation, Shape, Trace } from './plotly';

/** Groups whose names are written; of more, the axis only counts them. */
const mostNames = 14;
const mostSizes = 6;

/** Sizes, intensities inside and outside the masks, foreground of each image by group, and diameters of objects. */
export function dataSetFigure(overview: DataSetOverview): Figure {
  const panels = panelGrid(2, 2, 0.16, 0.24);
  const parts = [sizes, intensities, foregrounds, diameters].map((draw, i) => draw(overview, panels[i]!));
  const { images, groups, objects, foreground, name } = overview;
  const spread = objects.spread === null ? '' : `, median diameter ${fixed(objects.spread[1], 1)} px`;
  const subtitle = `${counted(images, 'image')} of ${counted(groups, 'group')}; foreground ${percent(foreground)} of the pixels; ${thousands(objects.count)} ${objects.numbered ? 'numbered objects' : 'connected pieces'}${spread}`;
  return drawFigure({
    name: 'data_set',
    title: `What ${figureText(name)} holds`,
    subtitle,
    description: `Data set: ${subtitle}. Panels: sizes, intensities of foreground and background, foreground of each image by group, diameters of objects.`,
    traces: parts.flatMap(({ traces }) => traces),
    annotations: parts.flatMap(({ annotations = [] }) => annotations),
    shapes: parts.flatMap(({ shapes = [] }) => shapes),
    panels,
    axes: parts.map(({ axes }) => axes),
    height: 660,
    barGap: 0.25,
  });
}

interface Part {
  readonly traces: readonly Trace[];
  readonly axes: PanelAxes;
  readonly annotations?: readonly Annotation[];
  readonly shapes?: readonly Shape[];
}

function sizes({ sizes: all }: DataSetOverview, { xaxis, yaxis }: Panel): Part {
  const shown = all.slice(0, all.length > mostSizes ? mostSizes - 1 : mostSizes).map((size) => ({
    text: `${size.width} × ${size.height}`,
    images: size.images,
  }));
  const rest = all.slice(shown.length);
  if (rest.length > 0)
    shown.push({
      text: `${rest.length} more sizes`,
      images: rest.reduce((sum, { images }) => sum + images, 0),
    });
  const rows = [...shown].reverse();
  const most = Math.max(...rows.map(({ images }) => images));
  return {
    traces: [
      {
        type: 'bar',
        orientation: 'h',
        x: rows.map(({ images }) => images),
        y: rows.map((_, i) => i),
        text: rows.map(({ images }) => thousands(images)),
        textposition: 'outside',
        cliponaxis: false,
        showlegend: false,
        marker: { color: colours.main },
        width: rows.map(() => 0.55),
        xaxis,
        yaxis,
        hovertemplate: '%{x} images<extra></extra>',
      },
    ],
    axes: {
      title: 'Sizes (width × height, px)',
      x: { title: 'Images', range: [0, most * 1.18] },
      y: {
        title: '',
        range: rows.length < 3 ? [-1.2, rows.length + 0.2] : [-0.7, rows.length - 0.3],
        ticks: rows.map((_, i) => i),
        tickText: rows.map(({ text }) => text),
        grid: false,
      },
    },
  };
}

function intensities({ intensity }: DataSetOverview, { xaxis, yaxis }: Panel): Part {
  const x = intensity.foreground.map((_, i) => (i + 0.5) / intensity.bins);
  const line = (name: string, values: readonly number[], color: string): Trace => ({
    type: 'scatter',
    mode: 'lines',
    name,
    x,
    y: values.map((value) => 100 * value),
    fill: 'tozeroy',
    fillcolor: translucent(color, 0.25),
    line: { color, width: 1.8, shape: 'hvh' },
    showlegend: false,
    xaxis,
    yaxis,
    hovertemplate: `${name}: %{y:.2f} % of its pixels at %{x:.2f}<extra></extra>`,
  });
  const most = 100 * Math.max(...intensity.foreground, ...intensity.background, 1e-6);
  return {
    traces: [
      line('background', intensity.background, colours.neutral),
      line('foreground', intensity.foreground, colours.contrast),
    ],
    annotations: [
      key('<b>foreground</b>', colours.contrast, xaxis, yaxis, 0),
      key('<b>background</b>', colours.muted, xaxis, yaxis, 1),
    ],
    axes: {
      title: 'Intensity inside and outside the masks',
      x: { title: 'Intensity', range: [0, 1] },
      y: { title: 'Share of its pixels', unit: '%', range: [0, most * 1.12] },
    },
  };
}

/** A word in a panel's upper right corner. */
function key(text: string, color: string, xaxis: string, yaxis: string, row: number): Annotation {
  return {
    text,
    x: 1,
    y: 1,
    xref: `${xaxis} domain`,
    yref: `${yaxis} domain`,
    xanchor: 'right',
    yanchor: 'top',
    xshift: -6,
    yshift: -4 - 17 * row,
    font: { size: 12, color },
    bgcolor: translucent(colours.paper, 0.75),
  };
}

function foregrounds({ perImage }: DataSetOverview, { xaxis, yaxis }: Panel): Part {
  const byGroup = new Map<string, number[]>();
  for (const { group, foreground } of perImage)
    byGroup.set(group, [...(byGroup.get(group) ?? []), foreground]);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const groups = [...byGroup].sort(([, a], [, b]) => mean(a) - mean(b)).map(([group]) => group);
  const rowOf = new Map(groups.map((group, i) => [group, i]));
  const named = groups.length <= mostNames;
  const most = 100 * Math.max(...perImage.map(({ foreground }) => foreground), 1e-4);
  return {
    traces: [
      {
        type: 'scatter',
        mode: 'markers',
        x: perImage.map(({ foreground }) => 100 * foreground),
        y: perImage.map(({ group }) => rowOf.get(group)!),
        text: perImage.map(({ id }) => figureText(id)),
        showlegend: false,
        marker: {
          color: translucent(colours.main, 0.45),
          size: 8,
          line: { color: colours.main, width: 1 },
        },
        xaxis,
        yaxis,
        hovertemplate: '%{text}: %{x:.2f} %<extra></extra>',
      },
    ],
    axes: {
      title: `Foreground of each image, by group${named ? '' : ` (${groups.length} groups)`}`,
      x: { title: 'Foreground', unit: '% of the pixels', range: [-most * 0.03, most * 1.06] },
      y: {
        title: '',
        range: [-0.8, groups.length - 0.2],
        ticks: named ? groups.map((_, i) => i) : [],
        tickText: named ? groups.map((group) => shortName(figureText(group))) : [],
        tickSize: 11,
      },
    },
  };
}

/** A name that leaves room for the drawing. */
function shortName(name: string): string {
  return name.length > 16 ? `${name.slice(0, 7)}…${name.slice(-7)}` : name;
}

function diameters({ objects }: DataSetOverview, { xaxis, yaxis }: Panel): Part {
  const { diameters: values, spread } = objects;
  // A few huge pieces, objects that grew together, would press all others into one bar.
  const sorted = [...values].sort((a, b) => a - b);
  const largest = sorted.at(-1) ?? 1;
  const usual = 1.5 * (sorted[Math.floor(0.99 * (sorted.length - 1))] ?? 1);
  const most = largest > 2 * usual ? usual : Math.max(1, largest);
  const beyond = values.filter((value) => value > most).length;
  const bins = Math.max(8, Math.min(32, Math.round(2 * Math.sqrt(values.length))));
  const width = most / bins;
  const heights = new Array<number>(bins).fill(0);
  for (const value of values) if (value <= most) heights[Math.min(bins - 1, Math.floor(value / width))]! += 1;
  const tallest = Math.max(...heights, 1);
  const lines = (spread ?? []).map(
    (x, i): Shape => ({
      type: 'line',
      x0: x,
      x1: x,
      y0: 0,
      y1: tallest * 1.05,
      xref: xaxis,
      yref: yaxis,
      line: { color: colours.contrast, width: i === 1 ? 2 : 1, dash: i === 1 ? 'solid' : 'dot' },
    }),
  );
  const words =
    spread === null
      ? 'the masks hold no object'
      : `median <b>${fixed(spread[1], 1)} px</b><br>80 % from ${fixed(spread[0], 1)} to ${fixed(spread[2], 1)}${
          beyond === 0 ? '' : `<br>${thousands(beyond)} beyond, to ${fixed(largest, 0)}`
        }`;
  return {
    traces: [
      {
        type: 'bar',
        x: heights.map((_, i) => (i + 0.5) * width),
        y: heights,
        width: heights.map(() => width * 0.9),
        showlegend: false,
        marker: { color: colours.main },
        xaxis,
        yaxis,
        hovertemplate: '%{y} objects of about %{x:.1f} px<extra></extra>',
      },
    ],
    shapes: lines,
    annotations: [{ ...key(words, colours.text, xaxis, yaxis, 0), align: 'right' }],
    axes: {
      title: `Diameters of ${objects.numbered ? 'numbered objects' : 'connected pieces'}`,
      x: { title: 'Diameter of a disc of equal area', unit: 'px', range: [0, most * 1.02] },
      y: { title: 'Objects', range: [0, tallest * 1.45] },
    },
  };
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(share < 0.1 ? 2 : 3)} %`;
}
