/** One decision of a plan, for people. */
export interface Decision {
  /** The recipe's field, or fields, that it sets: what `--set` changes. */
  readonly field: string;
  readonly value: string;
  /** Why, in a sentence with its numbers. */
  readonly reason: string;
}
