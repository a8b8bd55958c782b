import type { Layout, Plot } from 'nodeplotlib';

/**
 * Plotly's attributes as this room uses them. nodeplotlib's typings describe plotly.js 1.54, while the figures
 * are drawn by 2.35 (pictures) and 3 (JupyterLab); what those added, or moved, is declared here.
 */
export type Trace = Omit<Plot, 'marker' | 'line' | 'colorbar' | 'text' | 'customdata' | 'type'> & {
  type?: NonNullable<Plot['type']> | 'parcoords' | 'table';
  text?: string | readonly string[] | readonly (readonly string[])[];
  customdata?: unknown;
  line?: Omit<NonNullable<Plot['line']>, 'color'> & {
    color?: string | readonly number[];
    colorscale?: [number, string][];
    cmin?: number;
    cmax?: number;
    showscale?: boolean;
    colorbar?: ColourBar;
  };
  marker?: {
    color?: string | readonly (string | number)[];
    symbol?: string | readonly string[];
    size?: number | readonly number[];
    opacity?: number | readonly number[];
    line?: { color?: string | readonly string[]; width?: number | readonly number[] };
    colorscale?: [number, string][];
    cmin?: number;
    cmax?: number;
    showscale?: boolean;
    colorbar?: ColourBar;
    outliercolor?: string;
    pattern?: { shape?: string | readonly string[]; fgcolor?: string; size?: number; solidity?: number };
  };
  colorbar?: ColourBar;
  texttemplate?: string;
  insidetextanchor?: 'start' | 'middle' | 'end';
  insidetextfont?: { color?: string; size?: number };
  outsidetextfont?: { color?: string; size?: number };
  constraintext?: 'none';
  zmid?: number;
  hoverongaps?: boolean;
  legendrank?: number;
  offset?: number;
  base?: readonly number[];
  notched?: boolean;
  whiskerwidth?: number;
  hoveron?: string;
  // violin
  points?: 'all' | false;
  box?: { visible: boolean; width?: number; fillcolor?: string; line?: { color?: string; width?: number } };
  meanline?: { visible: boolean; color?: string; width?: number };
  spanmode?: 'soft' | 'hard';
  scalemode?: 'width' | 'count';
  // parallel coordinates
  dimensions?: readonly ParallelDimension[];
  labelfont?: { size?: number; color?: string };
  tickfont?: { size?: number; color?: string };
  rangefont?: { size?: number; color?: string };
  labelangle?: number;
  labelside?: 'top' | 'bottom';
  unselected?: { line: { color?: string; opacity?: number } };
  // table
  header?: TableBand;
  cells?: TableBand;
  columnwidth?: readonly number[];
};

/** The scale beside a coloured surface. */
export interface ColourBar {
  title?: { text: string; side?: 'right' | 'top' | 'bottom'; font?: { size?: number; color?: string } };
  thickness?: number;
  len?: number;
  lenmode?: 'fraction' | 'pixels';
  x?: number;
  xanchor?: 'left' | 'center' | 'right';
  y?: number;
  yanchor?: 'top' | 'middle' | 'bottom';
  outlinewidth?: number;
  tickvals?: readonly number[];
  ticktext?: readonly string[];
  tickformat?: string;
  tickfont?: { size?: number; color?: string };
  ticks?: '' | 'outside';
  nticks?: number;
  orientation?: 'h' | 'v';
}

/** One axis of a parallel-coordinates trace. */
export interface ParallelDimension {
  label: string;
  values: readonly number[];
  range?: readonly [number, number];
  tickvals?: readonly number[];
  ticktext?: readonly string[];
}

interface TableBand {
  values: readonly (string | readonly string[])[];
  align?: string | readonly string[];
  font?: { size?: number; color?: string | readonly (readonly string[])[]; family?: string };
  fill?: { color?: string | readonly (string | readonly string[])[] };
  line?: { color?: string; width?: number };
  height?: number;
}

/** Text placed on the drawing; `xref`/`yref` name an axis, `paper` the plot area as [0, 1]. */
export interface Annotation {
  text: string;
  x: number | string;
  y: number | string;
  xref?: string;
  yref?: string;
  xanchor?: 'left' | 'center' | 'right';
  yanchor?: 'top' | 'middle' | 'bottom';
  xshift?: number;
  yshift?: number;
  showarrow?: boolean;
  ax?: number;
  ay?: number;
  /** Axes that `ax` and `ay` count on; left out, they are pixels from the head. */
  axref?: string;
  ayref?: string;
  arrowhead?: number;
  arrowsize?: number;
  arrowwidth?: number;
  arrowcolor?: string;
  standoff?: number;
  align?: 'left' | 'center' | 'right';
  font?: { size?: number; color?: string };
  bgcolor?: string;
  borderpad?: number;
  textangle?: number;
}

/** A line or rectangle on the drawing. */
export interface Shape {
  type: 'line' | 'rect';
  x0: number | string;
  x1: number | string;
  y0: number | string;
  y1: number | string;
  xref?: string;
  yref?: string;
  fillcolor?: string;
  layer?: 'above' | 'below';
  line?: { color?: string; width?: number; dash?: 'solid' | 'dot' | 'dash' };
}

/** A slider that puts other values into traces. */
export interface Slider {
  active: number;
  x: number;
  len: number;
  y: number;
  yanchor: 'top';
  pad: { t: number; b: number; l: number; r: number };
  currentvalue: { prefix: string; font: { size: number; color: string }; xanchor: 'left' };
  font: { size: number; color: string };
  ticklen: number;
  steps: readonly { label: string; method: 'restyle'; args: readonly unknown[] }[];
}

/** An axis as Plotly knows it. */
export type PlotlyAxis = NonNullable<Layout['xaxis']>;

/** The layout as this room writes it. */
export type LayoutSpec = Omit<Layout, 'annotations' | 'shapes' | 'title' | 'legend' | 'sliders'> & {
  sliders?: readonly Slider[];
  title?: Record<string, unknown>;
  legend?: Record<string, unknown>;
  annotations?: readonly Annotation[];
  shapes?: readonly Shape[];
};

/** The one place where newer attributes pass through the older typings. */
export function asPlotly(
  traces: readonly Trace[],
  layout: LayoutSpec,
): { data: readonly Plot[]; layout: Layout } {
  return { data: traces as unknown as readonly Plot[], layout: layout as unknown as Layout };
}
