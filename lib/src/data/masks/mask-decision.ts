import type { ForegroundRule, MaskMeaning } from './mask-meaning';

/** What was decided about the values of a set of masks, and in which words. */
export type MaskDecision = Pick<MaskMeaning, 'foreground' | 'ignore' | 'numbered'> & {
  readonly says: string;
};

/** Everything but 0 is foreground. */
export const other: ForegroundRule = { kind: 'other', background: 0 };
