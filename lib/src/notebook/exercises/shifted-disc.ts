import { checkExercise } from '../exercise';

/** Checks the Jaccard index of two discs of radius r whose centres are d apart, in pixels. */
export function checkShiftedDisc(answer: (r: number, d: number) => number): void {
  const pairs: [number, number][] = [
    [3.7, 1],
    [1.85, 1],
    [3.7, 2],
  ];
  const cases = pairs.map(([r, d]) => ({
    name: `r = ${r}, d = ${d}`,
    given: [r, d] as [number, number],
    want: discs(r, d),
  }));
  checkExercise('Shifted disc', answer, cases, {
    mistakes: [
      {
        says: 'That is Dice: for Jaccard, divide by the union',
        gives: (r, d) => (2 * discs(r, d)) / (1 + discs(r, d)),
      },
      {
        says: 'That is the shared area in pixels: divide by the union',
        gives: (r, d) => (2 * Math.PI * r * r * discs(r, d)) / (1 + discs(r, d)),
      },
    ],
  });
}

function discs(r: number, d: number): number {
  const overlap = 2 * r * r * Math.acos(d / (2 * r)) - 0.5 * d * Math.sqrt(4 * r * r - d * d);
  return overlap / (2 * Math.PI * r * r - overlap);
}
