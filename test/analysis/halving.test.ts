import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { halvingRace, successiveHalving, wholeRuns, type WholeRun } from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import type { RunRecord } from 'unetlab/types';

interface Fixture {
  readonly optuna: string;
  readonly cases: readonly {
    readonly minEpochs: number;
    readonly factor: number;
    readonly curves: readonly (readonly (number | null)[])[];
    readonly ended: readonly { readonly epochs: number; readonly pruned: boolean }[];
  }[];
}

const fixture = JSON.parse(
  readFileSync(join(process.cwd(), 'test/fixtures/analysis/halving.json'), 'utf8'),
) as Fixture;

describe('successiveHalving', () => {
  for (const { minEpochs, factor, curves, ended } of fixture.cases)
    it(`ends ${curves.length} trainings as Optuna ${fixture.optuna} does, from epoch ${minEpochs}, one of ${factor}`, () => {
      const given = curves.map((scores) => ({ scores: scores.map((score) => score ?? NaN) }));
      assert.deepEqual(successiveHalving(given, { minEpochs, factor }), ended);
    });

  it('lets the first one through, and names a rung or a factor that is none', () => {
    const [first] = successiveHalving([{ scores: [0.1, 0.2, 0.3] }], { minEpochs: 1, factor: 3 });
    assert.deepEqual(first, { epochs: 3, pruned: false });
    assert.throws(() => successiveHalving([], { minEpochs: 0, factor: 3 }), /minEpochs; .*: 0/);
    assert.throws(() => successiveHalving([], { minEpochs: 1, factor: 1 }), /factor; .*: 1/);
  });
});

describe('halvingRace', () => {
  const rising = (top: number): number[] => Array.from({ length: 9 }, (_, i) => (top * (i + 1)) / 9);
  const runs: WholeRun[] = Array.from({ length: 12 }, (_, i) => ({
    configuration: String(i),
    scores: rising((i + 1) / 12),
  }));

  it('finds the best of curves that never cross, for fewer epochs', () => {
    const race = halvingRace(runs, { minEpochs: 1, factor: 3, random: new Random(1), orders: 200 });
    assert.equal(race.configurations, 12);
    assert.equal(race.grid.epochs.mean, 12 * 9);
    assert.ok(race.halving.epochs.mean < 60, `${race.halving.epochs.mean} epochs`);
    assert.equal(race.bestKept, 1);
    assert.equal(race.lost.mean, 0);
    assert.equal(race.halving.chosen.mean, 1);
    assert.ok(race.atEqualBudget.difference.mean > 0);
    assert.ok(race.gridNeeds !== null && race.gridNeeds > race.halving.epochs.mean);
  });

  it('loses the best one where it starts last', () => {
    const late = [...runs, { configuration: 'late', scores: [0, 0, 0, 0, 0, 0, 0, 0, 2] }];
    const race = halvingRace(late, { minEpochs: 1, factor: 3, random: new Random(1), orders: 400 });
    // kept only where it comes first of all
    assert.ok(race.bestKept > 0.02 && race.bestKept < 0.15, `kept in ${race.bestKept}`);
    assert.ok(race.lost.mean > 0.8);
  });

  it('says what a configuration is worth over all its runs, not by the lucky one', () => {
    const two = [
      { configuration: 'lucky', scores: [0.9] },
      { configuration: 'lucky', scores: [0.1] },
      { configuration: 'steady', scores: [0.6] },
    ];
    const race = halvingRace(two, { minEpochs: 1, factor: 2, random: new Random(3), orders: 2000 });
    const { chosen, best } = race.grid;
    assert.ok(Math.abs(best.at(-1)!.mean - 0.75) < 0.02); // 0.9 or 0.6
    assert.ok(Math.abs(chosen.mean - 0.55) < 0.01); // 0.5 or 0.6
  });

  it('needs two configurations', () => {
    assert.throws(
      () => halvingRace(runs.slice(0, 1), { minEpochs: 1, factor: 3, random: new Random(1) }),
      /two configurations .* 1/,
    );
  });
});

describe('wholeRuns', () => {
  const record = (change: Partial<RunRecord>): RunRecord => ({
    id: 'a',
    name: 'a',
    source: 'local',
    state: 'finished',
    sweep: null,
    url: null,
    created: null,
    tags: [],
    config: { lr: 0.1, seed: 1 },
    summary: {},
    history: { val_loss: [3, 2] },
    notices: [],
    ...change,
  });

  it('takes what was trained to its end, with a loss negated', () => {
    const records = [
      record({}),
      record({ config: { lr: 0.1, seed: 2 } }),
      record({ config: { lr: 0.2, seed: 1 } }),
      record({ state: 'pruned' }),
      record({ history: null }),
    ];
    const runs = wholeRuns(records, { column: 'val_loss', goal: 'minimize', settings: ['lr'] });
    assert.equal(runs.length, 3);
    assert.deepEqual(runs[0]!.scores, [-3, -2]);
    assert.equal(runs[0]!.configuration, runs[1]!.configuration);
    assert.notEqual(runs[0]!.configuration, runs[2]!.configuration);
  });

  it('goes by the number that a search gave', () => {
    const records = [record({ about: { configuration: 4 } }), record({ about: { configuration: 5 } })];
    const [first, second] = wholeRuns(records, { column: 'val_loss', goal: 'minimize' });
    assert.notEqual(first!.configuration, second!.configuration);
  });
});
