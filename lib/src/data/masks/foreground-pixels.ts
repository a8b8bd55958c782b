import { names } from './choose-plane';
import { shareText, valueText } from './mask-census';
import type { FileCensus, MaskCensus } from './mask-census';
import type { ForegroundRule, MaskMeaning } from './mask-meaning';
import { isTwoValued } from './mask-shapes';

type Core = Pick<MaskMeaning, 'plane' | 'foreground' | 'ignore' | 'numbered'>;

/** The test that a rule puts to a value. */
export function isForeground(rule: ForegroundRule): (value: number) => boolean {
  switch (rule.kind) {
    case 'values': {
      const wanted = new Set(rule.values);
      return (value) => wanted.has(value);
    }
    case 'other':
      return (value) => value !== rule.background;
    case 'atLeast':
      return (value) => value >= rule.threshold;
    case 'below':
      return (value) => value < rule.threshold;
  }
}

/** Foreground pixels of one file after a meaning, its ignored values being left out already. */
function filePixels(file: FileCensus, { foreground, ignore }: Core): [number, number] {
  const test = isForeground(readsNonzero(file, foreground) ? { kind: 'other', background: 0 } : foreground);
  let [inside, all] = [0, 0];
  for (const { value, pixels } of file.values) {
    if (ignore.includes(value)) continue;
    all += pixels;
    if (test(value)) inside += pixels;
  }
  return [inside, all];
}

/** A file of 0 and one other value that stays under the threshold of the others: {0, 1} beside {0 … 255}. */
function readsNonzero(file: FileCensus, rule: ForegroundRule): boolean {
  if (rule.kind !== 'atLeast' || rule.exact === true || file.measure.lossy) return false;
  return isTwoValued(file) && file.values.length === 2 && file.values[1]!.value < rule.threshold;
}

/** Foreground pixels of a set, and all pixels that count. */
export function foregroundPixels({ files }: MaskCensus, meaning: Core): [number, number] {
  let [inside, all] = [0, 0];
  for (const file of files) {
    const [some, of] = filePixels(file, meaning);
    inside += some;
    all += of;
  }
  return [inside, all];
}

/** What is to be said about single files once the meaning is decided: empty, full, or unlike the others. */
export function meaningNotices({ files, plane }: MaskCensus, meaning: Core): string[] {
  const notices: string[] = [];
  const counted = files.map((file) => ({ file, name: file.name, share: ratio(filePixels(file, meaning)) }));
  const empty = counted.filter(({ share }) => share === 0);
  const blank = empty.filter(({ file }) => file.values.every(({ value }) => value === 0));
  const lost = empty.filter((one) => !blank.includes(one));
  if (blank.length > 0)
    notices.push(
      `${blank.length} of ${files.length} masks ${blank.length === 1 ? 'is' : 'are'} empty (${names(blank)})`,
    );
  if (lost.length > 0) {
    const values = lost[0]!.file.values.map(({ value }) => valueText(plane, value));
    const said = values.length > 5 ? `${values[0]!} … ${values.at(-1)!}` : values.join(', ');
    notices.push(
      `${lost.length} of ${files.length} masks ${lost.length === 1 ? 'has' : 'have'} values but no foreground (${names(lost)}: ${said})`,
    );
  }
  const shares = counted.map(({ share }) => share).sort((a, b) => a - b);
  const median = shares[Math.floor(shares.length / 2)]!;
  const full = counted.filter(({ share }) => share > 0.75 && median < 0.3 && !meaning.numbered);
  if (full.length > 0)
    notices.push(
      `${names(full)}: ${shareText(full[0]!.share, 1)} of the pixels are foreground, in the middle mask ${shareText(median, 1)}; inverted, perhaps`,
    );
  notices.push(...unlikeTexts(files, plane, meaning));
  return notices;
}

/** Two-valued files whose second value is another one than in most files. */
function unlikeTexts(
  files: readonly FileCensus[],
  plane: MaskCensus['plane'],
  { foreground }: Core,
): string[] {
  if (foreground.kind === 'atLeast') {
    const some = files.filter((file) => readsNonzero(file, foreground));
    if (some.length === 0) return [];
    const value = valueText(plane, some[0]!.values[1]!.value);
    return [`${names(some)}: 0 and ${value} only, read as background and foreground`];
  }
  const two = files.filter((file) => isTwoValued(file) && file.values.length === 2);
  const tops = new Map<number, FileCensus[]>();
  for (const file of two) tops.set(file.values[1]!.value, [...(tops.get(file.values[1]!.value) ?? []), file]);
  const [, ...rest] = [...tops].sort(([, a], [, b]) => b.length - a.length);
  if (two.length < files.length - 1 || foreground.kind !== 'other') return [];
  return rest
    .filter(([, some]) => some.length <= 0.2 * files.length)
    .map(([value, some]) => `${names(some)}: 0 and ${valueText(plane, value)}, unlike the other masks`);
}

function ratio([part, whole]: [number, number]): number {
  return whole > 0 ? part / whole : 0;
}
