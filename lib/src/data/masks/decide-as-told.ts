import { kindMaximum } from '../pictures/picture';
import { choosePlane, names } from './choose-plane';
import { checkIgnore, ignoreText } from './decide-by-itself';
import { formText } from './mask-question';
import { foregroundPixels, meaningNotices } from './foreground-pixels';
import { maskCensus, poolFiles, shareText, valueText, valuesText } from './mask-census';
import type { MaskCensus, NamedMask } from './mask-census';
import type { ForegroundRule, MaskMeaning, MaskPlane } from './mask-meaning';
import type { ToldForeground } from './mask-options';
import { areNumbers } from './mask-shapes';

/** What the reader said about the foreground, as a meaning; throws where the masks hold none of it. */
export function decideAsTold(
  masks: readonly NamedMask[],
  told: ToldForeground,
  ignore: readonly number[],
): MaskMeaning {
  const { plane, notices } = planeAsTold(masks, told);
  const census = maskCensus(masks, plane);
  checkIgnore(census, ignore);
  const foreground = ruleOf(census, told);
  if (told.kind === 'values') {
    const missing = told.values.find((value) => !census.values.some((found) => found.value === value));
    if (missing !== undefined)
      throw new Error(
        `masks: foreground=${valueText(plane, missing)} occurs in no mask; the values are ${valuesText(census)}`,
      );
    const both = told.values.find((value) => ignore.includes(value));
    if (both !== undefined) throw new Error(`masks: ${valueText(plane, both)} is both foreground and ignore`);
  }
  const left = poolFiles(census.files, plane, ignore);
  const numbered = areNumbered(left, told);
  const meaning = { plane, foreground, ignore, numbered };
  const [inside, all] = foregroundPixels(left, meaning);
  if (inside === 0)
    throw new Error(
      `masks: no mask has a foreground pixel with ${ruleText(plane, foreground)}; the values are ${valuesText(census)}`,
    );
  const objects = numbered ? ', objects numbered' : '';
  const text = `masks: ${formText(census)}${objects}, ${ruleText(plane, foreground)} as asked (${shareText(inside, all)} of the pixels)${restText(left, foreground)}${ignoreText(census, ignore)}`;
  return { ...meaning, text, notices: [...notices, ...meaningNotices(left, meaning)] };
}

function planeAsTold(
  masks: readonly NamedMask[],
  told: ToldForeground,
): { plane: MaskPlane; notices: readonly string[] } {
  if (told.plane === 'index') {
    const without = masks.filter(
      ({ measure }) => measure.planes.colour !== undefined && measure.palette === null,
    );
    if (without.length > 0)
      throw new Error(`masks: index: asks for palettes, and ${names(without)} has none`);
  }
  if (told.plane) return { plane: told.plane, notices: [] };
  // Where the choice is itself a question, the levels are what a number means.
  let choice: { plane: MaskPlane; notices: readonly string[] };
  try {
    choice = choosePlane(masks);
  } catch {
    choice = { plane: 'value', notices: [] };
  }
  if (told.kind === 'threshold' || told.kind === 'below')
    return choice.plane === 'alpha' ? choice : { plane: 'value', notices: [] };
  if (told.kind !== 'values') return choice;
  // Numbers that the chosen plane lacks may be those of another one: 1 in a 1-bit file, which is shown as 255.
  const holds = (plane: MaskPlane): boolean => {
    if (plane === 'index' && !masks.some(({ measure }) => measure.planes.index)) return false;
    if (plane === 'index' && masks.some(({ measure }) => measure.planes.colour && !measure.palette))
      return false;
    const { values } = maskCensus(masks, plane);
    return told.values.every((value) => values.some((found) => found.value === value));
  };
  if (holds(choice.plane)) return choice;
  const planes: readonly MaskPlane[] = ['index', 'value'];
  const plane = planes.find((one) => one !== choice.plane && holds(one));
  return plane ? { plane, notices: [] } : choice;
}

function ruleOf(census: MaskCensus, told: ToldForeground): ForegroundRule {
  switch (told.kind) {
    case 'values':
      return { kind: 'values', values: told.values };
    case 'nonzero':
      return { kind: 'other', background: 0 };
    case 'threshold':
      return told.at === undefined
        ? { kind: 'atLeast', threshold: half(census) }
        : { kind: 'atLeast', threshold: told.at, exact: true };
    case 'below':
      return { kind: 'below', threshold: told.at ?? half(census) };
  }
}

/** Half of the range that the values need: of 1 for floats up to 1, of 255, of 65535, of what the files can hold. */
function half({ values, files }: MaskCensus): number {
  const top = values.at(-1)?.value ?? 0;
  if (files.some(({ measure }) => measure.kind.startsWith('float')) && top <= 1) return 0.5;
  if (top <= 255) return 128;
  if (top <= 65535) return 32768;
  return kindMaximum(files[0]!.measure.kind) / 2;
}

function areNumbered(census: MaskCensus, told: ToldForeground): boolean {
  if (told.kind === 'threshold' || told.kind === 'below') return false;
  if (told.kind === 'values' && (told.values.includes(0) || told.values.length < 2)) return false;
  if (told.kind !== 'values') return areNumbers(census);
  const asked = told.values;
  const others = census.values
    .map(({ value }) => value)
    .filter((value) => value !== 0 && !asked.includes(value));
  return areNumbers(poolFiles(census.files, census.plane, others));
}

function ruleText(plane: MaskPlane, rule: ForegroundRule): string {
  switch (rule.kind) {
    case 'values':
      return `${rule.values.map((value) => valueText(plane, value)).join(', ')} ${rule.values.length === 1 ? 'is' : 'are'} foreground`;
    case 'other':
      return plane === 'colour' ? 'every colour but black is foreground' : 'every value but 0 is foreground';
    case 'atLeast':
      return `${valueText(plane, rule.threshold)} or more is foreground`;
    case 'below':
      return `less than ${valueText(plane, rule.threshold)} is foreground`;
  }
}

/** Names the values that become background without being 0: an ignored outline that nobody mentioned. */
function restText({ values, plane, pixels }: MaskCensus, rule: ForegroundRule): string {
  if (rule.kind !== 'values') return '';
  const rest = values.filter(({ value }) => value !== 0 && !rule.values.includes(value));
  if (rest.length === 0 || rest.length > 8)
    return rest.length > 8 ? `, ${rest.length} other values are background` : '';
  const said = rest
    .map(({ value, pixels: part }) => `${valueText(plane, value)} (${shareText(part, pixels)})`)
    .join(', ');
  const last = rest.at(-1)!.value;
  // Beside a 0 that is foreground, 255 is the background.
  const hint =
    !rule.values.includes(0) && (last === 255 || last === 65535)
      ? ` (-p ignore=${last} would leave ${last} out)`
      : '';
  return `, ${said} ${rest.length === 1 ? 'is' : 'are'} background${hint}`;
}
