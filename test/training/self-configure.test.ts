import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isNative } from 'unetlab/backend';
import { createLoss } from 'unetlab/losses';
import { createModel } from 'unetlab/models';
import { selfConfigure, trainingConfig, TrainingSteps } from 'unetlab/training';

const beads = { height: 512, width: 512, objectDiameter: 7, images: 40, memory: 4e9 };

describe('selfConfigure', () => {
  it('sees eight object diameters, fits in memory and leaves an epoch eight updates', () => {
    const choice = selfConfigure(beads);
    assert.deepEqual([choice.depth, choice.patch, choice.batchSize], [3, 512, 5]);
    assert.equal(selfConfigure({ ...beads, objectDiameter: 40 }).depth, 5);
    assert.equal(selfConfigure({ ...beads, height: 64, width: 64, objectDiameter: 40 }).depth, 3); // 8 pixels at the bottom
    assert.equal(selfConfigure({ ...beads, memory: 5e8 }).batchSize, 1);
    const tight = selfConfigure({ ...beads, memory: 1e8 });
    assert.ok(tight.patch < 512 && tight.patch % 8 === 0 && tight.batchSize === 1);
    assert.match(tight.reasons.join(), /is what fits in 100 MB/);
    assert.throws(() => selfConfigure({ ...beads, memory: 0 }), /invalid memory: 0; allowed: above 0/);
  });

  it('knows what a step takes', { skip: !isNative && 'native TensorFlow is not built' }, () => {
    for (const [size, batch, filters] of [
      [128, 2, 8],
      [64, 4, 16],
    ] as const) {
      const model = createModel('unet', { baseFilters: filters });
      const steps = new TrainingSteps(model, createLoss('dice'), trainingConfig({ batchSize: batch }));
      steps.prepare([[batch, size, size, 1]], []);
      const variables = 12 * model.parameters.count; // weights and two moments
      const perPixelFilter = (steps.program.peakBytes - variables) / (batch * size * size * filters);
      assert.ok(perPixelFilter > 60 && perPixelFilter < 130, `${perPixelFilter} bytes`);
    }
  });
});
