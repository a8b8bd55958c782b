import { checkExercise } from '../exercise';

/**
 * Checks the updates of the weights in an epoch: the last batch may be smaller, and what is left of an accumulation at the end
 * of an epoch is applied.
 */
export function checkUpdates(
  answer: (images: number, batchSize: number, accumulate: number) => number,
): void {
  const cases: [number, number, number][] = [
    [320, 32, 1],
    [320, 4, 1],
    [320, 4, 8],
    [45, 4, 8],
  ];
  checkExercise(
    'Updates in an epoch',
    answer,
    cases.map(([images, batchSize, accumulate]) => {
      let [updates, pending] = [0, 0];
      for (let done = 0; done < images; done += batchSize) {
        pending += 1;
        if (pending < accumulate && done + batchSize < images) continue;
        updates += 1;
        pending = 0;
      }
      return {
        name: `${images} tiles, batches of ${batchSize}, ${accumulate} an update`,
        given: [images, batchSize, accumulate] as [number, number, number],
        want: updates,
      };
    }),
    {
      mistakes: [
        {
          says: 'The remainder counts too: round up the batches, then the updates',
          gives: (images, batchSize, accumulate) => Math.floor(images / (batchSize * accumulate)),
        },
        {
          says: 'An update is a whole one: round up',
          gives: (images, batchSize, accumulate) => images / (batchSize * accumulate),
        },
        {
          says: 'Those are the batches; several of them make one update',
          gives: (images, batchSize) => Math.ceil(images / batchSize),
        },
      ],
    },
  );
}
