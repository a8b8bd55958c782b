import { checkExercise } from '../exercise';

/** Pixels of a tile: foreground, called foreground, and both. */
interface TileSums {
  readonly truth: number;
  readonly predicted: number;
  readonly hit: number;
}

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
      want: hit / (truth + predicted - hit),
    })),
  );
}
