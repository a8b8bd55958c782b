import { kindMaximum } from '../pictures/picture';
import type { MaskPlane } from './mask-meaning';
import type { MaskMeasure } from './measure-mask';

/** A mask file's name and its measure. */
export interface NamedMask {
  readonly name: string;
  readonly measure: MaskMeasure;
}

/** One value in one file. */
export interface FileValue {
  readonly value: number;
  readonly pixels: number;
  readonly parts: number;
  readonly deep: number;
  readonly besideZero: number;
}

/** One file of a census. */
export interface FileCensus {
  readonly name: string;
  readonly measure: MaskMeasure;
  /** Ascending. */
  readonly values: readonly FileValue[];
  readonly pairs: number;
  readonly unequal: number;
  readonly close: number;
}

/** One value in a whole set: sums over its files. */
export interface SetValue extends FileValue {
  /** Files in which it occurs. */
  readonly files: number;
}

/** What occurs in one plane of all masks of a set. */
export interface MaskCensus {
  readonly plane: MaskPlane;
  readonly files: readonly FileCensus[];
  readonly pixels: number;
  /** Ascending. */
  readonly values: readonly SetValue[];
  /** Neighbouring pixels of two values in all files. */
  readonly contact: (a: number, b: number) => number;
}

/** Sums up one plane of all masks; files in which it is missing are an error that names the first. */
export function maskCensus(masks: readonly NamedMask[], plane: MaskPlane): MaskCensus {
  const files = masks.map((mask) => fileCensus(mask, plane));
  return poolFiles(files, plane);
}

/** The census of some files alone, or without some values. */
export function poolFiles(
  all: readonly FileCensus[],
  plane: MaskPlane,
  without: readonly number[] = [],
): MaskCensus {
  const files = all.map((file) => ({
    ...file,
    values: file.values.filter(({ value }) => !without.includes(value)),
  }));
  const pooled = new Map<number, { -readonly [key in keyof SetValue]: SetValue[key] }>();
  const contacts = new Map<string, number>();
  for (const file of files) {
    for (const found of file.values) {
      const sum = pooled.get(found.value);
      if (!sum) pooled.set(found.value, { ...found, files: 1 });
      else {
        sum.pixels += found.pixels;
        sum.parts += found.parts;
        sum.deep += found.deep;
        sum.besideZero += found.besideZero;
        sum.files += 1;
      }
    }
    const measured = file.measure.planes[plane];
    for (const [a, b, pairs] of measured?.contacts ?? []) {
      const key = `${measured!.values[a]!} ${measured!.values[b]!}`;
      contacts.set(key, (contacts.get(key) ?? 0) + pairs);
    }
  }
  return {
    plane,
    files,
    pixels: files.reduce((sum, file) => sum + file.values.reduce((part, { pixels }) => part + pixels, 0), 0),
    values: [...pooled.values()].sort((a, b) => a.value - b.value),
    contact: (a, b) => contacts.get(`${Math.min(a, b)} ${Math.max(a, b)}`) ?? 0,
  };
}

/** A value as the reader types it: `#ff0000` for colours, else the number. */
export function valueText(plane: MaskPlane, value: number): string {
  if (plane === 'colour') return `#${value.toString(16).padStart(6, '0')}`;
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** A share as text: `4.1 %`, `0.03 %`, `78 %`. */
export function shareText(part: number, whole: number): string {
  const share = whole > 0 ? (100 * part) / whole : 0;
  return `${share >= 9.95 ? share.toFixed(0) : String(Number(share.toPrecision(2)))} %`;
}

/** The values with their shares: `0 (87 %), 1 (9.1 %), 255 (2.9 %)`; of many, the first ones and the last. */
export function valuesText({ plane, values, pixels }: MaskCensus, most = 8): string {
  const say = ({ value, pixels: part }: SetValue): string =>
    `${valueText(plane, value)} (${shareText(part, pixels)})`;
  if (values.length <= most) return values.map(say).join(', ');
  const shown =
    plane === 'colour'
      ? [...values].sort((a, b) => b.pixels - a.pixels).slice(0, most - 1)
      : values.slice(0, most - 2);
  const last = plane === 'colour' ? [] : values.slice(-1);
  return `${shown.map(say).join(', ')} … ${last.map(say).join('')}${last.length > 0 ? ', ' : ''}${values.length} values in all`;
}

function fileCensus({ name, measure }: NamedMask, plane: MaskPlane): FileCensus {
  const own = measure.planes[plane];
  if (own)
    return {
      name,
      measure,
      values: Array.from(own.values, (value, i) => ({
        value,
        pixels: own.counts[i]!,
        parts: own.parts[i]!,
        deep: own.deep[i]!,
        besideZero: own.besideZero[i]!,
      })),
      pairs: own.pairs,
      unequal: own.unequal,
      close: own.close,
    };
  if (plane === 'alpha') {
    const { constantAlpha, pixels } = measure;
    if (constantAlpha === null)
      throw new Error(`masks: ${name} has no alpha channel, where the other masks are drawn in theirs`);
    const value = { value: constantAlpha, pixels, parts: 1, deep: pixels, besideZero: 0 };
    return { name, measure, values: [value], pairs: 0, unequal: 0, close: 0 };
  }
  if (plane === 'index' && measure.planes.colour)
    throw new Error(`masks: ${name} has colours without a palette, where the other masks have palettes`);
  // A grey file among palettes gives its levels, among colours its greys.
  const grey = fileCensus({ name, measure }, 'value');
  if (plane !== 'colour') return grey;
  const scale = measure.kind === 'uint8' ? 1 : 255 / kindMaximum(measure.kind);
  return {
    ...grey,
    values: grey.values.map((found) => ({ ...found, value: Math.round(found.value * scale) * 0x010101 })),
  };
}
