import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { microbeadScenes, syntheticMicrobeads } from 'unetlab/data';
import {
  connectedComponents,
  detectionScores,
  findPeaks,
  matchObjects,
  splitTouching,
} from 'unetlab/metrics';

describe('synthetic beads are counted', () => {
  it('within 3 % by parted pieces, where components miss a quarter', (t) => {
    const lines: string[] = [];
    for (const { sample, beads } of microbeadScenes({
      count: 7,
      size: 512,
      tilesPerSlide: 1,
      seed: 11,
      beads: [500, 250, 125, 62, 31, 1000, 16],
    })) {
      const truth = beads.map(({ x, y }) => ({ x: x - 0.5, y: y - 0.5 }));
      const pieces = connectedComponents(sample.mask, 512, 512).objects;
      const parted = splitTouching(sample.mask, 512, 512).objects;
      const scores = detectionScores([matchObjects(truth, parted, 3)]);
      lines.push(
        `${beads.length} beads: ${pieces.length} components, ${parted.length} parted, F1 ${scores.f1.toFixed(3)}`,
      );
      assert.ok(Math.abs(scores.countError) <= 0.03, lines.at(-1));
      assert.ok(scores.f1 > 0.95, lines.at(-1));
    }
    for (const line of lines) t.diagnostic(line);
  });

  it('to 3 % by peaks, where a thousand crowd a tile', () => {
    const scenes = syntheticMicrobeads({ count: 24, size: 512, seed: 3 });
    const beads = scenes.reduce((sum, { objectCount }) => sum + objectCount!, 0);
    const found = scenes.reduce((sum, { mask }) => sum + findPeaks(mask, 512, 512).length, 0);
    assert.ok(Math.abs(found / beads - 1) < 0.03, `${found} of ${beads}`);
  });
});
