import { checkExercise } from '../exercise';

/**
 * Checks how many epochs a budget of seconds buys at 256² and at 512², where a share of it is spent at 256² and an epoch costs a
 * quarter there.
 */
export function checkEpochsAt(
  answer: (budget: number, share: number, cost: number) => readonly [number, number],
): void {
  const cases: [number, number, number][] = [
    [600, 0.5, 10],
    [600, 0.25, 10],
    [60, 0, 3],
  ];
  const sizes = ['256²', '512²'] as const;
  checkExercise(
    'Epochs at each size',
    (budget: number, share: number, cost: number, at: 0 | 1) => answer(budget, share, cost)[at],
    cases.flatMap(([budget, share, cost]) =>
      ([0, 1] as const).map((at) => ({
        name: `${budget} s, share ${share}, ${cost} s an epoch: ${sizes[at]}`,
        given: [budget, share, cost, at] as [number, number, number, 0 | 1],
        want: at === 0 ? (budget * share) / (cost / 4) : (budget * (1 - share)) / cost,
      })),
    ),
    {
      mistakes: [
        {
          says: 'An epoch at 256² costs a quarter: the same seconds buy four times as many',
          gives: (budget, share, cost, at) => (budget * (at === 0 ? share : 1 - share)) / cost,
        },
        {
          says: 'A quarter of the price buys four times the epochs, not a quarter of them',
          gives: (budget, share, cost, at) =>
            at === 0 ? (budget * share) / (4 * cost) : (budget * (1 - share)) / cost,
        },
      ],
    },
  );
}
