import { checkExercise } from '../exercise';

/** Checks how much of the square that a unit sees an object fills, in areas, once the images have another side. */
export function checkSeenShare(answer: (radius: number, sees: number, scale: number) => number): void {
  const cases: [number, number, number][] = [
    [3.5, 14, 1],
    [3.5, 14, 2],
    [3.5, 32, 2],
  ];
  checkExercise(
    'What a unit sees',
    answer,
    cases.map(([radius, sees, scale]) => {
      const grown = radius * scale;
      return {
        name: `radius ${radius} px, a unit of ${sees} px, images × ${scale}`,
        given: [radius, sees, scale] as [number, number, number],
        want: (Math.PI * grown * grown) / (sees * sees),
      };
    }),
    {
      mistakes: [
        {
          says: 'The side grows in both directions: an area grows with the square of the scale',
          gives: (radius, sees, scale) => (Math.PI * radius ** 2 * scale) / sees ** 2,
        },
        {
          says: 'The object grows with the image; what a unit sees stays as it is in pixels',
          gives: (radius, sees, scale) => (Math.PI * radius ** 2) / (sees * scale) ** 2,
        },
        {
          says: 'That is the width; the question is about areas',
          gives: (radius, sees, scale) => (2 * radius * scale) / sees,
        },
      ],
    },
  );
}
