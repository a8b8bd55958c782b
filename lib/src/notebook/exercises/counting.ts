import { checkExercise } from '../exercise';

/** Checks the share by which a count is off: (found − truth) / truth. */
export function checkCountError(answer: (truth: number, found: number) => number): void {
  checkExercise(
    'Count error',
    answer,
    [
      { name: '40 there, 44 found', given: [40, 44], want: 0.1 },
      { name: '50 there, 40 found', given: [50, 40], want: -0.2 },
    ],
    {
      mistakes: [
        {
          says: 'That is the number of objects: divide by those that are there',
          gives: (truth, found) => found - truth,
        },
        {
          says: 'Divide by the objects that are there, not by those found',
          gives: (truth, found) => (found - truth) / found,
        },
        { says: 'Too few is negative', gives: (truth, found) => (truth - found) / truth },
      ],
    },
  );
}

/** Checks F1 from the objects that are there, those that were found, and those found rightly. */
export function checkF1(answer: (truth: number, found: number, matched: number) => number): void {
  checkExercise(
    'F1',
    answer,
    [
      { name: 'all found', given: [10, 10, 10], want: 1 },
      { name: 'right count, half wrong', given: [10, 10, 5], want: 0.5 },
      { name: 'twice too many', given: [10, 20, 10], want: 2 / 3 },
    ],
    {
      mistakes: [
        {
          says: 'That is recall: it forgives what was invented',
          gives: (truth, _, matched) => matched / truth,
        },
        {
          says: 'That is precision: it forgives what was missed',
          gives: (_, found, matched) => matched / found,
        },
        {
          says: 'That is matches over the union, as Jaccard has it',
          gives: (truth, found, matched) => matched / (truth + found - matched),
        },
      ],
    },
  );
}

/** Checks the mean over groups of the mean in a group. */
export function checkGroupMean(answer: (groups: readonly (readonly number[])[]) => number): void {
  checkExercise(
    'Mean over groups',
    answer,
    [
      { name: 'one image each', given: [[[0.8], [0.6]]], want: 0.7 },
      { name: 'three and one', given: [[[0.9, 0.9, 0.9], [0.5]]], want: 0.7 },
    ],
    {
      mistakes: [
        {
          says: 'That gives each image the same weight, so a well with many images decides',
          gives: (groups) => groups.flat().reduce((sum, score) => sum + score, 0) / groups.flat().length,
        },
      ],
    },
  );
}
