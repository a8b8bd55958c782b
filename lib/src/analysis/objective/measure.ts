import type { Objective, RunRecord } from '../../types';
import { numbersOf, type Field, type NumberColumn } from '../records/fields';
import { scoreField } from './objective-of';

/** A measured quantity beside the objective, such as a time or a stability, and which way it is better. */
export interface Measure {
  readonly field: Field;
  readonly goal: Objective['goal'];
}

/** What a table or a test is about: the objective, or another measure. */
export type Score = Objective | Measure;

/** The field that a score is read from. */
export function fieldOf(score: Score): Field {
  return 'field' in score ? score.field : scoreField(score);
}

/** A score's column of numbers. */
export function valuesOf(records: readonly RunRecord[], score: Score): NumberColumn {
  return numbersOf(records, fieldOf(score));
}

/** 1 where higher is better, −1 where lower is. */
export function signOf({ goal }: Pick<Objective, 'goal'>): 1 | -1 {
  return goal === 'maximize' ? 1 : -1;
}
