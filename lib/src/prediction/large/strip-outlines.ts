import { traceOutlines, type Outline } from '../outlines/trace-outlines';
import type { NumberedStrip } from './numbered-strips';

/** Objects in a larger box, or of more runs of pixels, have no outline: it would have to be held in memory whole. */
const BOX = 16e6;
const RUNS = 1e6;

/** Outlines of objects that come in strips of rows, given as soon as an object has ended. */
export class StripOutlines {
  /** Of objects that may go on, their runs: `y, first x, last x`, in turn; null where there are too many. */
  private readonly open = new Map<number, number[] | null>();
  /** Objects that were too large. */
  leftOut = 0;

  /** @param width of the picture */
  constructor(private readonly width: number) {}

  /** Numbers that are held of objects that may go on. */
  get held(): number {
    return [...this.open.values()].reduce((sum, runs) => sum + (runs?.length ?? 0), 0);
  }

  /** The outlines of the objects that end in this strip, in the order of their numbers. */
  add({ top, rows, labels, last }: NumberedStrip, isLast: boolean): Outline[] {
    for (let y = 0; y < rows; y += 1)
      this.addRow(labels.subarray(y * this.width, (y + 1) * this.width), top + y);
    const ended = [...this.open.keys()].filter((label) => isLast || !last.has(label)).sort((a, b) => a - b);
    return ended.flatMap((label) => {
      const outline = outlineOf(label, this.open.get(label)!);
      this.open.delete(label);
      if (outline === null) this.leftOut += 1;
      return outline ?? [];
    });
  }

  private addRow(row: Int32Array, y: number): void {
    for (let x = 0; x < row.length; ) {
      const label = row[x]!;
      let end = x + 1;
      while (row[end] === label) end += 1;
      if (label > 0) this.addRun(label, y, x, end - 1);
      x = end;
    }
  }

  private addRun(label: number, y: number, from: number, to: number): void {
    const runs = this.open.get(label);
    if (runs === undefined) this.open.set(label, [y, from, to]);
    else if (runs !== null && runs.length >= 3 * RUNS) this.open.set(label, null);
    else runs?.push(y, from, to);
  }
}

function outlineOf(label: number, runs: number[] | null): Outline | null {
  if (runs === null) return null;
  let [left, right] = [Infinity, -Infinity];
  for (let i = 0; i < runs.length; i += 3) {
    left = Math.min(left, runs[i + 1]!);
    right = Math.max(right, runs[i + 2]!);
  }
  const top = runs[0]!;
  const [height, width] = [runs[runs.length - 3]! - top + 1, right - left + 1];
  if (height * width > BOX) return null;
  const box = new Int32Array(height * width);
  for (let i = 0; i < runs.length; i += 3) {
    const row = (runs[i]! - top) * width - left;
    box.fill(label, row + runs[i + 1]!, row + runs[i + 2]! + 1);
  }
  const [{ outer, holes }] = traceOutlines(box, { height, width }) as [Outline];
  const moved = (ring: readonly number[]): number[] => ring.map((at, i) => at + (i % 2 === 0 ? left : top));
  return { label, outer: outer.map(moved), holes: holes.map(moved) };
}
