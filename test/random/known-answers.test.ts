import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Random } from 'unetlab/random';

interface Drawn<T = number> {
  readonly seed: number;
  readonly values: readonly T[];
  /** The next word of the generator: as many were drawn as have to be. */
  readonly next: number;
}
type State = Random['state'];
const fixture = JSON.parse(readFileSync('test/fixtures/random/random.json', 'utf8')) as {
  readonly words: readonly (Drawn & { readonly state: State })[];
  readonly uniform: Drawn;
  readonly between: readonly (Drawn & { readonly low: number; readonly high: number })[];
  readonly int: readonly (Drawn & { readonly bound: number })[];
  readonly passed: { readonly state: State; readonly bound: number; readonly value: number };
  readonly normal: Drawn;
  readonly poisson: readonly (Drawn & { readonly mean: number })[];
  readonly shuffle: Drawn<number[]>;
  readonly fork: Drawn;
};

function draws<T>(want: Drawn<T>, draw: (random: Random) => T): T[] {
  const random = new Random(want.seed);
  const values = want.values.map(() => draw(random));
  assert.equal(random.uint32(), want.next, `seed ${want.seed}: as many words drawn`);
  return values;
}
function same(want: Drawn, draw: (random: Random) => number): void {
  assert.deepEqual(draws(want, draw), want.values);
}

describe('the same seed gives the numbers of test/fixtures/random/make.py', () => {
  it('as states and words of 32 bits, for small, large and negative seeds', () => {
    for (const want of fixture.words) {
      assert.deepEqual(new Random(want.seed).state, want.state, `state of seed ${want.seed}`);
      same(want, (random) => random.uint32());
    }
  });

  it('as numbers in [0, 1) and between others', () => {
    same(fixture.uniform, (random) => random.uniform());
    for (const want of fixture.between) same(want, (random) => random.between(want.low, want.high));
  });

  it('as integers, also where a word has to be passed over', () => {
    for (const want of fixture.int) same(want, (random) => random.int(want.bound));
    const { state, bound, value } = fixture.passed;
    assert.equal(Random.fromState(state).int(bound), value);
  });

  it('as normal and Poisson numbers', () => {
    draws(fixture.normal, (random) => random.normal()).forEach((value, i) => {
      // The logarithm's last bit is the machine's.
      assert.ok(Math.abs(value - fixture.normal.values[i]!) < 1e-14, `normal ${i}: ${value}`);
    });
    for (const want of fixture.poisson) same(want, (random) => random.poisson(want.mean));
  });

  it('as orders and as generators of their own', () => {
    const orders = draws(fixture.shuffle, (random) =>
      random.shuffle(Array.from({ length: 12 }, (_, i) => i)),
    );
    assert.deepEqual(orders, fixture.shuffle.values);
    same(fixture.fork, (random) => random.fork().uint32());
  });

  it('and what no number can be drawn from is refused by its value', () => {
    assert.throws(() => new Random(2 ** 53), /invalid seed; not a safe integer: 9007199254740992/);
    for (const bound of [0, -1, 1.5, NaN, 2 ** 32 + 1])
      assert.throws(
        () => new Random(1).int(bound),
        new RangeError(`invalid bound; not an integer in [1, 2^32]: ${bound}`),
      );
    for (const mean of [-0.1, NaN])
      assert.throws(
        () => new Random(1).poisson(mean),
        new RangeError(`invalid mean; not in [0, ∞): ${mean}`),
      );
    assert.deepEqual([new Random(1).shuffle([]), new Random(1).shuffle(['a'])], [[], ['a']]);
  });
});
