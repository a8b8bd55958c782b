import type { MaskMeaning } from './mask-meaning';
import type { MasksTold } from './mask-options';
import type { MaskMeasure } from './measure-mask';

/**
 * Decides what the masks of a data set mean from all of their values, or throws an error that asks: it names the values
 * with their shares and what to type. Nothing is guessed where it is not plain; what the reader said is taken as said.
 */
export declare function decideMaskMeaning(
  masks: readonly { readonly name: string; readonly measure: MaskMeasure }[],
  told?: MasksTold,
): MaskMeaning;
