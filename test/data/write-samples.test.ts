import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readDataSet, syntheticCells, writeSamples } from 'unetlab/data';

const root = mkdtempSync(join(tmpdir(), 'samples-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('writeSamples', () => {
  it('writes a folder that is read as it was: numbers of objects, groups, intensities', async () => {
    const samples = syntheticCells({ count: 6, wells: 3, seed: 2, height: 60, width: 80, radius: 6 });
    const dir = join(root, 'cells');
    await writeSamples(dir, samples);
    const set = await readDataSet(dir);
    assert.equal(set.groupCount, 3);
    assert.equal(
      set.objects,
      samples.reduce((sum, { objectCount }) => sum + objectCount!, 0),
    );
    for (const sample of samples) {
      const read = set.samples.find(({ id }) => id === sample.id)!;
      assert.equal(read.group, sample.group);
      assert.deepEqual(Array.from(read.mask), Array.from(sample.mask));
      assert.ok(read.image.every((value, i) => Math.abs(value - sample.image[i]!) <= 0.5 / 255 + 1e-6));
      const distinct = new Set(read.instances);
      assert.equal(distinct.size - 1, sample.objectCount);
    }
  });
});
