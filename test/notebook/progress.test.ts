import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { duration, trainingProgress, trainingText } from 'unetlab/notebook';
import type { TrainingProgress } from 'unetlab/types';
import { inFakeCell } from './fake-cell';

const state = (seconds: number, change: Partial<TrainingProgress> = {}): TrainingProgress => ({
  epoch: 1,
  epochs: 2,
  step: 1,
  steps: 100,
  loss: 0.5,
  jaccard: 0.25,
  validationJaccard: null,
  elapsedSeconds: seconds,
  remainingSeconds: 61,
  ...change,
});

describe('trainingProgress', () => {
  it('prints a line every few seconds where there is no notebook', () => {
    const lines: string[] = [];
    const report = trainingProgress({ label: 'U-Net', everySeconds: 5, print: (line) => lines.push(line) });
    for (let second = 0; second <= 12; second += 1) report(state(second));
    report.done('finished');
    assert.equal(lines.length, 4, lines.join('\n')); // at 0, 5 and 10 seconds, and the end
    assert.equal(lines[0], 'U-Net: epoch 1/2 · step 1/100 · loss 0.5000 · Jaccard 0.250 · 1 min 01 s left');
    assert.equal(lines[3], 'U-Net: finished');
  });

  it('updates one output in place in a notebook', async () => {
    const outputs = await inFakeCell(() => {
      const report = trainingProgress({ label: 'a < b' });
      for (let i = 0; i < 40; i += 1) report(state(i / 10, { step: i + 1, epoch: 2 }));
      report.done('best 0.7');
    });
    assert.equal(outputs.filter(({ update }) => !update).length, 1);
    assert.equal(new Set(outputs.map(({ transient }) => transient.display_id)).size, 1);
    // 4 seconds at no more than four drawings a second, and the end
    assert.ok(outputs.length >= 10 && outputs.length <= 18, `${outputs.length} drawings`);
    assert.match(String(outputs[0]!.data['text/html']), /a &#60; b.*width:50\.5%/);
    assert.equal(outputs.at(-1)!.data['text/plain'], 'a < b: best 0.7');
  });

  it('shows the validation score once there is one', () => {
    assert.match(
      trainingText(state(1, { validationJaccard: 0.5, remainingSeconds: null })),
      /validation 0\.500$/,
    );
  });
});

describe('duration', () => {
  it('reads like a clock', () => {
    assert.deepEqual([0.4, 59, 60, 3599.6, 7500].map(duration), [
      '0 s',
      '59 s',
      '1 min 00 s',
      '1 h 00 min',
      '2 h 05 min',
    ]);
  });
});
