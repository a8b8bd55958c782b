import { confusionCounts, dice, jaccard } from '../../metrics';
import { checkExercise } from '../exercise';

/** Pixels of a tile: foreground, called foreground, and both. */
export interface TileSums {
  readonly truth: number;
  readonly predicted: number;
  readonly hit: number;
}

/** Counts of a tile as the scores take them; what is neither foreground nor called so is not needed. */
const counts = ({ truth, predicted, hit }: TileSums) =>
  confusionCounts({ truth, predicted, hit, pixels: truth + predicted, probability: 0, product: 0 });

/** Checks the hard Jaccard index from three sums, on a tile of the run and on two made-up ones. */
export function checkHandJaccard(
  answer: (truth: number, predicted: number, hit: number) => number,
  tile: TileSums,
): void {
  const tiles: (TileSums & { readonly name: string })[] = [
    { name: 'half found, nothing wrong', truth: 100, predicted: 50, hit: 50 },
    { name: 'all found, as much again wrong', truth: 100, predicted: 200, hit: 100 },
    ...(tile.truth > 0 ? [{ ...tile, name: 'the tile' }] : []),
  ];
  checkExercise(
    'Jaccard by hand',
    answer,
    tiles.map(({ name, truth, predicted, hit }) => ({
      name,
      given: [truth, predicted, hit] as [number, number, number],
      want: jaccard(counts({ truth, predicted, hit })),
    })),
    {
      mistakes: [
        {
          says: 'The union counts the shared pixels twice: they are in both sums',
          gives: (truth, predicted, hit) => hit / (truth + predicted),
        },
        {
          says: 'That is Dice, which takes the shared pixels twice in both lines',
          gives: (truth, predicted, hit) => dice(counts({ truth, predicted, hit })),
        },
        {
          says: 'That is the share of the truth that was found (recall)',
          gives: (truth, _, hit) => hit / truth,
        },
        {
          says: 'That is the share of the prediction that is right (precision)',
          gives: (_, predicted, hit) => hit / predicted,
        },
      ],
    },
  );
}

/** Checks the Jaccard index of all tiles together, on those of the run and on two that differ much in size. */
export function checkPooledJaccard(
  answer: (tiles: readonly TileSums[]) => number,
  tiles: readonly TileSums[],
): void {
  const crowd = { truth: 900, predicted: 1000, hit: 800 };
  const few = { truth: 10, predicted: 30, hit: 5 };
  const sets = [
    { name: 'a crowded and a sparse tile', tiles: [crowd, few] },
    { name: 'one tile', tiles: [few] },
    ...(tiles.some(({ truth }) => truth > 0) ? [{ name: 'the tiles of this run', tiles }] : []),
  ];
  const sum = (of: readonly TileSums[], key: keyof TileSums): number =>
    of.reduce((total, one) => total + one[key], 0);
  checkExercise(
    'Jaccard of all tiles together',
    answer,
    sets.map(({ name, tiles: of }) => ({
      name,
      given: [of] as [readonly TileSums[]],
      want: jaccard(
        counts({ truth: sum(of, 'truth'), predicted: sum(of, 'predicted'), hit: sum(of, 'hit') }),
      ),
    })),
    {
      mistakes: [
        {
          says: 'That is the mean over tiles: add the pixels first, divide once',
          gives: (of) => {
            const scored = of.filter(({ truth }) => truth > 0);
            return scored.reduce((total, one) => total + jaccard(counts(one)), 0) / scored.length;
          },
        },
      ],
    },
  );
}
