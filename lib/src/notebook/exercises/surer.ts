import { sharpened } from '../../metrics';
import { checkExercise } from '../exercise';

/** Checks a probability whose logit is taken times a factor. */
export function checkSurer(answer: (p: number, factor: number) => number): void {
  const cases: [number, number][] = [
    [0.6, 4],
    [0.3, 2],
    [0.5, 10],
    [0.9, 0.5],
  ];
  checkExercise(
    'A surer pixel',
    answer,
    cases.map(([p, factor]) => ({
      name: `p = ${p}, logit × ${factor}`,
      given: [p, factor] as [number, number],
      want: sharpened(Float32Array.of(p), factor)[0]!,
    })),
    {
      tolerance: 1e-5, // the pixels of a map are single precision
      mistakes: [
        {
          says: 'The factor belongs to the logit ln(p / (1 − p)), not to the probability',
          gives: (p, factor) => p * factor,
        },
        {
          says: 'That is the logit: bring it back to a probability',
          gives: (p, factor) => factor * Math.log(p / (1 - p)),
        },
      ],
    },
  );
}
