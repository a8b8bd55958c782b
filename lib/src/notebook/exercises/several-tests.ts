import { holm } from '../../analysis';
import { checkExercise } from '../exercise';

/** Checks p-values corrected by Holm, in the order in which they were given. */
export function checkHolm(answer: (p: readonly number[]) => readonly number[]): void {
  const sets: number[][] = [
    [0.01, 0.04, 0.03],
    [0.5, 0.02],
    [0.011, 0.02, 0.9],
  ];
  const stepped = (p: readonly number[], at: number): number =>
    Math.min(1, p[at]! * (p.length - p.filter((one) => one < p[at]!).length));
  checkExercise(
    'Holm',
    (p: readonly number[], at: number) => answer(p)[at]!,
    sets.flatMap((p) =>
      holm(p).map((want, at) => ({
        name: `${p[at]} of [${p.join(', ')}]`,
        given: [p, at] as [readonly number[], number],
        want: want!,
      })),
    ),
    {
      mistakes: [
        {
          says: 'That is Bonferroni: only the smallest is multiplied by the number of tests, the next by one less',
          gives: (p, at) => Math.min(1, p[at]! * p.length),
        },
        {
          says: 'A larger p cannot end below a smaller one: keep the running maximum, from the smallest on',
          gives: stepped,
        },
      ],
    },
  );
}

/** Checks the mean best of `budget` runs that are drawn from a group without putting any back, higher being better. */
export function checkEqualBudget(answer: (scores: readonly number[], budget: number) => number): void {
  const cases: [number[], number][] = [
    [[0.1, 0.2, 0.3], 1],
    [[0.1, 0.2, 0.3], 2],
    [[0.5, 0.1, 0.4, 0.2, 0.3], 3],
    [[0.7, 0.2], 2],
  ];
  checkExercise(
    'Best of an equal budget',
    answer,
    cases.map(([scores, budget]) => {
      const drawn = subsets(scores, budget);
      const want = drawn.reduce((sum, some) => sum + Math.max(...some), 0) / drawn.length;
      return {
        name: `best ${budget} of [${scores.join(', ')}]`,
        given: [scores, budget] as [readonly number[], number],
        want,
      };
    }),
    {
      mistakes: [
        {
          says: 'That is the best of all: a larger group is favoured by it',
          gives: (scores) => Math.max(...scores),
        },
        {
          says: 'That is the mean: what one run reaches',
          gives: (scores) => scores.reduce((sum, score) => sum + score, 0) / scores.length,
        },
      ],
    },
  );
}

/** All choices of `size` values. */
function subsets(values: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return values.flatMap((value, i) => subsets(values.slice(i + 1), size - 1).map((rest) => [value, ...rest]));
}
