import { checkExercise } from '../exercise';

/** Checks how many of `n` trials at a rung are among the best of which one in `factor` goes on. */
export function checkGoOn(answer: (n: number, factor: number) => number): void {
  checkExercise(
    'How many go on',
    answer,
    [
      { name: '9 trials, one of 3', given: [9, 3], want: 3 },
      { name: '10 trials, one of 4', given: [10, 4], want: 2 },
      { name: '2 trials, one of 3', given: [2, 3], want: 1 },
    ],
    {
      mistakes: [
        { says: 'One always goes on', gives: (n, factor) => Math.floor(n / factor) },
        { says: 'Round down', gives: (n, factor) => Math.max(1, Math.round(n / factor)) },
      ],
    },
  );
}

/** Checks the chance that the best of all is among the further tries. */
export function checkBetterChance(answer: (recorded: number, further: number) => number): void {
  checkExercise(
    'A better one',
    answer,
    [
      { name: '36 recorded, 36 further', given: [36, 36], want: 0.5 },
      { name: '15 recorded, 45 further', given: [15, 45], want: 0.75 },
      { name: '1 recorded, none further', given: [1, 0], want: 0 },
    ],
    {
      mistakes: [
        {
          says: 'That is the chance that the best one is known already',
          gives: (recorded, further) => recorded / (recorded + further),
        },
      ],
    },
  );
}

/** Checks the hours of a grid from the number of values of each parameter, the seeds, and the minutes of a training. */
export function checkGridHours(
  answer: (values: readonly number[], seeds: number, minutes: number) => number,
): void {
  checkExercise(
    'What a grid costs',
    answer,
    [
      { name: '4 × 3 × 3, one seed, 60 minutes', given: [[4, 3, 3], 1, 60], want: 36 },
      { name: '3 × 2, five seeds, 2 minutes', given: [[3, 2], 5, 2], want: 1 },
      { name: 'nothing varies, 90 minutes', given: [[], 1, 90], want: 1.5 },
    ],
    {
      mistakes: [
        {
          says: 'Every value of one parameter meets every value of the others: multiply',
          gives: (values, seeds, minutes) => (values.reduce((a, b) => a + b, 0) * seeds * minutes) / 60,
        },
        {
          says: 'Those are minutes',
          gives: (values, seeds, minutes) => values.reduce((a, b) => a * b, 1) * seeds * minutes,
        },
      ],
    },
  );
}
