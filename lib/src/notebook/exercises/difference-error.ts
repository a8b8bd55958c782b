import { welchTest } from '../../analysis';
import { checkExercise } from '../exercise';

/** Checks the standard error of the difference of two means, the spreads allowed to differ. */
export function checkDifferenceError(answer: (a: readonly number[], b: readonly number[]) => number): void {
  const cases: [name: string, a: number[], b: number[]][] = [
    ['two seeds each', [0.71, 0.75], [0.66, 0.72]],
    ['three and two seeds', [0.7, 0.74, 0.72], [0.6, 0.7]],
    ['one side steadier', [0.7, 0.701, 0.699], [0.5, 0.7, 0.93]],
  ];
  const variance = (values: readonly number[]): number => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  };
  const own = (values: readonly number[]): number => Math.sqrt(variance(values) / values.length);
  checkExercise(
    'Error of a difference',
    answer,
    cases.map(([name, a, b]) => {
      const { difference, t } = welchTest(a, b);
      return { name, given: [a, b] as [readonly number[], readonly number[]], want: difference! / t! };
    }),
    {
      mistakes: [
        {
          says: 'Errors do not add: their squares do',
          gives: (a, b) => own(a) + own(b),
        },
        {
          says: 'That is the spread of one run: a mean of n runs has variance / n',
          gives: (a, b) => Math.sqrt(variance(a) + variance(b)),
        },
        {
          says: 'A sample of n has n − 1 in its variance, or few seeds look steadier than they are',
          gives: (a, b) =>
            Math.sqrt(
              (variance(a) * (a.length - 1)) / a.length / a.length +
                (variance(b) * (b.length - 1)) / b.length / b.length,
            ),
        },
      ],
    },
  );
}
