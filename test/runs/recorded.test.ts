import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { appliedRate, auditRecords, objectiveOf } from 'unetlab/analysis';
import { sweepTiles } from 'unetlab/data';
import { gridFacts, gridReport, searchFacts, searchReport } from 'unetlab/reports';
import { recipeToLine, recordedTrial, retrainRecorded } from 'unetlab/recipes';
import { RunStore } from 'unetlab/runs';
import type { RunRecord } from 'unetlab/types';

const folder = join(process.cwd(), 'data/sweeps');
/** Settings that each sweep crosses; every one of them meets three seeds. */
const crossed = { 'search-15': 54, 'grid-36': 36 } as const;

/** Runs that differ in the seed alone are repeats, and the weights follow from the loss, as notebooks 07 and 08 read them. */
function factorsOnly(records: readonly RunRecord[]): RunRecord[] {
  return records.map((record) => {
    const { seed: _seed, loss_weights: _weights, ...config } = record.config;
    return { ...record, config };
  });
}

for (const plan of ['search-15', 'grid-36'] as const) {
  const path = join(folder, `${plan}.jsonl`);
  const skip = existsSync(path) ? false : `${plan} is not recorded`;
  describe(`recorded sweep ${plan}`, { skip }, () => {
    const { records, notices } = new RunStore(path).readWithNotices();

    it('holds every trial once for each seed, finished, sorted by id', () => {
      assert.deepEqual(notices, []);
      const settings = records.map(
        ({ config: { learning_rate, batch_size, dropout, loss, architecture, seed } }) =>
          JSON.stringify([learning_rate, batch_size, dropout, loss, architecture, seed]),
      );
      assert.equal(new Set(settings).size, 3 * crossed[plan]);
      assert.equal(records.length, 3 * crossed[plan]);
      const ids = records.map(({ id }) => id);
      assert.deepEqual(ids, [...ids].sort());
      assert.deepEqual([...new Set(records.map(({ config }) => config.seed))].sort(), [1, 2, 3]);
      assert.ok(records.every(({ state, sweep }) => state === 'finished' && sweep === plan));
    });

    it('has summaries that its histories bear out', () => {
      for (const { name, summary, history, config } of records) {
        const scores = history!.val_jaccard!;
        const best = Math.max(...scores);
        assert.equal(summary.best_val_jaccard, best, name);
        assert.equal(summary.best_epoch, scores.indexOf(best) + 1, name);
        assert.equal(summary.epochs_run, scores.length, name);
        assert.equal(summary.final_val_jaccard, scores[scores.length - 1], name);
        assert.equal(history!.learning_rate![0], config.learning_rate, `${name}: rate as applied`);
        for (const key of ['seconds_per_epoch', 'peak_memory_mb', 'parameters', 'val_loss_std'])
          assert.ok(Number(summary[key]) > 0, `${name}: ${key}`);
        assert.match(String(summary.machine), /GiB$/);
      }
      assert.equal(
        auditRecords(records, { objective: objectiveOf(records) }).filter(
          ({ kind }) => kind === 'history contradicts summary',
        ).length,
        0,
      );
    });

    it('applied its learning rates', () => {
      const rate = appliedRate(records)!;
      assert.equal(rate.different, 0);
      assert.deepEqual(rate.logged, rate.configured);
    });

    it('is one text: nothing of the machine it was made on but its processor', () => {
      assert.doesNotMatch(readFileSync(path, 'utf8'), /\/(?:home|root|tmp|work)\//);
    });
  });
}

describe('reports of the recorded sweeps', () => {
  it('count three seeds of the search as repeats', () => {
    const facts = searchFacts(factorsOnly(new RunStore(join(folder, 'search-15.jsonl')).read()));
    assert.equal(facts.scores.n, 162);
    const repeats = facts.warnings.find(({ kind }) => kind === 'duplicate configurations')!;
    assert.match(repeats.message, /162 runs hold 54 distinct configurations/);
    assert.match(searchReport(facts, { figures: [] }).markdown, /^# Report:/);
  });

  const grid = join(folder, 'grid-36.jsonl');
  it(
    'give every cell of the grid one run and its rate an effect to look for',
    { skip: !existsSync(grid) },
    () => {
      const facts = gridFacts(factorsOnly(new RunStore(grid).read()));
      assert.equal(facts.rateIdle, false);
      assert.deepEqual(facts.appraisal.factors.map(({ name }) => name).sort(), [
        'architecture',
        'batch_size',
        'learning_rate',
      ]);
      assert.equal(facts.measures.length, 3);
      assert.match(gridReport(facts, { figures: [] }).markdown, /^# Grid report:/);
    },
  );
});

describe('a recorded trial', () => {
  const [record] = new RunStore(join(folder, 'grid-36.jsonl')).read();

  it('has a recipe that can be trained again', async () => {
    const { recipe, seed, fold } = recordedTrial(record!);
    assert.deepEqual(
      [recipe.loss, recipe.config.learningRate, recipe.config.batchSize, recipe.config.epochs, seed, fold],
      ['dice-bce', 0.0001, 8, 30, 1, { index: 0, of: 4 }],
    );
    const dir = mkdtempSync(join(tmpdir(), 'unetlab-tiles-'));
    try {
      const tiles = await sweepTiles(dir);
      const short = recipeToLine({ ...recipe, config: { ...recipe.config, epochs: 1 } });
      let seen: string[] = [];
      const again = await retrainRecorded({ ...record!, about: { ...record!.about, recipe: short } }, tiles, {
        inspect: (_model, heldOut) => (seen = heldOut.map(({ id }) => id)),
      });
      assert.deepEqual(seen, record!.summary.images);
      assert.equal(again.history!.val_jaccard!.length, 1);
      // Not equal: other processors add in another order.
      const [there, here] = [record!.history!.loss![0]!, again.history!.loss![0]!];
      assert.ok(Math.abs(there - here) < 0.01 * there, `${there} recorded, ${here} here`);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('of another kind is refused', () => {
    assert.throws(
      () => recordedTrial({ name: 'x', config: { seed: 1 }, about: {} }),
      /^Error: x is not recorded so that it can be trained again: it has no recipe/,
    );
    assert.throws(
      () => recordedTrial({ name: 'x', config: { seed: 1 }, about: record!.about! }),
      /it has no fold$/,
    );
  });
});
