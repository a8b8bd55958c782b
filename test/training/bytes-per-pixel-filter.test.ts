import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isNative } from 'unetlab/backend';
import { createLoss } from 'unetlab/losses';
import { createModel } from 'unetlab/models';
import { bytesPerPixelFilter, trainingConfig, TrainingSteps } from 'unetlab/training';

describe('bytesPerPixelFilter', () => {
  it('is what a step takes', { skip: !isNative && 'native TensorFlow is not built' }, () => {
    for (const [size, batch, filters] of [
      [128, 2, 8],
      [64, 4, 16],
    ] as const) {
      const model = createModel('unet', { baseFilters: filters });
      const steps = new TrainingSteps(model, createLoss('dice'), trainingConfig({ batchSize: batch }));
      steps.prepare([[batch, size, size, 1]], []);
      const variables = 12 * model.parameters.count; // weights and two moments
      const perPixelFilter = (steps.program.peakBytes - variables) / (batch * size * size * filters);
      const share = perPixelFilter / bytesPerPixelFilter;
      assert.ok(share > 0.65 && share < 1.41, `${perPixelFilter} bytes`);
    }
  });
});
