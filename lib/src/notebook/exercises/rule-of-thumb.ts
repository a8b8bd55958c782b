import { checkExercise } from '../exercise';

/**
 * Checks the rule of thumb for the best of n draws from a normal distribution, mean ± sd · √(2 ln n): a plus where higher is
 * better, a minus where lower is.
 */
export function checkRuleOfThumb(
  answer: (mean: number, sd: number, n: number) => number,
  goal: 'maximize' | 'minimize' = 'maximize',
): void {
  const sign = goal === 'maximize' ? 1 : -1;
  const cases: [number, number, number][] = [
    [0, 1, 10],
    [0.16, 0.03, 15],
    [0.7, 0.1, 480],
  ];
  checkExercise(
    'Rule of thumb',
    answer,
    cases.map(([mean, sd, n]) => ({
      name: `mean ${mean}, sd ${sd}, n ${n}`,
      given: [mean, sd, n] as [number, number, number],
      want: mean + sign * sd * Math.sqrt(2 * Math.log(n)),
    })),
    {
      mistakes: [
        {
          says: `Which way is better? The goal here is to ${goal}`,
          gives: (mean, sd, n) => mean - sign * sd * Math.sqrt(2 * Math.log(n)),
        },
        {
          says: 'The root goes over 2 ln n as a whole',
          gives: (mean, sd, n) => mean + sign * sd * 2 * Math.log(n),
        },
        {
          says: 'ln is the natural logarithm, Math.log',
          gives: (mean, sd, n) => mean + sign * sd * Math.sqrt(2 * Math.log10(n)),
        },
      ],
    },
  );
}
