import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'node:test';

interface Verdict {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: string;
}
interface Rules {
  readonly verdictOf: (ratios: readonly number[], bar: number) => Verdict;
  readonly median: (values: readonly number[]) => number;
}
interface Report {
  readonly pairedRatios: (
    rounds: readonly { results: ReadonlyMap<string, number>; busy: boolean }[],
    timeOf: (result: number) => number,
    pairs: readonly (readonly [string, string, number | null])[],
  ) => readonly { ratio: number; verdict: string | null; ratios: readonly number[] }[];
}
// Plain JavaScript of the commands, which has no types.
const load = (url: string): Promise<unknown> => import(url);
const file = (name: string): string =>
  pathToFileURL(join(process.cwd(), 'scripts', 'bench', 'rounds', name)).href;

describe('the verdict of a bench', () => {
  it('is yes or no where the whole interval is on one side of the bar, else not told', async () => {
    const { verdictOf } = (await load(file('verdict.mjs'))) as Rules;
    const told = (ratios: readonly number[], bar = 0.7): string => verdictOf(ratios, bar).verdict;
    assert.equal(told([0.6, 0.62, 0.58, 0.7, 0.61]), 'yes');
    assert.equal(told([0.6, 0.62, 0.58, 0.71, 0.61]), 'not told'); // one round above: with five, all must agree
    assert.equal(told([0.9, 0.8, 0.71, 1.2, 0.95]), 'no');
    assert.equal(told([0.9, 0.8, 0.7, 1.2, 0.95]), 'not told');
    assert.equal(told([0.1, 0.1, 0.1, 0.1]), 'not told'); // four rounds happen to agree once in eight
    assert.equal(told([0.1]), 'not told');
  });

  it('lets one odd round of eight be', async () => {
    const { verdictOf } = (await load(file('verdict.mjs'))) as Rules;
    assert.deepEqual(verdictOf([0.5, 0.52, 0.51, 0.53, 3, 0.5, 0.54, 0.55], 0.6), {
      median: 0.525,
      low: 0.5,
      high: 0.55,
      verdict: 'yes',
    });
    assert.equal(verdictOf([0.5, 0.52, 0.51, 0.53, 3, 2, 0.54, 0.55], 0.6).verdict, 'not told');
  });

  it('takes the order statistics of the sign test', async () => {
    const { verdictOf } = (await load(file('verdict.mjs'))) as Rules;
    const { low, high } = verdictOf(
      Array.from({ length: 20 }, (_, i) => i + 1),
      1,
    );
    assert.deepEqual([low, high], [6, 15]); // 95.9 %; the seventh from either side would hold it with 88.5 %
  });

  it('pairs contenders by round and tells nothing from a busy one', async () => {
    const { pairedRatios } = (await load(file('report.mjs'))) as Report;
    const round = (ours: number, other: number, busy = false) => ({
      results: new Map([
        ['ours', ours],
        ['other', other],
      ]),
      busy,
    });
    // The machine gets slower by half from round to round: times overlap, ratios do not.
    const slower = [1, 1.5, 2.2, 3.4, 5].map((factor) => round(0.5 * factor, factor));
    const [told] = pairedRatios(slower, (time) => time, [['ours', 'other', 0.6]]);
    assert.deepEqual([told!.ratio, told!.verdict], [0.5, 'yes']);
    const [busy] = pairedRatios([...slower, round(0.5, 1, true)], (time) => time, [['ours', 'other', 0.6]]);
    assert.equal(busy!.verdict, 'not told');
    const [plain] = pairedRatios(slower, (time) => time, [['ours', 'other', null]]);
    assert.equal(plain!.verdict, null);
    const missing = [...slower, { results: new Map([['ours', 1]]), busy: false }];
    assert.equal(pairedRatios(missing, (time) => time, [['ours', 'other', 0.6]])[0]!.ratios.length, 5);
  });

  it('has the mean of the two in the middle as median', async () => {
    const { median } = (await load(file('verdict.mjs'))) as Rules;
    assert.deepEqual([median([3, 1, 2]), median([4, 1, 2, 3])], [2, 2.5]);
  });
});
