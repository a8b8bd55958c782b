/** Where a record came from: who wrote the file, `csv` for W&B's tables, `folder` for plain tables and results. */
export type RunSource =
  | 'local'
  | 'wandb'
  | 'wandb-file'
  | 'csv'
  | 'folder'
  | 'optuna'
  | 'ray-tune'
  | 'keras'
  | 'keras-tuner'
  | 'scikit-learn'
  | 'tensorboard'
  | 'mlflow';

/**
 * How the run ended, in W&B's words; `pruned` where a search stopped it because it fell behind, so that its last score
 * is not to be ranked with the others unsaid; `unknown` where the source does not say.
 */
export type RunState = 'finished' | 'running' | 'crashed' | 'failed' | 'killed' | 'pruned' | 'unknown';

/** A value of a configuration or a summary. Nested objects are flattened to dotted keys by whoever reads them. */
export type ConfigValue = number | string | boolean | null | readonly ConfigValue[];

/**
 * Per-epoch values, column by column; all columns have the same length and `NaN` marks a missing value.
 * The column `epoch`, where present, counts from 1.
 */
export type History = Readonly<Record<string, readonly number[]>>;

/**
 * One training run, whatever its source: a local run, a `.wandb` file, a W&B answer, a CSV export or a results
 * folder all become this, and the analysis knows nothing else.
 */
export interface RunRecord {
  /** Unique within a set of records. */
  readonly id: string;
  /** Title for people. */
  readonly name: string;
  readonly source: RunSource;
  readonly state: RunState;
  /** Sweep id, or null for a run outside a sweep. */
  readonly sweep: string | null;
  /** Page of the run, or null. */
  readonly url: string | null;
  /** Start of the run, ISO 8601 in UTC, or null where unknown. */
  readonly created: string | null;
  readonly tags: readonly string[];
  /** Hyperparameters as configured. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** Final or best values as the run reported them. `NaN` and infinities are kept as numbers. */
  readonly summary: Readonly<Record<string, ConfigValue>>;
  /**
   * What the source keeps about the run that is neither a setting nor a result: notes, user, machine, dates, paths,
   * ids. Never a factor and never a score. Absent where there is none.
   */
  readonly about?: Readonly<Record<string, ConfigValue>>;
  /**
   * Who told settings from results: the `source` marks them, the reader was `asked`, or they were told apart by their
   * `names`. Absent means `source`.
   */
  readonly configFrom?: 'source' | 'asked' | 'names';
  /** Every epoch, or null where the source holds none. Never a sample. */
  readonly history: History | null;
  /** What was lost, repaired or guessed while reading this run; one sentence each, empty when nothing was. */
  readonly notices: readonly string[];
}
