import type { EdgeMeasure } from './edge-offset';
import type { ShiftField } from './shift-field';

/** Where the labels of one block belong. */
export interface BlockShift {
  readonly row: number;
  readonly column: number;
  /** The labels belong this far to the right and down, in pixels. */
  readonly dx: number;
  readonly dy: number;
  /** Correlation of labels and darkness there, in [−1, 1]. */
  readonly correlation: number;
  /** Foreground pixels of the block's labels. */
  readonly area: number;
}

/** What the audit says of a tile's labels. */
export type LabelVerdict = 'aligned' | 'shifted' | 'no match' | 'empty';

/** The audit of one tile. Lengths are in pixels of the tile. */
export interface TileAudit {
  readonly id: string;
  readonly group: string;
  /**
   * `shifted`: some labels lie `limit` or more from their objects. `no match`: wherever they are moved, labels
   * and image do not correspond. `empty`: no labels.
   */
  readonly verdict: LabelVerdict;
  readonly blocks: readonly BlockShift[];
  /** Correlation of mask and darkness as given, and after realignment. */
  readonly correlation: { readonly given: number; readonly realigned: number };
  /** Length of the shift over the foreground: mean and largest. */
  readonly shift: { readonly mean: number; readonly largest: number };
  /** Share of the blocks with labels whose middle is shifted by `limit` or more, in [0, 1]. */
  readonly shareShifted: number;
  /** Size of labels against their objects; null where too few labels stand alone. */
  readonly edge: EdgeMeasure | null;
  /**
   * What a model that draws every object exactly would score on this tile: Jaccard of the mask as given with
   * the realigned one (`shift`), of that with one whose labels are as large as their objects (`size`), and of
   * the mask as given with the one that is both. Null where there is no match.
   */
  readonly ceiling: { readonly shift: number; readonly size: number; readonly both: number } | null;
  /** Another tile whose image these labels fit, where they do not fit their own. */
  readonly belongsTo: string | null;
  /** The smooth displacement; the labels at (x, y) belong at (x + dx, y + dy). */
  readonly field: ShiftField;
}
