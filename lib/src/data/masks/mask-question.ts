import { kindText } from '../pictures/kind-text';
import { shareText, valueText, valuesText } from './mask-census';
import type { MaskCensus, SetValue } from './mask-census';
import type { MaskMeaning } from './mask-meaning';
import { isOutline } from './mask-shapes';

type MaskMeaningCore = Pick<MaskMeaning, 'plane' | 'foreground' | 'ignore' | 'numbered'>;

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

/** What the files are: `8-bit`, `palette`, `colours`, `alpha channel`. */
export function formText({ plane, files }: MaskCensus): string {
  if (plane === 'index')
    return files.some(({ measure }) => measure.palette) ? 'palette indices' : 'grey levels as stored';
  if (plane === 'colour') return 'colours';
  if (plane === 'alpha') return 'drawn in the alpha channel';
  return [...new Set(files.map(({ measure }) => kindText(measure.kind)))].sort().join(' and ');
}

export function withoutZero(census: MaskCensus): string[] {
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

export function suggestions(census: MaskCensus, candidate: SetValue | null): string[] {
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

/** Files that are of one level may still differ in how transparent they are. */
export function alphaHint({ files }: MaskCensus): string {
  return files.some(({ measure }) => measure.alphaVaries)
    ? 'Their alpha channels vary: type -p foreground=alpha to read these. '
    : '';
}

export function nothing(census: MaskCensus, { ignore }: MaskMeaningCore): Error {
  const left =
    ignore.length > 0
      ? ` beside the ignored ${ignore.map((value) => valueText(census.plane, value)).join(', ')}`
      : '';
  return new Error(
    `masks: no mask has a foreground pixel${left}; the values are ${valuesText(census)}. Type -p foreground=… with one of them, or nonzero`,
  );
}

export function moreThanHalf(
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

/** Numbers of objects that cover more than half of the pictures, one of them a large part: watershed's background is 1. */
export function numberedBackground(census: MaskCensus, inside: number, all: number): Error {
  const { plane, values, files } = census;
  const [first, second] = values.filter(({ value }) => value !== 0);
  const widest = files
    .flatMap(({ name, values: found, measure }) =>
      found
        .filter(({ value }) => value !== 0)
        .map(({ value, pixels }) => ({ name, value, pixels, all: measure.pixels })),
    )
    .reduce((a, b) => (b.pixels * a.all > a.pixels * b.all ? b : a));
  const isFirst = plane === 'value' && widest.value === first!.value && second !== undefined;
  const said = valueText(plane, widest.value);
  return question(
    census,
    `${shareText(inside, all)} of the pixels would be foreground, more than half, and ${said} alone is ${shareText(widest.pixels, widest.all)} of ${widest.name}: the background may have a number, too${isFirst ? '' : ' (if so, make it 0 in the files)'}`,
    [
      ...(isFirst
        ? [`foreground=threshold:${valueText(plane, second.value)} if ${said} is the background`]
        : []),
      'foreground=nonzero if it is right so',
    ],
  );
}
