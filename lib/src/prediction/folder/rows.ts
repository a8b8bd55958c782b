import type { MeasuredObject } from '../objects/measure-objects';
import { csvCell, csvText } from '../../text';

/** A row of `images.csv`. */
export interface ImageRow {
  /** Name of the image's outputs. */
  readonly image: string;
  readonly file: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Objects; null where the image could not be read. */
  readonly count: number | null;
  /** Pixels of the mask. */
  readonly coveredArea: number | null;
  /** Jaccard index with the mask that is there; NaN or null where there is none, or it is empty. */
  readonly jaccard: number | null;
  /** Objects of the mask that is there, and F1 of their detection. */
  readonly trueCount: number | null;
  readonly f1: number | null;
  /** What had to be decided. */
  readonly notices: readonly string[];
  /** Why there is no result; null where there is one. */
  readonly reason: string | null;
}

/** A row of `objects.csv`, in pixels. */
export interface ObjectRow extends MeasuredObject {
  readonly image: string;
}

/** `images.csv`; with the side of a pixel in µm also areas in µm². Scores stand there where any image has a mask. */
export function imagesCsv(rows: readonly ImageRow[], pixelSize?: number): string {
  const scored = rows.some(({ jaccard }) => jaccard !== null);
  return csvText(
    [
      ...['image', 'file', 'width', 'height', 'count', 'covered_share', 'covered_area'],
      ...(pixelSize === undefined ? [] : ['covered_area_um2']),
      ...(scored ? ['jaccard', 'true_count', 'f1'] : []),
      ...['notices', 'reason'],
    ],
    rows.map((row) => [
      row.image,
      row.file,
      row.width,
      row.height,
      row.count,
      row.coveredArea === null ? null : round(row.coveredArea / (row.width! * row.height!)),
      row.coveredArea,
      ...(pixelSize === undefined
        ? []
        : [row.coveredArea === null ? null : round(row.coveredArea * pixelSize ** 2)]),
      ...(scored ? [rounded(row.jaccard), row.trueCount, rounded(row.f1)] : []),
      row.notices.join('; '),
      row.reason,
    ]),
  );
}

/** `objects.csv`, a row an object; with the side of a pixel in µm the lengths also in µm. */
export const objectsCsv = (rows: readonly ObjectRow[], pixelSize?: number): string =>
  objectLines(null, pixelSize) + objectLines(rows, pixelSize);

/** Lines of `objects.csv`; null: the one with the names of the columns. */
export function objectLines(rows: readonly ObjectRow[] | null, pixelSize?: number): string {
  const lengths = pixelSize === undefined ? [] : ['x_um', 'y_um', 'area_um2', 'equivalent_diameter_um'];
  const columns = [
    ...['image', 'label', 'x', 'y', 'area', 'equivalent_diameter', 'eccentricity', 'mean_intensity'],
    ...['touches_edge', ...lengths],
  ];
  if (rows === null) return csvText(columns, []);
  const cells = rows.map((row) => [
    row.image,
    row.label,
    round(row.x),
    round(row.y),
    row.area,
    round(row.equivalentDiameter),
    round(row.eccentricity),
    round(row.meanIntensity),
    row.touchesEdge ? 'yes' : 'no',
    ...(pixelSize === undefined
      ? []
      : [
          row.x * pixelSize,
          row.y * pixelSize,
          row.area * pixelSize ** 2,
          row.equivalentDiameter * pixelSize,
        ].map(round)),
  ]);
  return cells.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** Six digits are more than any picture holds. */
const round = (value: number): number => Number(value.toPrecision(7));
const rounded = (value: number | null): number | null => (value === null ? null : round(value));
