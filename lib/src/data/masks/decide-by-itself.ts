import { decideLabels } from './decide-labels';
import { decideSoft } from './decide-soft';
import { deviatingFiles } from './deviating-files';
import { foregroundPixels, meaningNotices } from './foreground-pixels';
import { poolFiles, shareText, valueText, valuesText } from './mask-census';
import type { MaskCensus } from './mask-census';
import { other, type MaskDecision } from './mask-decision';
import type { MaskMeaning } from './mask-meaning';
import {
  alphaHint,
  formText,
  moreThanHalf,
  nothing,
  numberedBackground,
  question,
  withoutZero,
} from './mask-question';
import { hasWideNumbers, isSoft, isTwoValued } from './mask-shapes';

/** Values by which two-valued masks of several programs may differ within one set. */
const USUAL = [1, 255, 65535];

/** Decides without the reader's help; throws a question where it is not plain. */
export function decideByItself(census: MaskCensus, ignore: readonly number[]): MaskMeaning {
  const { plane, files } = census;
  checkIgnore(census, ignore);
  const left = poolFiles(files, plane, ignore);
  let decision: MaskDecision;
  try {
    decision = decide(left, ignore);
  } catch (error) {
    throw deviatingFiles(left, ignore, decide) ?? error;
  }
  const { says, ...rest } = decision;
  const meaning = { plane, ...rest, ignore: [...ignore, ...rest.ignore] };
  const [inside, all] = foregroundPixels(left, meaning);
  if (inside === 0) throw nothing(left, meaning);
  if (inside > all / 2 && !meaning.numbered) throw moreThanHalf(left, meaning, inside, all);
  if (inside > all / 2 && hasWideNumbers(left)) throw numberedBackground(left, inside, all);
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

function decide(census: MaskCensus, ignore: readonly number[]): MaskDecision {
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
  if (soft) return decideSoft(census);
  return decideLabels(census, ignore);
}

function twoText({ plane }: MaskCensus, tops: readonly number[]): string {
  const said = tops.map((value) => valueText(plane, value));
  if (said.length === 1) return `0 and ${said[0]!}, ${said[0]!} is foreground`;
  return `0 and another value (${said.join(' or ')}), which is foreground`;
}
