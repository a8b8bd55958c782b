import { correlation, oneWayAnova } from '../../analysis';
import { checkExercise } from '../exercise';

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Checks the share of the variance of all scores that lies between the groups of a setting. */
export function checkVarianceShare(answer: (groups: readonly (readonly number[])[]) => number): void {
  const cases: [name: string, groups: number[][]][] = [
    [
      'the setting decides all',
      [
        [0.2, 0.2],
        [0.6, 0.6],
      ],
    ],
    [
      'it decides nothing',
      [
        [0.2, 0.6],
        [0.2, 0.6],
      ],
    ],
    ['unequal groups', [[0.3, 0.4, 0.5, 0.4], [0.6], [0.5, 0.7]]],
  ];
  checkExercise(
    'Share of the variance',
    answer,
    cases.map(([name, groups]) => {
      const { sumSqBetween, sumSqWithin } = oneWayAnova(
        groups.map((values, i) => ({ name: String(i), values })),
      );
      return {
        name,
        given: [groups] as [readonly (readonly number[])[]],
        want: sumSqBetween / (sumSqBetween + sumSqWithin),
      };
    }),
    {
      mistakes: [
        {
          says: 'A group counts as often as it has runs: weigh its square by them',
          gives: (groups) => {
            const all = groups.flat();
            const grand = meanOf(all);
            const between = groups.reduce((sum, one) => sum + (meanOf(one) - grand) ** 2, 0);
            return between / all.reduce((sum, value) => sum + (value - grand) ** 2, 0);
          },
        },
        {
          says: 'That is the share within the groups: what the setting does not explain',
          gives: (groups) => {
            const all = groups.flat();
            const grand = meanOf(all);
            const within = groups.reduce(
              (sum, one) => sum + one.reduce((rest, value) => rest + (value - meanOf(one)) ** 2, 0),
              0,
            );
            return within / all.reduce((sum, value) => sum + (value - grand) ** 2, 0);
          },
        },
      ],
    },
  );
}

/** Checks Pearson's r of two columns. */
export function checkCorrelation(answer: (x: readonly number[], y: readonly number[]) => number): void {
  const cases: [name: string, x: number[], y: number[]][] = [
    ['a rising line', [1, 2, 3], [0.1, 0.2, 0.3]],
    ['a falling cloud', [-5, -4, -3, -2], [0.7, 0.8, 0.4, 0.3]],
    ['no trend', [0, 1, 2, 3], [0.3, 0.6, 0.6, 0.3]],
  ];
  const covariance = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, one, i) => sum + (one - meanOf(x)) * (y[i]! - meanOf(y)), 0);
  checkExercise(
    'Correlation',
    answer,
    cases.map(([name, x, y]) => ({
      name,
      given: [x, y] as [readonly number[], readonly number[]],
      want: correlation(x, y).r!,
    })),
    {
      tolerance: 1e-9,
      mistakes: [
        {
          says: 'That is the slope of the line: divide by both spreads, so that no unit is left',
          gives: (x, y) => covariance(x, y) / covariance(x, x),
        },
        {
          says: 'That is r²: the sign is lost',
          gives: (x, y) => covariance(x, y) ** 2 / (covariance(x, x) * covariance(y, y)),
        },
      ],
    },
  );
}
