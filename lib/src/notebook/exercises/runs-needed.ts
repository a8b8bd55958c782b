import { checkExercise } from '../exercise';

/** Checks the runs that each of two configurations needs to be told apart with 80 % power, rounded up. */
export function checkRunsNeeded(answer: (difference: number, sd: number) => number): void {
  const cases: [number, number][] = [
    [0.02, 0.02],
    [0.01, 0.03],
  ];
  checkExercise(
    'Runs needed',
    answer,
    cases.map(([difference, sd]) => ({
      name: `difference ${difference}, sd ${sd}`,
      given: [difference, sd] as [number, number],
      want: Math.ceil(2 * (1.96 + 0.84) ** 2 * (sd / difference) ** 2),
    })),
    {
      mistakes: [
        {
          says: 'Half a run cannot be made: round up',
          gives: (difference, sd) => 2 * (1.96 + 0.84) ** 2 * (sd / difference) ** 2,
        },
        {
          says: 'Both means are uncertain: the factor 2 is missing',
          gives: (difference, sd) => Math.ceil((1.96 + 0.84) ** 2 * (sd / difference) ** 2),
        },
      ],
    },
  );
}
