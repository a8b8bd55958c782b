import type { MeasuredObject } from '../objects/measure-objects';
import { INTO, measuredBySums, N, SUMS } from './object-sums';
import type { PartFiles } from './part-files';
import type { StripOfObjects } from './strip-objects';

/** A strip with its objects' final numbers: 1, 2, 3 … without gaps, those of upper strips first. */
export interface NumberedStrip {
  readonly top: number;
  readonly rows: number;
  /** 0 = background, n = pixels of object n. */
  readonly labels: Int32Array;
  /** Objects whose first pixel lies in this strip, in the order of their numbers. */
  readonly objects: readonly MeasuredObject[];
  /** Numbers of the last row, 0 among them: those of objects that may go on. */
  readonly last: ReadonlySet<number>;
}

/** Writes a strip of objects, for {@link numberedStrips}. */
export async function keepStrip(
  parts: PartFiles<object>,
  { labels, sums, ended }: StripOfObjects,
  rows: number,
): Promise<void> {
  await parts.append('strips', Int32Array.of(rows, sums.length / SUMS));
  await parts.append('labels', labels);
  await parts.append('objects', sums);
  for (const { number, sums: row } of ended)
    await parts.put('objects', row, (number - 1) * SUMS * Float64Array.BYTES_PER_ELEMENT);
}

/** Reads back what {@link keepStrip} wrote, once all strips are written. One strip is in memory at a time. */
export async function* numberedStrips(
  parts: PartFiles<object>,
  { height, width }: { readonly height: number; readonly width: number },
): AsyncGenerator<NumberedStrip> {
  /** Final numbers of provisional ones that go on from the strip above. */
  let above = new Map<number, number>();
  let [top, first, given] = [0, 1, 0]; // the strip's first row and first provisional number, final numbers given
  for (let strip = 0; top < height; strip += 1) {
    const [rows, fresh] = await read(parts, 'strips', new Int32Array(2), 2 * strip);
    const sums = await read(parts, 'objects', new Float64Array(SUMS * fresh!), SUMS * (first - 1));
    const numbers = new Int32Array(fresh!);
    const final = (number: number): number =>
      number >= first ? numbers[number - first]! : (above.get(number) ?? 0);
    const objects: MeasuredObject[] = [];
    for (let i = 0; i < fresh!; i += 1) {
      const row = sums.subarray(SUMS * i, SUMS * (i + 1));
      if (row[N]! > 0) {
        numbers[i] = given += 1;
        objects.push(measuredBySums(given, row));
      } else if (row[INTO]! > 0) numbers[i] = final(row[INTO]!); // an older one, so known
    }
    const labels = await read(parts, 'labels', new Int32Array(rows! * width), top * width);
    const below = new Map<number, number>();
    for (let x = labels.length - width; x < labels.length; x += 1)
      if (labels[x] !== 0) below.set(labels[x]!, final(labels[x]!));
    for (let i = 0; i < labels.length; i += 1) if (labels[i] !== 0) labels[i] = final(labels[i]!);
    yield { top, rows: rows!, labels, objects, last: new Set(labels.subarray(labels.length - width)) };
    above = below;
    first += fresh!;
    top += rows!;
  }
}

/** @param from number of elements before the first */
async function read<Values extends Int32Array | Float64Array>(
  parts: PartFiles<object>,
  name: 'strips' | 'objects' | 'labels',
  into: Values,
  from: number,
): Promise<Values> {
  await parts.get(name, into, from * into.BYTES_PER_ELEMENT);
  return into;
}
