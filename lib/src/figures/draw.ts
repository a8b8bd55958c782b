/* eslint-disable no-restricted-syntax -- titles come from drawings, which have put what was read through figureTexts */
import { fileName, plainFigureText } from '../text';
import type { Figure } from '../types';
import { styledAxis, type AxisSpec } from './axis';
import { colours, qualitative } from './palette';
import type { Panel } from './panels';
import {
  asPlotly,
  type Annotation,
  type LayoutSpec,
  type PlotlyAxis,
  type Shape,
  type Slider,
  type Trace,
} from './plotly';

/** What a figure file says about its drawing; {@link drawFigure} adds the common look. */
export interface DrawingSpec {
  name: string;
  /** One bold line. */
  title: string;
  /** What is shown, of how many: one grey line under the title, or several split by `<br>`. */
  subtitle: string;
  /** The text form, a sentence with the main numbers. */
  description: string;
  traces: readonly Trace[];
  /** Axes of the single panel, or of each panel of `panels`. Leave out for traces without axes. */
  axes?: readonly PanelAxes[];
  panels?: readonly Panel[];
  /** CSS pixels. Defaults to 830, the width of a README. */
  width?: number;
  /** CSS pixels. Defaults to 440. */
  height?: number;
  /** Under the title, at the right edge, or none (default). */
  legend?: 'top' | 'right' | 'none';
  legendTitle?: string;
  annotations?: readonly Annotation[];
  shapes?: readonly Shape[];
  sliders?: readonly Slider[];
  /** Space in CSS pixels around the plot area; top is worked out from the title, legend and panel titles. */
  margin?: { left?: number; right?: number; bottom?: number };
  /** More space between the title block and the plot area, for annotations there, in CSS pixels. */
  headroom?: number;
  /** Legend entries in reverse order of the traces. */
  legendReversed?: boolean;
  barMode?: 'group' | 'stack' | 'overlay';
  barGap?: number;
}

/** The axes of a panel and the line above it. */
export interface PanelAxes {
  x: AxisSpec;
  y: AxisSpec;
  title?: string;
}

const titleHeight = 44;
const lineHeight = 20;
const legendHeight = 30;
const panelTitleHeight = 26;

/**
 * Puts the common look on a drawing: size, fonts, margins, title block, legend place, axes. The background is
 * opaque white, so that the one picture reads the same in a README, in JupyterLab's light and dark themes and
 * on paper.
 */
export function drawFigure(spec: DrawingSpec): Figure {
  const { width = 830, height = 440, legend = 'none' } = spec;
  const panelTitles = spec.axes?.some((axes) => axes.title !== undefined) ?? false;
  const subtitleLines = spec.subtitle === '' ? 0 : spec.subtitle.split('<br>').length;
  const top =
    titleHeight +
    subtitleLines * lineHeight +
    (legend === 'top' ? legendHeight : 0) +
    (panelTitles ? panelTitleHeight : 0) +
    (spec.headroom ?? 0);
  const margin = {
    t: top,
    l: spec.margin?.left ?? 64,
    r: spec.margin?.right ?? (legend === 'right' ? 150 : 24),
    b: spec.margin?.bottom ?? 56,
    pad: 0,
  };
  const plotHeight = height - margin.t - margin.b;
  const titleText =
    `<b>${spec.title}</b>` +
    (subtitleLines === 0
      ? ''
      : `<br><span style="font-size:13px;color:${colours.muted}">${spec.subtitle}</span>`);
  const layout: LayoutSpec = {
    width,
    height,
    margin,
    paper_bgcolor: colours.paper,
    plot_bgcolor: colours.paper,
    colorway: [...qualitative],
    font: { family: fontFamily, size: 13, color: colours.text },
    title: {
      text: titleText,
      font: { size: 17, color: colours.text },
      x: 0,
      xref: 'container',
      xanchor: 'left',
      y: 1,
      yref: 'container',
      yanchor: 'top',
      pad: { l: 16, t: 26, r: 0, b: 0 },
    },
    hoverlabel: { font: { family: fontFamily, size: 12 } },
    hovermode: 'closest',
    showlegend: legend !== 'none',
    annotations: [
      ...panelTitlesOf(spec),
      ...(spec.annotations ?? []).map((annotation) => ({
        showarrow: false,
        font: { size: 12, color: colours.text },
        ...annotation,
      })),
    ],
    shapes: spec.shapes ?? [],
  };
  if (legend === 'top')
    layout.legend = {
      orientation: 'h',
      x: 0,
      xanchor: 'left',
      y: 1 + ((panelTitles ? panelTitleHeight : 0) + (spec.headroom ?? 0) + 4) / plotHeight,
      yanchor: 'bottom',
      font: { size: 12.5 },
      traceorder: spec.legendReversed === true ? 'reversed' : 'normal',
      ...(spec.legendTitle === undefined ? {} : { title: { text: `${spec.legendTitle}  ` } }),
    };
  if (legend === 'right')
    layout.legend = {
      x: 1.02,
      xanchor: 'left',
      y: 1,
      yanchor: 'top',
      font: { size: 12.5 },
      ...(spec.legendTitle === undefined ? {} : { title: { text: spec.legendTitle } }),
    };
  if (spec.sliders !== undefined) layout.sliders = spec.sliders;
  if (spec.barMode !== undefined) layout.barmode = spec.barMode;
  if (spec.barGap !== undefined) layout.bargap = spec.barGap;
  placeAxes(layout, spec);
  // their data were written for Plotly; a description is plain text, and a name that of a file
  const name = fileName(plainFigureText(spec.name));
  const description = plainFigureText(spec.description);
  return { name, ...asPlotly(spec.traces, layout), width, height, description };
}

const fontFamily = 'Lato, "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans Condensed", sans-serif';

const axisKeys = [
  ['xaxis', 'yaxis'],
  ['xaxis2', 'yaxis2'],
  ['xaxis3', 'yaxis3'],
  ['xaxis4', 'yaxis4'],
  ['xaxis5', 'yaxis5'],
  ['xaxis6', 'yaxis6'],
  ['xaxis7', 'yaxis7'],
  ['xaxis8', 'yaxis8'],
  ['xaxis9', 'yaxis9'],
] as const;

function placeAxes(layout: LayoutSpec, { axes = [], panels }: DrawingSpec): void {
  axes.forEach(({ x, y }, index) => {
    const panel = panels?.[index];
    const [xKey, yKey] = axisKeys[index]!;
    layout[xKey] = styledAxis(x);
    layout[yKey] = styledAxis(y);
    if (panel === undefined) return;
    layout[xKey].domain = [...panel.xDomain];
    layout[yKey].domain = [...panel.yDomain];
    layout[xKey].anchor = panel.yaxis as NonNullable<PlotlyAxis['anchor']>;
    layout[yKey].anchor = panel.xaxis as NonNullable<PlotlyAxis['anchor']>;
  });
}

function panelTitlesOf({ axes = [], panels }: DrawingSpec): Annotation[] {
  return axes.flatMap(({ title }, index) => {
    if (title === undefined) return [];
    const panel = panels?.[index];
    return {
      text: `<b>${title}</b>`,
      x: panel?.xDomain[0] ?? 0,
      y: panel?.yDomain[1] ?? 1,
      xref: 'paper',
      yref: 'paper',
      xanchor: 'left' as const,
      yanchor: 'bottom' as const,
      yshift: 5,
      showarrow: false,
      font: { size: 13.5, color: colours.text },
    };
  });
}
