import type { ConfigValue } from '../../types';

/** What the data say about a statement. */
export type Verdict =
  | 'reproduced'
  | 'not supported by the data'
  | 'contradicted'
  | 'cannot be decided from the data';

/** What a check found. */
export interface Finding {
  readonly verdict: Verdict;
  /** The figures that decided, computed from the given runs. */
  readonly figures: Readonly<Record<string, ConfigValue>>;
  /** One sentence, its numbers computed. */
  readonly reasoning: string;
  /** What decided, in words, where it was not the runs that the claim is about. */
  readonly by?: string;
  /** What would decide, where nothing here does. */
  readonly wouldDecide?: string | null;
}
