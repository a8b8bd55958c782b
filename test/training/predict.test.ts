import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applySymmetry, syntheticMicrobeads } from 'unetlab/data';
import { createModel } from 'unetlab/models';
import { blendTiles, predict } from 'unetlab/training';

const model = createModel('unet', { depth: 2, baseFilters: 4, norm: 'group', seed: 3 });
const [sample] = syntheticMicrobeads({ count: 1, size: 64, seed: 2 });
const largest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe('predict', () => {
  it('is unchanged by a turn of the image under test-time augmentation, and is changed without', () => {
    const turned = applySymmetry(sample!, { mirror: true, turns: 1 });
    const back = (map: Float32Array): Float32Array =>
      applySymmetry({ ...turned, image: map }, { mirror: true, turns: 1 }).image;
    const [plain, plainTurned] = predict(model, [sample!, turned]);
    assert.ok(largest(plain!, back(plainTurned!)) > 1e-4);
    const [mean, meanTurned] = predict(model, [sample!, turned], { symmetries: true });
    assert.ok(largest(mean!, back(meanTurned!)) < 1e-5);
  });

  it('averages four symmetries of an image that is not square', () => {
    const wide = {
      ...sample!,
      height: 32,
      image: sample!.image.slice(0, 32 * 64),
      mask: sample!.mask.slice(0, 32 * 64),
    };
    const [map] = predict(model, [wide], { symmetries: true });
    assert.ok(map!.length === 32 * 64 && map!.every((p) => p > 0 && p < 1));
  });

  it('predicts tile by tile what it predicts at once, away from the tiles’ own edges', () => {
    const pixelwise = blendTiles(sample!, { size: 24, overlap: 7 }, (tile) => tile.image);
    assert.ok(largest(pixelwise, sample!.image) < 1e-6);
    const local = createModel('unet', { depth: 1, baseFilters: 4, norm: 'none', seed: 3 });
    const [whole, tiled] = [
      predict(local, [sample!]),
      predict(local, [sample!], { tiles: { size: 48, overlap: 32 } }),
    ];
    const inner = (map: Float32Array): Float32Array =>
      map.filter((_, i) => i % 64 >= 24 && i % 64 < 40 && i / 64 >= 24 && i / 64 < 40);
    assert.ok(largest(inner(whole[0]!), inner(tiled[0]!)) < 0.02);
    assert.throws(
      () => predict(model, [sample!], { tiles: { size: 32, overlap: 32 } }),
      /invalid overlap: 32; allowed: an integer from 0 to 31/,
    );
  });
});
