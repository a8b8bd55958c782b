import type { RunRecord } from '../../types';
import { describe, type Description } from '../statistics/describe';
import type { Group } from '../statistics/numbers';
import { levelsOf, numbersOf } from '../records/fields';
import { groupsOf } from '../records/groups';
import { fieldsOf, type Fields, type Role } from '../records/roles';
import type { ClaimSubject } from './claim';
import type { ClaimRuns, StudyName } from './claim-runs';
import type { Evidence } from './evidence';
import type { Finding } from './finding';
import { undecided } from './findings';

/** Runs of one study with the names of their columns. */
export class Study {
  readonly fields: Fields;

  constructor(
    readonly records: readonly RunRecord[],
    given: Fields = {},
  ) {
    this.fields = fieldsOf(records, given);
  }

  /** A column of numbers; all `NaN` where the runs do not have it. */
  numbers(role: Role): Float64Array {
    const field = this.fields[role];
    return field === undefined
      ? new Float64Array(this.records.length).fill(NaN)
      : numbersOf(this.records, field).values;
  }

  describe(role: Role): Description {
    return describe(this.numbers(role));
  }

  levels(role: Role): (string | null)[] {
    const field = this.fields[role];
    return field === undefined ? this.records.map(() => null) : levelsOf(this.records, field);
  }

  /** Distinct levels in the runs. */
  distinct(role: Role): string[] {
    return [...new Set(this.levels(role).filter((level) => level !== null))];
  }

  /** Values of a metric for each level of a factor. */
  groups(factor: Role, metric: Role): Group[] {
    const [by, of] = [this.fields[factor], this.fields[metric]];
    return by === undefined || of === undefined ? [] : groupsOf(this.records, by, of);
  }

  /** The study without the runs that do not fit. */
  where(keep: (record: RunRecord, index: number) => boolean): Study {
    return new Study(this.records.filter(keep), this.fields);
  }
}

/** Everything a check may look at. */
export interface ClaimMaterial {
  readonly search: Study | null;
  readonly grid: Study | null;
  readonly sweep: Study | null;
  readonly evidence: Evidence;
  /** Whether these are not the runs that the claims were read off. */
  readonly again: boolean;
}

/** The studies of some runs. @param again whether they are not the runs that the claims were read off */
export function materialOf(runs: ClaimRuns, again = false): ClaimMaterial {
  const study = (subject: StudyName): Study | null => {
    const records = runs[subject];
    return records === undefined ? null : new Study(records, runs.fields?.[subject]);
  };
  return {
    search: study('search'),
    grid: study('grid'),
    sweep: study('sweep'),
    evidence: runs.evidence ?? {},
    again,
  };
}

/** What decides a claim about a subject, in words. */
export function sourceOf(subject: ClaimSubject, runs: ClaimRuns): string {
  if (subject === 'arithmetic') return 'arithmetic';
  const n = runs[subject]?.length ?? 0;
  if (n === 0) return `no runs of the ${subject}`;
  return runs.data?.[subject] ?? `${n} runs of the ${subject}`;
}

/**
 * A check on one study that needs certain columns; without the study or a column the claim cannot be decided, and the
 * finding says what is missing.
 */
export function on(
  subject: StudyName,
  roles: readonly Role[],
  check: (study: Study, material: ClaimMaterial) => Finding,
): (material: ClaimMaterial) => Finding {
  return (material) => {
    const study = material[subject];
    if (study === null || study.records.length === 0)
      return undecided(`No runs of the ${subject} were given.`, {}, `the runs of the ${subject}`);
    const missing = roles.filter((role) =>
      textRoles.includes(role) ? study.distinct(role).length === 0 : study.describe(role).n === 0,
    );
    if (missing.length > 0) {
      const words = missing.map((role) => roleWords[role]).join(' or ');
      return undecided(`None of the ${study.records.length} runs has ${words}.`, {}, `runs with ${words}`);
    }
    return check(study, material);
  };
}

/** Roles that are text; all others have to be numbers. */
const textRoles: readonly Role[] = ['loss', 'architecture', 'inputShape', 'task'];

/** Roles in words. */
export const roleWords: Readonly<Record<Role, string>> = {
  learningRate: 'a learning rate',
  batchSize: 'a batch size',
  dropout: 'a dropout rate',
  l2: 'an L2 weight',
  loss: 'a loss function',
  architecture: 'an architecture',
  inputShape: 'an input shape',
  task: 'a task',
  epochBudget: 'a number of epochs to run',
  dice: 'a validation Dice',
  iou: 'a validation IoU',
  valLoss: 'a validation loss',
  trainLoss: 'a training loss',
  jaccard: 'a best validation Jaccard',
  finalJaccard: 'a final validation Jaccard',
  bestEpoch: 'a best epoch',
  epochs: 'a number of epochs',
  stability: 'a per-epoch validation loss',
  seconds: 'a training time',
};
