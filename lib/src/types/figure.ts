import type { Layout, Plot } from 'nodeplotlib';

/** A drawn figure: Plotly traces and layout, ready for a cell (interactive), a PNG, or nodeplotlib's window. */
export interface Figure {
  /** File name without extension, for example `fig1_top5_configurations`. */
  readonly name: string;
  readonly data: readonly Plot[];
  readonly layout: Layout;
  /** Size of the drawing in CSS pixels; pictures are rendered at twice that. */
  readonly width: number;
  readonly height: number;
  /** What the figure shows, in a sentence with its main numbers: the text form, and the alt text. */
  readonly description: string;
}
