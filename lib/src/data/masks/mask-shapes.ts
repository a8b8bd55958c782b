import type { FileCensus, MaskCensus, SetValue } from './mask-census';

/** Below this share of pixels deep inside, a value is an outline. */
const OUTLINE = 0.05;

/** Whether a file has no more than two values, one of them 0, or one value alone. */
export function isTwoValued({ values }: FileCensus): boolean {
  return values.length <= 1 || (values.length === 2 && values[0]!.value === 0);
}

/**
 * Whether the masks are soft (smoothed, probabilities, saved with losses) rather than labels: many values, most of them
 * in specks or in rings inside one another.
 */
export function isSoft({ files, values }: MaskCensus): boolean {
  const many = files.filter((file) => !isTwoValued(file));
  if (many.length === 0) return false;
  const top = values.at(-1)!.value;
  if (values.some(({ value }) => !Number.isInteger(value)) && values.length > 4) return true;
  const middle = many.flatMap((file) => file.values.filter(({ value }) => value !== 0 && value !== top));
  const grain = sum(middle, 'pixels') / Math.max(1, sum(middle, 'parts'));
  const speckled = sum(middle, 'parts') > 0 && grain < 4;
  // A smoothed outline with few levels: specks beside a plain top value.
  if (speckled && [1, 255, 65535].includes(top) && sum(middle, 'pixels') < 0.2 * values.at(-1)!.pixels)
    return true;
  if (values.length < 16) return false;
  const pairs = many.reduce((all, file) => all + file.pairs, 0);
  const unequal = many.reduce((all, file) => all + file.unequal, 0);
  const close = many.reduce((all, file) => all + file.close, 0);
  const borders = middle.filter(({ besideZero }) => besideZero > 0).length / Math.max(1, middle.length);
  return (
    many.some(({ measure }) => measure.lossy) ||
    speckled ||
    unequal > 0.25 * pairs ||
    (borders < 0.3 && close > 0.9 * unequal && unequal > 0)
  );
}

/**
 * A value that is an outline: hardly thicker than a line, and beside both the background and other values.
 */
export function isOutline({ contact, values }: MaskCensus, value: SetValue, background: number): boolean {
  if (value.deep > OUTLINE * value.pixels) return false;
  const others = values.filter((other) => other.value !== value.value && other.value !== background);
  const inside = others.reduce((all, other) => all + contact(value.value, other.value), 0);
  const outside = contact(value.value, background);
  return inside > 0 && outside > 0;
}

/**
 * Whether the values number objects: nearly every one is one connected part, and the files differ in how many.
 *
 * @param outlined whether an ignored outline parts the objects from the background
 */
export function areNumbers({ files, values, plane }: MaskCensus, outlined = false): boolean {
  const labelled = files
    .map(({ values: found }) => found.filter(({ value }) => value !== 0))
    .filter((found) => found.length > 0);
  const all = labelled.flat();
  const single = all.filter(({ parts }) => parts === 1).length;
  if (single < 0.85 * all.length) return false;
  const counts = labelled.map((found) => found.length);
  const most = Math.max(...counts);
  const differ = new Set(counts).size > 1;
  const inOrder = labelled.filter((found) => found.every(({ value }, i) => value === i + 1)).length;
  // Many numbers, each in few files or all of them counted up from 1: no list of classes looks like that.
  const labels = values.filter(({ value }) => value !== 0);
  const rare = labels.filter((label) => label.files <= Math.max(1, labelled.length / 2)).length;
  if (most >= 8 && labels.length >= 20 && (rare >= labels.length / 2 || inOrder >= 0.8 * labelled.length))
    return true;
  if (plane === 'colour') return most >= 5 && differ && rare >= 0.8 * labels.length;
  if (inOrder < 0.8 * labelled.length) return false;
  // A class inside another one (a nucleus in a cell) does not reach the background.
  const bordering = all.filter(({ besideZero }) => besideZero > 0).length;
  if (!outlined && bordering < 0.8 * all.length) return false;
  return differ ? most >= 4 && labelled.length >= 3 : most >= 8;
}

/** Share of a picture beyond which one number is hardly one object among others. */
const WIDE = 0.25;

/** Whether in most of the files one number covers a large part of the picture, as a background does that is numbered too. */
export function hasWideNumbers({ files }: MaskCensus): boolean {
  const labelled = files.filter(({ values }) => values.some(({ value }) => value !== 0));
  const wide = labelled.filter((file) => {
    const all = sum(file.values, 'pixels');
    return file.values.some(({ value, pixels }) => value !== 0 && pixels > WIDE * all);
  });
  return wide.length > labelled.length / 2;
}

function sum(
  values: readonly { readonly pixels: number; readonly parts: number }[],
  key: 'pixels' | 'parts',
): number {
  return values.reduce((all, value) => all + value[key], 0);
}
