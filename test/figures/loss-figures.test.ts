import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lossMathematicsInfo, pixelInfluence, publishedPixelClasses } from 'unetlab/figures';

describe('pixelInfluence', () => {
  const digits = (value: number, decimals: number): string => value.toFixed(decimals);

  it('reproduces the published table to the digit', () => {
    const { classes, imbalance, weightedImbalance, ratio } = pixelInfluence(publishedPixelClasses);
    assert.deepEqual(
      classes.map(({ share, influence }) => [digits(share * 100, 1), digits(influence * 100, 1)]),
      [
        ['87.8', '25.3'],
        ['10.7', '30.8'],
        ['1.5', '44.0'],
      ],
    );
    assert.equal(digits(classes[2]!.amplification, 0), '29');
    assert.equal(digits(imbalance, 0), '58'); // background : boundary, 57.5
    assert.equal(digits(1 / weightedImbalance, 1), '1.7'); // boundary : background
    assert.equal(digits(ratio, 1), '7.2');
  });

  it('refuses classes that cannot be weighed', () => {
    assert.throws(() => pixelInfluence(publishedPixelClasses.slice(0, 1)), /at least two/);
    assert.throws(
      () => pixelInfluence([...publishedPixelClasses, { name: 'x', pixels: 0, weight: 1 }]),
      /class x/,
    );
  });
});

describe('lossMathematicsInfo', () => {
  const info = lossMathematicsInfo();
  const index = (p: number): number => info.p.findIndex((value) => value >= p);

  it('leaves 1 % of the loss at p_t = 0.9 for γ = 2', () => {
    const two = info.focusing.find(({ gamma }) => gamma === 2)!;
    assert.ok(Math.abs(two.atNinety - 0.01) < 1e-12);
  });

  it('has gradients that are the slopes of its curves', () => {
    const plain = lossMathematicsInfo({ weights: [1, 1], sides: [64] });
    const side = plain.dice.find(({ y }) => y === 1)!;
    for (const p of [0.1, 0.5, 0.9]) {
      const at = plain.p.findIndex((value) => value >= p);
      const step = plain.p[at + 1]! - plain.p[at - 1]!;
      const focal = Math.abs(plain.focal.foreground[at + 1]! - plain.focal.foreground[at - 1]!) / step;
      const dice = (Math.abs(side.change[at + 1]! - side.change[at - 1]!) / step) * 64 ** 2;
      assert.ok(Math.abs(focal / plain.gradient.focal[at]! - 1) < 2e-3, `focal at ${p}`);
      assert.ok(Math.abs(dice / plain.gradient.dice[at]! - 1) < 1e-6, `dice at ${p}`);
    }
  });

  it('shows a quarter of the effect of a pixel where the image has four times as many', () => {
    const change = (side: number): number =>
      info.dice.find((row) => row.side === side && row.y === 1)!.change[index(0.9)]!;
    assert.ok(Math.abs(change(256) / change(512) - 4) < 1e-3);
  });

  it('finds where the weighted Dice term takes the lead', () => {
    const at = info.p.indexOf(info.crossing!);
    assert.ok(info.gradient.dice[at]! > info.gradient.focal[at]!);
    assert.ok(info.gradient.dice[at - 1]! <= info.gradient.focal[at - 1]!);
    assert.equal(lossMathematicsInfo({ weights: [1, 0] }).crossing, null);
  });

  it('refuses settings out of range', () => {
    assert.throws(() => lossMathematicsInfo({ alpha: 1 }), /alpha; not in \(0, 1\): 1/);
    assert.throws(() => lossMathematicsInfo({ gamma: -1 }), /gamma/);
  });
});
