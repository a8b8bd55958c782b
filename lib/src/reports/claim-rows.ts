/** A published statement with its verdict. */
export interface ClaimRow {
  readonly id: string;
  /** Document that states it. */
  readonly document: string;
  readonly statement: string;
  readonly verdict: ClaimVerdict;
  /** The figures that decided it, in a sentence. */
  readonly evidence: string;
  /** What decides it: runs, images, score, seeds. */
  readonly by?: string;
  /** What would decide it, where nothing here does. */
  readonly wouldDecide?: string;
  /** The same asked of other runs; absent where it says nothing of them. */
  readonly again?: { readonly holds: ClaimAnswer; readonly evidence: string; readonly by: string };
}

/** How a published statement stands against data. */
export type ClaimVerdict =
  | 'reproduced'
  | 'not supported by the data'
  | 'contradicted'
  | 'cannot be decided from the data';

/** Whether a general statement holds on other runs. */
export type ClaimAnswer = 'yes' | 'no' | 'not told';

/** A checked claim of `unetlab/analysis`, as far as a report needs it. */
export interface CheckedStatement {
  readonly id: string;
  readonly source: string;
  readonly quotation: string;
  readonly verdict: ClaimVerdict;
  readonly reasoning: string;
  readonly by?: string;
  readonly wouldDecide?: string | null;
  readonly again?: { readonly holds: ClaimAnswer; readonly reasoning: string; readonly by: string } | null;
}

/** The analysis's checked claims as rows of a report. */
export function claimRows(checked: readonly CheckedStatement[]): ClaimRow[] {
  return checked.map(
    ({ id, source, quotation, verdict, reasoning, by, wouldDecide, again }): ClaimRow => ({
      id,
      document: source,
      statement: quotation,
      verdict,
      evidence: reasoning,
      ...(by !== undefined && { by }),
      ...(wouldDecide != null && { wouldDecide }),
      ...(again != null && { again: { holds: again.holds, evidence: again.reasoning, by: again.by } }),
    }),
  );
}

/**
 * Names for data that are described in words: what stands before the colon, where that is enough to tell them apart.
 * `published search: 15 runs, …` becomes `published search`.
 */
export function shortNames(data: readonly string[]): ReadonlyMap<string, string> {
  const distinct = [...new Set(data)];
  const head = (words: string): string => words.split(':')[0]!;
  const twice = (words: string): boolean =>
    distinct.filter((other) => head(other) === head(words)).length > 1;
  return new Map(distinct.map((words) => [words, twice(words) ? words : head(words)]));
}

/** Verdicts in the order of tables and figures. */
export const claimVerdicts: readonly ClaimVerdict[] = [
  'reproduced',
  'not supported by the data',
  'contradicted',
  'cannot be decided from the data',
];

/** Answers in the order of tables. */
export const claimAnswers: readonly ClaimAnswer[] = ['yes', 'no', 'not told'];
