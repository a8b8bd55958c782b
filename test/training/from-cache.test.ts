import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  augmenter,
  isInFile,
  readDataSet,
  splitByGroup,
  syntheticMicrobeads,
  writeSamples,
} from 'unetlab/data';
import { createLoss } from 'unetlab/losses';
import { createModel } from 'unetlab/models';
import { train, type TrainingResult } from 'unetlab/training';
import type { Sample } from 'unetlab/types';

const dir = mkdtempSync(join(tmpdir(), 'unetlab-from-cache-'));
after(() => {
  rmSync(dir, { recursive: true, force: true });
});

async function trained(
  samples: readonly Sample[],
): Promise<{ readonly result: TrainingResult; readonly weights: Float32Array[] }> {
  const model = createModel('unet', { baseFilters: 2, depth: 2, seed: 3 });
  try {
    const result = await train({
      model,
      loss: createLoss('dice-bce'),
      split: splitByGroup(samples, { validation: 0.3 }),
      augment: augmenter({ flips: true, turns: true, intensity: true, patch: { side: 16 } }),
      config: { epochs: 2, batchSize: 2, seed: 5 },
    });
    return { result, weights: [...model.parameters.values().values()].map((values) => values.slice()) };
  } finally {
    model.dispose();
  }
}

describe('a training on pictures of the cache', () => {
  it('is that on pictures in memory, and on floats, bit for bit', async () => {
    await writeSamples(
      join(dir, 'set'),
      syntheticMicrobeads({ count: 6, size: 32, seed: 2, tilesPerSlide: 2 }),
    );
    const options = { group: 'image', channels: 1 } as const;
    const memory = await readDataSet(join(dir, 'set'), { ...options, cache: false });
    const cache = { folder: join(dir, 'cache'), inMemory: 1, most: 1e9 };
    const cached = await readDataSet(join(dir, 'set'), { ...options, cache });
    assert.ok(cached.samples.every(isInFile));
    const floats = memory.samples.map((sample) => ({ ...sample }));
    assert.ok(floats.every(({ image }) => image instanceof Float32Array));
    const parts = async (samples: readonly Sample[]): Promise<unknown> => {
      const { result, weights } = await trained(samples);
      const { seconds: _, ...history } = result.history;
      assert.ok(result.waiting > 0 && result.waiting < 1, String(result.waiting));
      return { history, weights };
    };
    const want = await parts(floats);
    assert.deepEqual(await parts(memory.samples), want);
    assert.deepEqual(await parts(cached.samples), want);
  });
});
