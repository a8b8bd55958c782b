import type { RunRecord } from '../../types';
import type { Fields } from '../records/roles';
import type { Evidence } from './evidence';

/** The runs that claims are checked on; claims about a study that is not given cannot be decided. */
export interface ClaimRuns {
  /** The search over learning rate, batch size, dropout and loss. */
  readonly search?: readonly RunRecord[];
  /** The grid over learning rate, batch size and architecture. */
  readonly grid?: readonly RunRecord[];
  /** The W&B sweep. */
  readonly sweep?: readonly RunRecord[];
  /** Measurements beside the runs. */
  readonly evidence?: Evidence;
  /** Names of columns, where they are not found by themselves. */
  readonly fields?: Partial<Readonly<Record<StudyName, Fields>>>;
  /** What the runs are, in words, so that like is compared with like: images, score, seeds. */
  readonly data?: Partial<Readonly<Record<StudyName, string>>>;
}

export type StudyName = 'search' | 'grid' | 'sweep';
