import { overlapSums, softJaccard } from '../../metrics';
import { checkExercise } from '../exercise';

/** Checks the soft Jaccard index of a few pixels from truth and probability, without a smoothing constant. */
export function checkSoftJaccard(
  answer: (truth: readonly number[], probability: readonly number[]) => number,
): void {
  const cases: [name: string, truth: number[], probability: number[]][] = [
    ['sure and right', [1, 1, 0, 0], [1, 1, 0, 0]],
    ['right, but unsure', [1, 1, 0, 0], [0.6, 0.6, 0.4, 0.4]],
    ['half wrong', [1, 1, 0], [0.9, 0.2, 0.7]],
  ];
  const hard = (truth: readonly number[], p: readonly number[]): number =>
    softJaccard(
      overlapSums(
        truth,
        p.map((one) => Number(one >= 0.5)),
      ),
      0,
    );
  checkExercise(
    'Soft Jaccard',
    answer,
    cases.map(([name, truth, probability]) => ({
      name,
      given: [truth, probability] as [readonly number[], readonly number[]],
      want: softJaccard(overlapSums(truth, probability), 0),
    })),
    {
      mistakes: [
        {
          says: 'That is the hard score: take the probabilities as they are, without a threshold',
          gives: hard,
        },
        {
          says: 'That is soft Dice: for Jaccard, take the shared sum once',
          gives: (truth, p) => {
            const sums = overlapSums(truth, p);
            return (2 * sums.product) / (sums.truth + sums.probability);
          },
        },
      ],
    },
  );
}
