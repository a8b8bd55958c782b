import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { augmenter, batches, syntheticMicrobeads } from 'unetlab/data';
import { Random } from 'unetlab/random';
import type { Batch } from 'unetlab/types';

const samples = syntheticMicrobeads({ count: 10, size: 48, seed: 6 });
const all = async (iterable: AsyncIterable<Batch>): Promise<Batch[]> => {
  const result: Batch[] = [];
  for await (const batch of iterable) result.push(batch);
  return result;
};

describe('batches', () => {
  it('packs every sample once, in order or shuffled, with its own mask', async () => {
    const plain = await all(batches(samples, { batchSize: 4, shuffle: null }));
    assert.deepEqual(
      plain.map((b) => b.shape),
      [
        [4, 48, 48, 1],
        [4, 48, 48, 1],
        [2, 48, 48, 1],
      ],
    );
    assert.deepEqual(
      plain.flatMap((b) => b.ids),
      samples.map((s) => s.id),
    );
    const shuffled = await all(batches(samples, { batchSize: 3, shuffle: new Random(1) }));
    const ids = shuffled.flatMap((b) => b.ids);
    assert.notDeepEqual(
      ids,
      samples.map((s) => s.id),
    );
    assert.deepEqual([...ids].sort(), samples.map((s) => s.id).sort());
    for (const batch of shuffled)
      batch.ids.forEach((id, i) => {
        const sample = samples.find((s) => s.id === id)!;
        const pixels = 48 * 48;
        assert.deepEqual(batch.images.slice(i * pixels, (i + 1) * pixels), sample.image);
        assert.deepEqual(Uint8Array.from(batch.masks.slice(i * pixels, (i + 1) * pixels)), sample.mask);
      });
  });

  it('drops a short last batch where asked', async () => {
    const sizes = (dropLast: boolean) =>
      all(batches(samples, { batchSize: 4, shuffle: null, dropLast })).then((b) => b.map((x) => x.shape[0]));
    assert.deepEqual(await sizes(true), [4, 4]);
    assert.deepEqual(await sizes(false), [4, 4, 2]);
  });

  it('varies a sample alike whatever the batch size, and anew with the next pass', async () => {
    const augment = augmenter({ flips: true, turns: true, intensity: true, elastic: true });
    const images = async (batchSize: number, random: Random): Promise<Map<string, Float32Array>> => {
      const map = new Map<string, Float32Array>();
      for (const b of await all(batches(samples, { batchSize, shuffle: random, augment })))
        b.ids.forEach((id, i) => map.set(id, b.images.slice(i * 48 * 48, (i + 1) * 48 * 48)));
      return map;
    };
    const random = new Random(9);
    const first = await images(4, random);
    const second = await images(4, random);
    const again = await images(7, new Random(9));
    for (const { id } of samples) {
      assert.deepEqual(first.get(id), again.get(id));
      assert.notDeepEqual(first.get(id), second.get(id));
    }
  });

  it('makes the same batches in a worker thread, also while this one is blocked', async () => {
    const augment = augmenter({ flips: true, turns: true, intensity: true, elastic: true });
    const run = (thread: boolean): AsyncIterable<Batch> =>
      batches(samples, { batchSize: 3, shuffle: new Random(4), augment, thread });
    const inline = await all(run(false));
    assert.deepEqual(await all(run(true)), inline);
    const slowly: Batch[] = [];
    for await (const batch of run(true)) {
      const until = performance.now() + 20;
      while (performance.now() < until);
      slowly.push(batch);
    }
    assert.deepEqual(slowly, inline);
    for await (const batch of run(true)) {
      assert.equal(batch.shape[0], 3);
      break; // leaves no thread behind: the test process would not end
    }
  });

  it('says which pixels count in every batch of a pass where some pixel does not, and in none otherwise', async () => {
    assert.ok((await all(batches(samples, { batchSize: 4, shuffle: null }))).every((b) => !('counted' in b)));
    const unmarked = samples.map((s) => ({ ...s, ignore: new Uint8Array(48 * 48) }));
    assert.ok(
      (await all(batches(unmarked, { batchSize: 4, shuffle: null }))).every((b) => !('counted' in b)),
    );
    const marked = samples.map((s, i) => (i === 7 ? { ...s, ignore: s.mask.slice() } : s));
    const plain = await all(batches(marked, { batchSize: 4, shuffle: null }));
    assert.deepEqual(
      plain.map((b) => b.counted?.reduce((a, v) => a + v, 0)),
      [4, 4, 2].map((n, i) => n * 48 * 48 - (i === 1 ? marked[7]!.mask.reduce((a, v) => a + v, 0) : 0)),
    );
    const augment = augmenter({ flips: true, turns: true, elastic: true });
    const run = (thread: boolean): AsyncIterable<Batch> =>
      batches(marked, { batchSize: 3, shuffle: new Random(4), augment, thread });
    const inline = await all(run(false));
    assert.deepEqual(await all(run(true)), inline);
    assert.ok(inline.every(({ counted }) => counted !== undefined));
    const of7 = inline.find(({ ids }) => ids.includes(marked[7]!.id))!;
    const at = of7.ids.indexOf(marked[7]!.id) * 48 * 48;
    for (let i = at; i < at + 48 * 48; i += 1) assert.equal(of7.counted![i], 1 - of7.masks[i]!);
  });

  it('brings an error of the thread to whoever asked for the batch', async () => {
    const flat = samples.map((s) => ({ ...s, height: 24, width: 96 }));
    const augment = augmenter({ turns: true });
    await assert.rejects(
      all(batches(flat, { batchSize: 2, shuffle: new Random(1), augment, thread: true })),
      /turns need square samples/,
    );
    await assert.rejects(
      all(batches(samples, { batchSize: 2, shuffle: new Random(1), augment: (s) => s, thread: true })),
      /a thread can only be told what an augmenter\(\) does/,
    );
  });

  it('refuses what it cannot batch', async () => {
    const other = syntheticMicrobeads({ count: 1, size: 64, seed: 3 });
    await assert.rejects(all(batches([], { batchSize: 1, shuffle: null })), /no samples to make batches of/);
    await assert.rejects(all(batches(samples, { batchSize: 0, shuffle: null })), /invalid batchSize; .*: 0/);
    await assert.rejects(
      all(batches([...samples, ...other], { batchSize: 2, shuffle: null })),
      /must have one shape; .* is 48 × 48 × 1, .* is 64 × 64 × 1: load them with the 'size' option/,
    );
    await assert.rejects(
      all(batches(samples, { batchSize: 2, shuffle: null, augment: augmenter({ flips: true }) })),
      /augmentation needs chance/,
    );
  });
});
