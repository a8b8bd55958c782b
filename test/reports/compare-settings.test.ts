import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from 'unetlab/random';
import { compareSettings, sweepFacts, type SweepFacts } from 'unetlab/reports';
import type { RunRecord } from 'unetlab/types';
import { blankRecord } from '../figures/gallery/synthetic-runs';

const rates = [1e-4, 1e-3, 1e-2];

/** A score that follows the rate by `slope`, batch sizes crossed with the rates or tied to them. */
async function facts(subject: string, slope: number, crossed = true): Promise<SweepFacts> {
  const draw = new Random(4);
  const records = Array.from({ length: 36 }, (_, i): RunRecord => {
    const rate = rates[i % 3]!;
    const batch = crossed ? [4, 8][Math.floor(i / 3) % 2]! : rate === 1e-2 ? 8 : 4;
    return {
      ...blankRecord(`r${i}`),
      config: { learning_rate: rate, batch_size: batch },
      summary: { best_val_jaccard: 0.5 + slope * rate + 0.01 * draw.normal() },
    };
  });
  return sweepFacts(records, { random: new Random(1), subject, resamples: 20 });
}

describe('compareSettings', () => {
  it('compares signs, each with its runs', async () => {
    const [up, down] = [await facts('theirs', 20), await facts('ours', -20)];
    const [rate, batch] = compareSettings(up, [down]);
    assert.equal(rate!.setting, 'Learning rate');
    assert.equal(rate!.reading, 'opposite signs');
    assert.match(rate!.first, /^0\.9\d\d \[0\.\d+, 0\.\d+\], 36 runs of theirs$/);
    assert.match(rate!.second, /^−0\.9\d\d .* 36 runs of ours$/);
    assert.equal(batch!.reading, 'sign open in both');
    assert.equal(compareSettings(up, [up])[0]!.reading, 'the same sign');
  });

  it('reads no sign where a setting was not crossed, and takes a study where it was', async () => {
    const [up, tied, down] = [
      await facts('theirs', 20),
      await facts('tied', -20, false),
      await facts('ours', -20),
    ];
    assert.match(compareSettings(up, [tied])[0]!.reading, /not crossed with other settings/);
    const [rate] = compareSettings(up, [tied, down]);
    assert.match(rate!.second, /runs of ours/);
    assert.equal(rate!.reading, 'opposite signs');
  });

  it('says where there is nothing to compare with', async () => {
    assert.deepEqual(
      compareSettings(await facts('theirs', 20), []).map(({ second, reading }) => [second, reading]),
      [
        ['not recorded', 'not to be compared: not varied in both'],
        ['not recorded', 'not to be compared: not varied in both'],
      ],
    );
  });
});
