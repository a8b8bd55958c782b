import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alignPair, decideMaskOrientation, orientationEvidence, turned } from 'unetlab/data';
import type { MaskOrientation, Orientation, Picture, ReadMask } from 'unetlab/data';
import { discs, grey, paint, SIDE } from './drawn-masks';

/** The turn that takes a picture back from how it is shown to how it is stored. */
const BACK: Record<Orientation, Orientation> = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6 };
/** Height of the shown pictures that are not square. */
const LOW = 64;

interface Case {
  readonly image: Picture;
  readonly maskPicture: Picture;
  readonly mask: ReadMask;
  /** The mask as it fits the picture that is shown. */
  readonly right: readonly number[];
}

function drawn(
  seed: number,
  orientation: Orientation,
  on: 'shown' | 'stored',
  options: { height?: number; contrast?: number; maskTag?: boolean; empty?: boolean } = {},
): Case {
  const { height = SIDE, contrast = 90, maskTag = false, empty = false } = options;
  const right = paint(discs(seed), (disc) => (disc && !empty ? 1 : 0)).slice(0, height * SIDE);
  const light = paint(
    discs(seed),
    (disc, _, x, y) => 160 - (disc ? contrast : 0) + ((x * 7 + y * 13 + seed) % 11),
  ).slice(0, height * SIDE);
  const upright = (plane: readonly number[]): Picture => grey(plane, 'uint8', { height });
  const store = (picture: Picture): Picture => ({ ...turned(picture, BACK[orientation]), orientation });
  const image = store(upright(light));
  const file = on === 'stored' ? store(upright(right)) : upright(right);
  const maskPicture = maskTag
    ? { ...store(upright(right)), orientation }
    : { ...file, orientation: 1 as const };
  const mask = {
    height: maskPicture.height,
    width: maskPicture.width,
    mask: Uint8Array.from(maskPicture.data),
  };
  return { image, maskPicture, mask, right };
}

function decide(cases: readonly Case[]): MaskOrientation {
  const evidence = cases.map(({ image, maskPicture, mask }, i) =>
    orientationEvidence(`e${i}`, image, maskPicture, mask),
  );
  return decideMaskOrientation(evidence.filter((one) => one !== null));
}

function aligned(cases: readonly Case[], decided: MaskOrientation): void {
  cases.forEach(({ image, maskPicture, mask, right }, i) => {
    const pair = alignPair(`e${i}`, image, maskPicture, mask, decided);
    assert.deepEqual([pair.image.height, pair.image.width], [pair.mask.height, pair.mask.width]);
    assert.deepEqual(Array.from(pair.mask.mask), right, `e${i}`);
  });
}

const TURNS: readonly Orientation[] = [2, 3, 4, 5, 6, 7, 8];

describe('decideMaskOrientation', () => {
  for (const on of ['shown', 'stored'] as const)
    for (const height of [SIDE, LOW])
      it(`finds masks drawn on pictures of ${height} × ${SIDE} as ${on}`, () => {
        for (const orientation of TURNS) {
          const cases = [1, 2, 3, 4].map((seed) => drawn(seed, orientation, on, { height }));
          const decided = decide(cases);
          assert.equal(decided.drawnOn, on, `orientation ${orientation}: ${decided.text}`);
          assert.match(
            decided.text!,
            new RegExp(`EXIF: 4 images ask for a turn \\(orientation ${orientation} .*as ${on}, by their`),
          );
          aligned(cases, decided);
        }
      });

  it('needs no text where no image asks for a turn', () => {
    const cases = [drawn(1, 1, 'shown')];
    assert.deepEqual(decide(cases), { drawnOn: 'shown', others: [], text: null });
    aligned(cases, decide(cases));
  });

  it('turns a mask that asks for the turn itself', () => {
    for (const orientation of TURNS) {
      const cases = [drawn(1, orientation, 'shown', { maskTag: true, height: LOW })];
      aligned(cases, decide(cases));
    }
  });

  it('says that it cannot tell, and names the turn', () => {
    for (const options of [{ contrast: 0 }, { empty: true }]) {
      const decided = decide([drawn(1, 3, 'stored', options), drawn(2, 3, 'stored', options)]);
      assert.equal(decided.drawnOn, 'unknown');
      assert.match(decided.text!, /orientation 3 \(half a turn\).*cannot be told.*look at e0, e1/);
    }
  });

  it('goes by the size of a pair that differs from the others', () => {
    const cases = [
      ...[1, 2, 3, 4].map((seed) => drawn(seed, 6, 'shown', { height: LOW })),
      drawn(5, 6, 'stored', { height: LOW }),
    ];
    const decided = decide(cases);
    assert.deepEqual(decided.others, ['e4']);
    assert.match(decided.text!, /e4 the other way round, by its size/);
    aligned(cases, decided);
  });

  it('leaves sizes that never agree as an error', () => {
    const { image } = drawn(1, 6, 'shown');
    const small = drawn(1, 1, 'shown', { height: 50 });
    assert.throws(
      () =>
        alignPair('x', image, small.maskPicture, small.mask, { drawnOn: 'shown', others: [], text: null }),
      /the image is 96 × 96 pixels \(EXIF orientation 6 \(a quarter turn\)\), the mask 96 × 50/,
    );
  });
});
