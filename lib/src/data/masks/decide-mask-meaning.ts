import { choosePlane } from './choose-plane';
import { decideByItself } from './decide-by-itself';
import { decideAsTold } from './decide-as-told';
import { maskCensus } from './mask-census';
import type { NamedMask } from './mask-census';
import type { MaskMeaning } from './mask-meaning';
import type { MasksTold } from './mask-options';

/**
 * Decides what the masks of a data set mean from all of their values, or throws an error that asks: it names the values
 * with their shares and what to type. Nothing is guessed where it is not plain; what the reader said is taken as said.
 */
export function decideMaskMeaning(masks: readonly NamedMask[], told: MasksTold = {}): MaskMeaning {
  if (masks.length === 0) throw new Error('masks: there are none to read');
  const { foreground } = told;
  if (foreground) return decideAsTold(masks, foreground, told.ignore ?? []);
  const { plane, notices } = choosePlane(masks);
  const meaning = decideByItself(maskCensus(masks, plane), told.ignore ?? []);
  const strange = masks.filter(({ measure }) => measure.notFinite > 0);
  const unread =
    strange.length > 0
      ? [`pixels of ${strange.length} masks are no finite number (NaN); they are ignored`]
      : [];
  return { ...meaning, notices: [...notices, ...meaning.notices, ...unread] };
}
