import assert from 'node:assert/strict';
import { it } from 'node:test';
import { splitByGroup, syntheticMicrobeads } from 'unetlab/data';
import { evaluate, trainInStages } from 'unetlab/training';
import { smallTask } from './small-task';

const at = (size: number): ReturnType<typeof splitByGroup> =>
  splitByGroup(syntheticMicrobeads({ count: 16, size, seed: 4 }), { validation: 0.25 });

it('carries the weights from one resolution to the next and measures the change', async () => {
  const { split: _, ...task } = smallTask({ epochs: 3, learningRate: 5e-3 });
  const [small, large] = [at(32), at(64)];
  const staged = await trainInStages(task, [
    { name: '32²', split: small, config: {} },
    { name: '64²', split: large, config: { epochs: 2, learningRate: 1e-3 } },
  ]);
  assert.deepEqual(
    staged.points.map(({ stage }) => stage),
    ['32²', '32²', '32²', '64²', '64²', '64²'],
  );
  assert.ok(staged.points.every(({ seconds }, i) => i === 0 || seconds >= staged.points[i - 1]!.seconds));
  const [change] = staged.changes;
  assert.equal(staged.changes.length, 1);
  assert.equal(change!.stage, '64²');
  assert.ok(Math.abs(change!.before - staged.stages[0]!.best) < 1e-6, 'the best weights are carried over');
  assert.equal(change!.after, staged.points[3]!.score);
  const { scores } = await evaluate(task.model, task.loss, large.validation, { batchSize: 4 });
  assert.ok(Math.abs(scores.jaccard - staged.stages[1]!.best) < 1e-6);
  await assert.rejects(trainInStages(task, []), /no stage to train/);
});
