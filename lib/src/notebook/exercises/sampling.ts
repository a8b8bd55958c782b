import { checkExercise } from '../exercise';

/** Checks the mean of a column with gaps: what is absent takes no part. */
export function checkMeanOfPresent(answer: (values: readonly (number | null)[]) => number): void {
  const columns: (number | null)[][] = [
    [0.4, null, 0.6],
    [0.1, 0.2, 0.3],
    [null, null, 0.7, 0.9],
  ];
  const total = (values: readonly (number | null)[]): number =>
    values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  checkExercise(
    'Mean with gaps',
    answer,
    columns.map((values) => {
      let [sum, count] = [0, 0];
      for (const value of values)
        if (value !== null) {
          sum += value;
          count += 1;
        }
      return {
        name: `[${values.join(', ')}]`,
        given: [values] as [readonly (number | null)[]],
        want: sum / count,
      };
    }),
    {
      mistakes: [
        {
          says: 'The gaps are counted as 0: divide by the number of values that are there',
          gives: (values) => total(values) / values.length,
        },
      ],
    },
  );
}

/** Checks the chance that the best row of a history is in a sample of one row at random out of each equal stretch. */
export function checkChanceKept(answer: (rows: number, samples: number) => number): void {
  const cases: [number, number][] = [
    [40, 10],
    [500, 500],
    [12_000, 500],
    [30, 1],
  ];
  checkExercise(
    'Chance that the best row is kept',
    answer,
    cases.map(([rows, samples]) => {
      // every row is the best one equally often, and is drawn with one over the length of its stretch
      const stretch = rows / samples;
      let chance = 0;
      for (let row = 0; row < rows; row += 1) chance += 1 / stretch / rows;
      return {
        name: `${rows} rows, ${samples} samples`,
        given: [rows, samples] as [number, number],
        want: chance,
      };
    }),
    {
      mistakes: [
        { says: 'That is the chance that it is lost', gives: (rows, samples) => 1 - samples / rows },
        { says: 'That is the length of a stretch, not a chance', gives: (rows, samples) => rows / samples },
      ],
    },
  );
}
