import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  applySymmetry,
  nearEqualAcross,
  nearEqualPairs,
  splitByGroup,
  syntheticMicrobeads,
  thumbprint,
} from 'unetlab/data';
import { Random } from 'unetlab/random';
import type { Sample } from 'unetlab/types';

const tiles = syntheticMicrobeads({ count: 24, size: 128, seed: 5 });

/** The image with noise, another brightness and its content moved by a pixel. */
function disturbed(sample: Sample, id: string): Sample {
  const random = new Random(3);
  const { width } = sample;
  const image = sample.image.map(
    (_, i) => 0.05 + 0.85 * sample.image[Math.max(0, i - width - 1)]! + 0.02 * random.normal(),
  );
  return { ...sample, id, group: id, image };
}

const pairsOf = (samples: readonly Sample[], groups = samples.map(({ id }) => id)): string[] =>
  nearEqualPairs(samples.map(thumbprint), groups).map(
    ({ a, b, turned }) => `${samples[a]!.id} ${samples[b]!.id}${turned ? ' turned' : ''}`,
  );

describe('nearEqualPairs', () => {
  it('finds copies that were disturbed, mirrored or turned, and no others', () => {
    const mirrored = {
      ...applySymmetry(tiles[5]!, { mirror: true, turns: 1 }),
      id: 'mirrored',
      group: 'mirrored',
    };
    const found = pairsOf([...tiles, disturbed(tiles[8]!, 'disturbed'), mirrored]);
    assert.deepEqual(found.sort(), [`${tiles[8]!.id} disturbed`, `${tiles[5]!.id} mirrored turned`].sort());
  });

  it('leaves pairs within a group alone, and images without structure', () => {
    const copy = disturbed(tiles[8]!, 'copy');
    const groups = [...tiles, copy].map(({ id }) => (id === tiles[8]!.id || id === 'copy' ? 'one' : id));
    assert.deepEqual(pairsOf([...tiles, copy], groups), []);
    const flat = { height: 64, width: 64, channels: 1, image: new Float32Array(64 * 64).fill(0.4) };
    assert.equal(thumbprint(flat), null);
    assert.deepEqual(nearEqualPairs([thumbprint(flat), thumbprint(flat)], ['a', 'b']), []);
  });

  it('names pairs that a split parts', () => {
    const samples = tiles.map((tile) => ({ ...tile, group: tile.id }));
    const split = splitByGroup(samples, { validation: 0.25, seed: 1 });
    const [a, b] = [split.train[0]!.id, split.validation[0]!.id];
    const line = nearEqualAcross(split, [
      { a, b },
      { a, b: split.train[1]!.id },
    ]);
    assert.match(
      line!,
      /^nearly equal images on two sides of the split: 1 pair, such as .* \(train\) and .* \(validation\)/,
    );
    assert.match(line!, /-p group='…'/);
    assert.equal(nearEqualAcross(split, [{ a, b: split.train[1]!.id }]), null);
  });
});
