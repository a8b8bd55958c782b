import type { History } from '../types';

/**
 * Finds metrics that seem to have been renamed while a run was going on: one key ends before the other begins, and
 * the names differ only by abbreviation (`validation Dice`, then `val Dice`). Nothing is joined: that is for the
 * reader to decide. Returns one sentence a pair.
 */
export function describeRenames(history: History): string[] {
  const spans = Object.entries(history)
    .filter(([key]) => !key.startsWith('_'))
    .map(([key, column]) => ({ key, ...spanOf(column) }))
    .filter((span) => span.last >= 0);
  const sentences: string[] = [];
  for (const before of spans) {
    for (const after of spans) {
      if (before.last < after.first && sameButAbbreviated(before.key, after.key)) {
        sentences.push(
          `history key "${before.key}" stops at row ${before.last + 1} and "${after.key}" starts at row ` +
            `${after.first + 1}: perhaps one metric under two names`,
        );
      }
    }
  }
  return sentences;
}

/** Whether two metric names have as many words, each an abbreviation (3 letters or more) of the other's. */
export function sameButAbbreviated(a: string, b: string): boolean {
  const [first, second] = [wordsOf(a), wordsOf(b)];
  if (a === b || first.length !== second.length) return false;
  return first.every((word, i) => {
    const other = second[i]!;
    const [short, long] = word.length <= other.length ? [word, other] : [other, word];
    return short === long || (short.length >= 3 && long.startsWith(short));
  });
}

function wordsOf(key: string): string[] {
  return key
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function spanOf(column: readonly number[]): { first: number; last: number } {
  let first = -1;
  let last = -1;
  for (let i = 0; i < column.length; i++) {
    if (Number.isNaN(column[i]!)) continue;
    if (first < 0) first = i;
    last = i;
  }
  return { first, last };
}
