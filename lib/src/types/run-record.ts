/** Where a record came from. */
export type RunSource = 'local' | 'wandb' | 'wandb-file' | 'csv' | 'folder';

/** How the run ended, in W&B's words; `unknown` where the source does not say. */
export type RunState = 'finished' | 'running' | 'crashed' | 'failed' | 'killed' | 'unknown';

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
  /** Every epoch, or null where the source holds none. Never a sample. */
  readonly history: History | null;
  /** What was lost, repaired or guessed while reading this run; one sentence each, empty when nothing was. */
  readonly notices: readonly string[];
}
