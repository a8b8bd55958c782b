import { names } from './choose-plane';
import { foregroundPixels, meaningNotices } from './foreground-pixels';
import { poolFiles, shareText, valueText, valuesText } from './mask-census';
import type { FileCensus, MaskCensus, SetValue } from './mask-census';
import type { ForegroundRule, MaskMeaning } from './mask-meaning';
import { areNumbers, isOutline, isSoft, isTwoValued } from './mask-shapes';
import { kindText } from '../pictures/kind-text';

/** Values by which two-valued masks of several programs may differ within one set. */
const USUAL = [1, 255, 65535];
/** Labels beside which a last value of 255 or 65535 is read as "ignore", not as one more label. */
const SMALL = 100;

type Decision = Pick<MaskMeaning, 'foreground' | 'ignore' | 'numbered'> & { readonly says: string };

/** Decides without the reader's help; throws a question where it is not plain. */
export function decideByItself(census: MaskCensus, ignore: readonly number[]): MaskMeaning {
  const { plane, files } = census;
  checkIgnore(census, ignore);
  const left = poolFiles(files, plane, ignore);
  let decision: Decision;
  try {
    decision = decide(left, ignore);
  } catch (error) {
    throw deviation(left, ignore) ?? error;
  }
  const { says, ...rest } = decision;
  const meaning = { plane, ...rest, ignore: [...ignore, ...rest.ignore] };
  const [inside, all] = foregroundPixels(left, meaning);
  if (inside === 0) throw nothing(left, meaning);
  if (inside > all / 2 && !meaning.numbered) throw moreThanHalf(left, meaning, inside, all);
  const text = `masks: ${formText(left)}, ${says} (${shareText(inside, all)} of the pixels)${ignoreText(census, meaning.ignore)}`;
  return { ...meaning, text, notices: meaningNotices(left, meaning) };
}

/** Throws where a value that is to be ignored does not occur. */
export function checkIgnore(census: MaskCensus, ignore: readonly number[]): void {
  const missing = ignore.find((value) => !census.values.some((found) => found.value === value));
  if (missing !== undefined)
    throw new Error(
      `masks: ignore=${valueText(census.plane, missing)} occurs in no mask; the values are ${valuesText(census)}`,
    );
}

/** `; 255 is ignored (2.8 %)`, or nothing. */
export function ignoreText(census: MaskCensus, ignore: readonly number[]): string {
  if (ignore.length === 0) return '';
  const said = ignore.map((value) => valueText(census.plane, value)).join(', ');
  const pixels = census.values
    .filter(({ value }) => ignore.includes(value))
    .reduce((sum, found) => sum + found.pixels, 0);
  return `; ${said} ${ignore.length === 1 ? 'is' : 'are'} ignored (${shareText(pixels, census.pixels)})`;
}

/** What the files are: `8-bit`, `palette`, `colours`, `alpha channel`. */
export function formText({ plane, files }: MaskCensus): string {
  if (plane === 'index')
    return files.some(({ measure }) => measure.palette) ? 'palette indices' : 'grey levels as stored';
  if (plane === 'colour') return 'colours';
  if (plane === 'alpha') return 'drawn in the alpha channel';
  return [...new Set(files.map(({ measure }) => kindText(measure.kind)))].sort().join(' and ');
}

function decide(census: MaskCensus, ignore: readonly number[]): Decision {
  const { plane, files, values } = census;
  const labels = values.filter(({ value }) => value !== 0);
  if (labels.length === 0)
    throw new Error(
      `masks: no mask has a foreground pixel; all ${files.length} of them are 0 everywhere. ${alphaHint(census)}Look at the files, or at -p masks=…`,
    );
  const zero = values.length > labels.length;
  const soft = plane !== 'colour' && isSoft(census);
  if (!zero && values.length > 1 && !soft)
    throw question(
      census,
      'no pixel is 0, so it is not plain which value is the background',
      withoutZero(census),
    );
  if (files.every(isTwoValued)) {
    const tops = [...new Set(labels.map(({ value }) => value))];
    if (tops.length === 1 || (plane !== 'colour' && tops.every((value) => USUAL.includes(value))))
      return { foreground: other, ignore: [], numbered: false, says: twoText(census, tops) };
  }
  if (soft) return softly(census);
  return byLabels(census, ignore);
}

const other: ForegroundRule = { kind: 'other', background: 0 };

function twoText({ plane }: MaskCensus, tops: readonly number[]): string {
  const said = tops.map((value) => valueText(plane, value));
  if (said.length === 1) return `0 and ${said[0]!}, ${said[0]!} is foreground`;
  return `0 and another value (${said.join(' or ')}), which is foreground`;
}

function softly(census: MaskCensus): Decision {
  const range = softRange(census);
  const threshold = range === 1 ? 0.5 : (range + 1) / 2;
  const above = (values: readonly { value: number; pixels: number }[]): number =>
    values.reduce((sum, { value, pixels }) => sum + (value >= threshold ? pixels : 0), 0);
  const share = (low: number, high: number): number =>
    census.values.reduce((sum, { value, pixels }) => sum + (value > low && value < high ? pixels : 0), 0);
  const top = census.values.at(-1)!.value;
  const half = valueText('value', range === 1 ? top / 2 : Math.max(1, Math.round(top / 2)));
  const faint = `foreground=threshold:${half}`;
  if (census.values[0]!.value < 0)
    throw question(census, 'they are soft and go below 0, as logits do', ['foreground=threshold:0', faint]);
  if (top > range)
    throw question(census, 'they are soft, and go beyond the usual ranges (1, 255 or 65535)', [faint]);
  if (above(census.values) === 0)
    throw question(
      census,
      `they are soft, and no pixel reaches half of the range (${valueText('value', threshold)}; the largest value is ${valueText('value', top)}), so that no mask would have a foreground pixel`,
      [faint],
    );
  const reach = census.files.filter(({ values }) => above(values) > 0).length;
  const shown = census.files.filter(({ values }) => values.some(({ value }) => value >= top / 4)).length;
  if (reach < shown / 2 || above(census.values) < 0.02 * share(range / 8, Infinity))
    throw question(
      census,
      `they are soft, and only ${reach} of ${census.files.length} have a pixel that reaches half of the range (${valueText('value', threshold)})`,
      ['foreground=threshold', faint],
    );
  const middle = share(range / 8, (7 * range) / 8);
  if (middle > 0.5 * census.pixels || middle > above(census.values) * 4)
    throw question(census, 'most of their pixels are neither dark nor bright, as in a photograph', [
      'foreground=threshold',
      faint,
    ]);
  const peak = peakShare(census, range);
  if (peak.share > 0.5 * middle && middle > 0.1 * above(census.values))
    throw question(
      census,
      `many pixels lie near ${valueText('value', peak.value)}, between background and foreground: a third class, perhaps, saved with losses or smoothed`,
      [
        'foreground=threshold',
        `foreground=threshold:${valueText('value', peak.value / 2)}`,
        `foreground=threshold:${valueText('value', (peak.value + top) / 2)}`,
      ],
    );
  const between = share(0, range);
  const soft = census.files.filter((file) => !isTwoValued(file)).length;
  return {
    foreground: { kind: 'atLeast', threshold },
    ignore: [],
    numbered: false,
    says: `${soft} of ${census.files.length} with values between 0 and ${range} (${shareText(between, census.pixels)}), ${valueText('value', threshold)} or more is foreground`,
  };
}

/** The fullest tenth of the range between background and foreground: its pixels, and its middle. */
function peakShare({ values }: MaskCensus, range: number): { share: number; value: number } {
  let best = { share: 0, value: range / 2 };
  for (let low = range / 8; low <= (7 * range) / 8 - range / 10; low += range / 80) {
    const inside = values.filter(({ value }) => value > low && value < low + range / 10);
    const share = inside.reduce((sum, { pixels }) => sum + pixels, 0);
    const value = inside.reduce((sum, one) => sum + one.value * one.pixels, 0) / Math.max(1, share);
    if (share > best.share) best = { share, value: range === 1 ? value : Math.round(value) };
  }
  return best;
}

/** The end of the range that soft values need. */
function softRange({ values }: MaskCensus): number {
  const top = values.at(-1)!.value;
  const whole = values.every(({ value }) => Number.isInteger(value));
  if (!whole && top <= 1.0001) return 1;
  return top <= 255 ? 255 : 65535;
}

function byLabels(census: MaskCensus, told: readonly number[]): Decision {
  const { plane, files } = census;
  const lossy = files.filter(({ measure, values }) => measure.lossy && values.length > 2);
  if (lossy.length > 0)
    throw question(
      census,
      `${names(lossy)} ${lossy.length === 1 ? 'was' : 'were'} compressed with losses (JPEG), which blurs labels and colours; save as PNG`,
      ['foreground=nonzero', 'foreground=threshold'],
    );
  const candidate = told.length === 0 ? ignoreCandidate(census) : null;
  const rest = candidate ? poolFiles(files, plane, [candidate.value]) : census;
  const labels = rest.values.filter(({ value }) => value !== 0);
  if (candidate && isOutline(census, candidate, 0)) {
    const void_ = [candidate.value];
    if (labels.length === 1) {
      const said = valueText(plane, labels[0]!.value);
      return {
        foreground: { kind: 'values', values: [labels[0]!.value] },
        ignore: void_,
        numbered: false,
        says: `${said} is foreground, ${valueText(plane, candidate.value)} is an outline around it`,
      };
    }
    if (areNumbers(rest, true)) return { ...numbers(rest), ignore: void_ };
  } else if (!candidate && areNumbers(rest)) return numbers(rest);
  const why =
    plane === 'colour' && census.values.length > 64
      ? `they hold ${census.values.length} colours, as photographs do, or colours that were smoothed`
      : 'it is not plain which values are foreground';
  throw question(census, why, suggestions(census, candidate));
}

function numbers({ plane, values }: MaskCensus): Decision {
  const labels = values.filter(({ value }) => value !== 0).map(({ value }) => value);
  const says =
    plane === 'colour'
      ? `a colour an object (${labels.length} colours), every colour but black is foreground`
      : `objects numbered ${labels[0]!} to ${labels.at(-1)!}, every number is foreground`;
  return { foreground: other, ignore: [], numbered: true, says };
}

/** The last value where it stands far above small labels: 255, 65535, or a negative one. */
function ignoreCandidate({ values, plane }: MaskCensus): SetValue | null {
  const labels = values.filter(({ value }) => value !== 0);
  if (plane === 'colour' || labels.length < 2) return null;
  if (labels[0]!.value < 0) return labels[0]!;
  const [last, before] = [labels.at(-1)!, labels.at(-2)!];
  return [255, 65535].includes(last.value) && before.value <= SMALL ? last : null;
}

function withoutZero(census: MaskCensus): string[] {
  const { values, plane } = census;
  const background = values.reduce((a, b) => (b.pixels > a.pixels ? b : a));
  const outline = values.find((value) => value !== background && isOutline(census, value, background.value));
  const labels = values.filter((value) => value !== background && value !== outline);
  const ignored = outline ? ` -p ignore=${valueText(plane, outline.value)}` : '';
  const all = `foreground=${listText(plane, labels)}${ignored}`;
  const each =
    values.length === 2 ? values.map(({ value }) => `foreground=${valueText(plane, value)}`) : [all];
  return each;
}

function suggestions(census: MaskCensus, candidate: SetValue | null): string[] {
  const { values, plane } = census;
  const labels = values.filter((value) => value.value !== 0 && value !== candidate);
  const outline = candidate ?? labels.find((label) => labels.length > 1 && isOutline(census, label, 0));
  const rest = labels.filter((label) => label !== outline);
  const found: string[] = [];
  if (outline && rest.length > 0)
    found.push(`foreground=${listText(plane, rest)} -p ignore=${valueText(plane, outline.value)}`);
  if (labels.length <= 4 || plane === 'colour')
    found.push(
      `foreground=${valueText(plane, labels.reduce((a, b) => (b.pixels > a.pixels ? b : a)).value)}`,
    );
  if (labels.length > 1 && !candidate) found.push(`foreground=${listText(plane, labels)}`);
  found.push('foreground=nonzero');
  if (plane === 'value' && values.at(-1)!.value === 255) found.push('foreground=threshold');
  return [...new Set(found)];
}

function listText(plane: MaskCensus['plane'], values: readonly SetValue[]): string {
  return values
    .slice(0, 6)
    .map(({ value }) => valueText(plane, value))
    .join(',');
}

/** The question as an error: why, the values with their shares, and what to type. */
export function question(census: MaskCensus, why: string, typed: readonly string[]): Error {
  const index = census.plane === 'index' && census.files.some(({ measure }) => measure.palette);
  const said = typed.map(
    (text) => `-p ${index ? text.replace(/^foreground=(?=\d)/, 'foreground=index:') : text}`,
  );
  return new Error(
    `masks: ${why}. Values and shares in ${census.files.length} masks (${formText(census)}): ${valuesText(census)}. Type ${said.join(', or ')}`,
  );
}

/** Files that are of one level may still differ in how transparent they are. */
function alphaHint({ files }: MaskCensus): string {
  return files.some(({ measure }) => measure.alphaVaries)
    ? 'Their alpha channels vary: type -p foreground=alpha to read these. '
    : '';
}

function nothing(census: MaskCensus, { ignore }: MaskMeaningCore): Error {
  const left =
    ignore.length > 0
      ? ` beside the ignored ${ignore.map((value) => valueText(census.plane, value)).join(', ')}`
      : '';
  return new Error(
    `masks: no mask has a foreground pixel${left}; the values are ${valuesText(census)}. Type -p foreground=… with one of them, or nonzero`,
  );
}

type MaskMeaningCore = Pick<MaskMeaning, 'plane' | 'foreground' | 'ignore' | 'numbered'>;

function moreThanHalf(
  census: MaskCensus,
  { foreground, plane, ignore }: MaskMeaningCore,
  inside: number,
  all: number,
): Error {
  const soft = foreground.kind === 'atLeast';
  const labels = census.values.filter(({ value }) => value !== 0);
  const one = labels.length === 1 ? valueText(plane, labels[0]!.value) : 'nonzero';
  const kept = soft
    ? 'threshold'
    : foreground.kind === 'values'
      ? foreground.values.map((value) => valueText(plane, value)).join(',')
      : one;
  const also =
    ignore.length > 0 ? ` -p ignore=${ignore.map((value) => valueText(plane, value)).join(',')}` : '';
  const turned = soft ? 'below' : plane === 'colour' ? '#000000' : '0';
  return question(
    census,
    `${shareText(inside, all)} of the pixels would be foreground, more than half: the masks may be inverted`,
    [`foreground=${turned}${also} if they are`, `foreground=${kept}${also} if it is right so`],
  );
}

/** Where few files spoil what the others plainly are: names these files. */
function deviation(census: MaskCensus, ignore: readonly number[]): Error | null {
  const { files, plane } = census;
  const groups = new Map<string, FileCensus[]>();
  for (const file of files) groups.set(formOf(file), [...(groups.get(formOf(file)) ?? []), file]);
  const [most = []] = [...groups.values()].sort((a, b) => b.length - a.length);
  const empty = files.filter(({ values }) => values.every(({ value }) => value === 0));
  const others = files.filter((file) => !most.includes(file) && !empty.includes(file));
  if (files.length < 5 || others.length === 0 || others.length > 0.2 * files.length) return null;
  const plain = poolFiles([...most, ...empty], plane);
  let says: string;
  try {
    ({ says } = decide(plain, ignore));
  } catch {
    return null;
  }
  const strange = others
    .slice(0, 3)
    .map((file) => `${file.name} holds ${valuesText(poolFiles([file], plane), 5)}`);
  const more = others.length > 3 ? `; ${others.length - 3} more` : '';
  return new Error(
    `masks: ${plain.files.length} of ${files.length} masks are plain (${says}), the others are not: ${strange.join('; ')}${more}. Mend or remove ${others.length === 1 ? 'this file' : 'these files'}, or type -p foreground=… (1,3; nonzero; threshold) for all`,
  );
}

function formOf(file: FileCensus): string {
  const { values, measure } = file;
  if (isTwoValued(file)) return `two ${values.at(-1)?.value ?? 0}`;
  if (values.length <= 6) return `few ${values.map(({ value }) => value).join(' ')}`;
  return measure.lossy || file.unequal > 0.25 * file.pairs ? 'soft' : 'labels';
}
