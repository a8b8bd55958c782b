import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { checkExercise, type ExerciseCase, type ExerciseResult } from 'unetlab/notebook';

const cases: ExerciseCase<[number, number]>[] = [
  { name: 'small', given: [1, 2], want: 3 },
  { name: 'large', given: [1000, 2], want: 1002 },
];

function check(answer: (a: number, b: number) => number): ExerciseResult {
  const log = mock.method(console, 'log', () => undefined);
  try {
    const result = checkExercise('Exercise 1', answer, cases);
    assert.deepEqual(log.mock.calls[0]!.arguments, [result.text]);
    return result;
  } finally {
    log.mock.restore();
  }
}

describe('exercise', () => {
  it('is open while the function gives NaN', () => {
    assert.deepEqual(
      check(() => NaN),
      { passed: false, right: 0, text: '**Exercise 1:** to do' },
    );
  });

  it('is passed when every case is right within the tolerance', () => {
    const { passed, text } = check((a, b) => (a + b) * (1 + 5e-7));
    assert.ok(passed);
    assert.equal(text, '**Exercise 1:** right, all 2 cases');
  });

  it('names the first wrong case, also where the function throws', () => {
    const { passed, right, text } = check((a, b) => (a > 10 ? a * b : a + b));
    assert.deepEqual([passed, right], [false, 1]);
    assert.match(text, /not yet, 1 of 2 right; large: got 2000, wanted 1002$/);
    const thrown = check(() => {
      throw new Error('no idea');
    });
    assert.match(thrown.text, /small: it threw "no idea", wanted 3/);
  });

  it('names a known mistake where all answers are its own', () => {
    const log = mock.method(console, 'log', () => undefined);
    const mistakes = [{ says: 'That is the product', gives: (a: number, b: number) => a * b }];
    const text = (answer: (a: number, b: number) => number): string =>
      checkExercise('Exercise 1', answer, cases, { mistakes }).text;
    try {
      assert.match(
        text((a, b) => a * b),
        /wanted 3\. That is the product$/,
      );
      assert.doesNotMatch(
        text((a) => (a === 1 ? 2 : 7)),
        /product/,
      );
      assert.doesNotMatch(
        text((a, b) => a + b),
        /product/,
      );
    } finally {
      log.mock.restore();
    }
  });

  it('needs a case', () => {
    assert.throws(() => checkExercise('Exercise 2', () => 1, []), /Exercise 2 has no case to check/);
  });
});
