import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dataSetFigure, dataSetOverview, pairedScoresFigure, pairedScoresInfo } from 'unetlab/figures';
import type { Sample } from 'unetlab/types';

const sample = (change: Partial<Sample>): Sample => ({
  id: 'one',
  group: 'A',
  height: 4,
  width: 4,
  channels: 1,
  image: Float32Array.from({ length: 16 }, (_, i) => (i < 8 ? 0.25 : 1)),
  mask: Uint8Array.from({ length: 16 }, (_, i) => Number(i >= 8)),
  ...change,
});

describe('dataSetOverview', () => {
  it('counts intensities, foreground and objects, without what does not count', () => {
    const ignore = Uint8Array.from({ length: 16 }, (_, i) => Number(i === 0 || i === 15));
    const overview = dataSetOverview('set', [
      sample({ ignore }),
      sample({ id: 'two', group: 'B', width: 2, height: 8 }),
    ]);
    const { intensity, perImage, objects, sizes, groups } = overview;
    assert.equal(groups, 2);
    assert.deepEqual(
      sizes.map(({ images }) => images),
      [1, 1],
    );
    assert.equal(intensity.background[16], 1);
    assert.equal(intensity.foreground[63], 1);
    assert.deepEqual(
      perImage.map(({ foreground }) => foreground),
      [0.5, 0.5],
    );
    assert.equal(objects.count, 2);
    assert.ok(Math.abs(objects.spread![1] - 2 * Math.sqrt(8 / Math.PI)) < 1e-12);
  });

  it('takes numbered objects as they are, also where they touch', () => {
    const instances = Uint32Array.from({ length: 16 }, (_, i) => (i < 8 ? 0 : i < 12 ? 1 : 2));
    const { objects } = dataSetOverview('set', [sample({ instances })]);
    assert.deepEqual([objects.numbered, objects.count], [true, 2]);
  });

  it('is drawn for masks without an object, many sizes and hostile names', () => {
    const empty = Array.from({ length: 20 }, (_, i) =>
      sample({
        id: `<img src=x onerror=alert(${i})>`,
        group: `<b>${i}`,
        width: 1 + i,
        height: 1,
        image: new Float32Array(1 + i),
        mask: new Uint8Array(1 + i),
      }),
    );
    const figure = dataSetFigure(dataSetOverview('<script>', empty));
    const text = JSON.stringify([figure.data, figure.layout]);
    assert.doesNotMatch(text, /<img|<script|NaN|undefined/);
    assert.match(text, /the masks hold no object/);
    assert.match(text, /15 more sizes/);
    assert.throws(() => dataSetOverview('none', []), /no images/);
  });
});

describe('pairedScoresInfo', () => {
  const scores = [
    { image: 'x', group: 'A', a: 0.5, b: 0.6 },
    { image: 'y', group: 'A', a: 0.5, b: 0.4 },
    { image: 'z', group: 'B', a: 0.2, b: 0.5 },
    { image: 'e', group: 'B', a: NaN, b: 0.5 },
  ];

  it('means differences in groups, then over groups', () => {
    const info = pairedScoresInfo(['one', 'two'], scores);
    assert.equal(info.pairs.length, 3);
    assert.ok(Math.abs(info.difference - 0.15) < 1e-12);
    assert.deepEqual(
      info.groups.map(({ group }) => group),
      ['A', 'B'],
    );
    assert.match(
      pairedScoresFigure(info).description,
      /mean difference over 2 groups 0\.150; B is ahead on 2 of 3 images/,
    );
  });
});
