import { checkExercise } from '../exercise';

/** Checks the standard error of a mean from the standard deviation and the count. */
export function checkStandardError(answer: (sd: number, n: number) => number): void {
  const cases: [number, number][] = [
    [0.1, 4],
    [0.03, 15],
    [0.2, 1],
  ];
  checkExercise(
    'Standard error',
    answer,
    cases.map(([sd, n]) => ({
      name: `sd ${sd}, n ${n}`,
      given: [sd, n] as [number, number],
      want: sd / Math.sqrt(n),
    })),
    {
      mistakes: [
        {
          says: 'The root of the count is missing: variances add, deviations do not',
          gives: (sd, n) => sd / n,
        },
        { says: 'That is the spread of a sum, not of a mean', gives: (sd, n) => sd * Math.sqrt(n) },
      ],
    },
  );
}
