import type { NamedScore } from './objective';
import type { RunRecord } from './run-record';

/** Runs that were read together, with what is to be said about them as a whole. */
export interface RunSet {
  readonly records: readonly RunRecord[];
  /** One sentence each; what concerns a single run stands in that run's own notices. */
  readonly notices: readonly string[];
  /** What the runs were recognised as, for people: `an Optuna table of trials`. Absent where nothing had to be recognised. */
  readonly layout?: string;
  /** The score that the source itself names, with its direction where it says that. */
  readonly objective?: NamedScore;
}
