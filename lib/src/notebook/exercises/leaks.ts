import { checkExercise } from '../exercise';

/** Checks how many groups have images on both sides of a split, from the group of each image. */
export function checkLeaks(answer: (train: readonly string[], heldOut: readonly string[]) => number): void {
  const cases: [name: string, train: string[], heldOut: string[]][] = [
    ['whole slides', ['A', 'A', 'B'], ['C', 'C']],
    ['one torn slide, twice', ['A', 'A', 'B'], ['A', 'A', 'C']],
    ['two torn slides', ['A', 'B', 'B', 'C'], ['B', 'C', 'B', 'D']],
  ];
  checkExercise(
    'Torn groups',
    answer,
    cases.map(([name, train, heldOut]) => {
      const seen = new Set(train);
      const torn = new Set<string>();
      for (const group of heldOut) if (seen.has(group)) torn.add(group);
      return { name, given: [train, heldOut] as [readonly string[], readonly string[]], want: torn.size };
    }),
    {
      mistakes: [
        {
          says: 'That counts images: a group counts once, however many of its images are held out',
          gives: (train, heldOut) => heldOut.filter((group) => train.includes(group)).length,
        },
      ],
    },
  );
}
