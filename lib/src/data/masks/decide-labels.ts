import { names } from './choose-plane';
import { poolFiles, valueText } from './mask-census';
import type { MaskCensus, SetValue } from './mask-census';
import { other, type MaskDecision } from './mask-decision';
import { question, suggestions } from './mask-question';
import { areNumbers, isOutline } from './mask-shapes';

/** Labels beside which a last value of 255 or 65535 is read as "ignore", not as one more label. */
const SMALL = 100;

/** Decides on masks of several labels: numbers of objects, one class with an outline to ignore, or a question. */
export function decideLabels(census: MaskCensus, told: readonly number[]): MaskDecision {
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

function numbers({ plane, values }: MaskCensus): MaskDecision {
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
