import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { dice, focalTversky } from 'unetlab/losses';
import {
  foregroundShare,
  runRecord,
  saveRunRecord,
  trainingConfig,
  type StopReason,
  type TrainingHistory,
  type TrainingResult,
} from 'unetlab/training';
import { runRecordFromJson } from 'unetlab/types';
import { oneWeight } from './one-weight';

const history: TrainingHistory = {
  epoch: [1, 2, 3],
  loss: [0.9, 0.6, 0.5],
  jaccard: [0.1, 0.2, 0.3],
  valLoss: [1, 2, 4],
  valJaccard: [NaN, 0.7, 0.4],
  valJaccardSoft: [0.1, 0.2, 0.3],
  valDice: [0.1, 0.2, 0.3],
  valPrecision: [0.1, 0.2, 0.3],
  valRecall: [0.1, 0.2, 0.3],
  valScored: [0, 4, 5],
  valFalsePositivePixels: [30, 20, 10],
  learningRate: [0.1, 0.1, 0.1],
  seconds: [2, 2, 2],
};
const result: TrainingResult = {
  config: trainingConfig({
    epochs: 3,
    batchSize: 2,
    accumulate: 4,
    learningRate: 0.1,
    l2: 0.01,
    weightDecay: 0.02,
  }),
  history,
  stopped: 'epochs',
  detail: null,
  bestEpoch: 2,
  best: 0.7,
  seconds: 12,
  waiting: 0.25,
  updates: 6,
  notices: ['noticed'],
};
const model = oneWeight(0.5);

describe('the record of a training', () => {
  it('holds what was configured and what came out, under the usual names', () => {
    const record = runRecord({
      name: 'a run',
      model,
      loss: focalTversky(),
      result,
      id: 'r1',
      created: new Date(0),
    });
    assert.deepEqual(
      { ...record, config: 0, summary: 0, history: 0, about: 0 },
      {
        id: 'r1',
        name: 'a run',
        source: 'local',
        state: 'finished',
        sweep: null,
        url: null,
        created: '1970-01-01T00:00:00.000Z',
        tags: [],
        config: 0,
        summary: 0,
        history: 0,
        notices: ['noticed'],
        about: 0,
      },
    );
    assert.deepEqual(Object.keys(record.about!).sort(), ['backend', 'node', 'tensorflow', 'unetlab']);
    assert.deepEqual(record.config, {
      architecture: 'one-weight',
      start: 0.5,
      start_filters: 1,
      head_bias: null,
      loss: 'focal-tversky',
      loss_weights: [1],
      loss_focal_tversky_alpha: 0.3,
      loss_focal_tversky_beta: 0.7,
      loss_focal_tversky_smooth: 1,
      loss_focal_tversky_over: 'batch',
      loss_focal_tversky_gamma: 0.75,
      epochs: 3,
      batch_size: 2,
      accumulate: 4,
      learning_rate: 0.1,
      clip_norm: 1,
      l2_reg: 0.01,
      weight_decay: 0.02,
      schedule: 'constant',
      precision: 'float32',
      seed: 1,
    });
    const { peak_memory_mb: peak, machine, val_loss_std: deviation, ...summary } = record.summary;
    assert.deepEqual(summary, {
      best_val_jaccard: 0.7,
      best_val_jaccard_soft: 0.3,
      best_val_dice: 0.3,
      best_val_loss: 1,
      best_epoch: 2,
      final_val_jaccard: 0.4,
      final_val_jaccard_soft: 0.3,
      final_val_dice: 0.3,
      final_val_loss: 4,
      waiting_for_batches: 0.25,
      val_images_scored: 5,
      val_false_positive_pixels: 10,
      overfitting_gap: 3.5,
      epochs_run: 3,
      stopped: 'epochs',
      seconds: 12,
      seconds_per_epoch: 4,
      parameters: 2,
    });
    assert.ok(Math.abs(Number(deviation) - Math.sqrt(42 / 9 / 2)) < 1e-12); // of 1, 2 and 4
    assert.ok(Number(peak) > 20 && Number(peak) < 100_000, 'in MB');
    assert.match(String(machine), / × \d+, \d+ GiB$/);
    assert.deepEqual(Object.keys(record.history!), [
      'epoch', 'loss', 'jaccard', 'val_loss', 'val_jaccard', 'val_jaccard_soft', 'val_dice', 'val_precision',
      'val_recall', 'val_scored', 'val_false_positive_pixels', 'learning_rate', 'seconds',
    ]); // prettier-ignore
    assert.deepEqual(record.history!.val_false_positive_pixels, [30, 20, 10]);
  });

  it('says how it ended, and takes more from whoever trained', () => {
    const states: Record<StopReason, string> = {
      epochs: 'finished',
      'early stopping': 'finished',
      pruned: 'pruned',
      interrupted: 'killed',
      'loss not finite': 'failed',
    };
    for (const [stopped, state] of Object.entries(states))
      assert.equal(
        runRecord({ name: 'x', model, loss: dice(), result: { ...result, stopped: stopped as StopReason } })
          .state,
        state,
      );
    const before = Date.now();
    const record = runRecord({
      name: 'x',
      model: { ...model, headStart: -2 },
      loss: dice(),
      result: { ...result, detail: 'detail' },
      config: { data: 'beads', seed: 9 },
      summary: { best_epoch: 1, test: 0.3 },
      tags: ['t'],
      notices: ['more'],
      sweep: 's',
    });
    assert.deepEqual(
      [
        record.config.data,
        record.config.seed,
        record.config.head_bias,
        record.summary.best_epoch,
        record.summary.test,
      ],
      ['beads', 9, -2, 1, 0.3],
    );
    assert.deepEqual([record.tags, record.sweep], [['t'], 's']);
    assert.deepEqual(record.notices, ['noticed', 'more', 'detail']);
    assert.match(record.id, /^[0-9a-f]{8}$/);
    assert.ok(Math.abs(Date.parse(record.created!) - before) < 60_000);
  });

  it('of no epoch has no score, and divides by nothing', () => {
    const none = Object.fromEntries(
      Object.keys(history).map((key) => [key, []]),
    ) as unknown as TrainingHistory;
    const { summary } = runRecord({ name: 'x', model, loss: dice(), result: { ...result, history: none } });
    const {
      best_val_jaccard: best,
      final_val_loss: last,
      val_images_scored: scored,
      val_loss_std: deviation,
    } = summary;
    assert.deepEqual([best, last, scored, deviation], [NaN, NaN, NaN, NaN]);
    assert.deepEqual([summary.epochs_run, summary.seconds_per_epoch], [0, 12]);
  });

  it('is written whole, NaN too, and read back', () => {
    const folder = mkdtempSync(join(tmpdir(), 'unetlab-record-'));
    try {
      const record = runRecord({ name: 'x', model, loss: dice(), result, id: 'r2' });
      const path = saveRunRecord(join(folder, 'a', 'b'), record);
      assert.equal(path, join(folder, 'a', 'b', 'r2.json'));
      assert.deepEqual(readdirSync(join(folder, 'a', 'b')), ['r2.json']);
      assert.deepEqual(runRecordFromJson(readFileSync(path, 'utf8')), record);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the share of foreground', () => {
  it('is of the pixels that count', () => {
    const mask = Uint8Array.from([1, 1, 0, 0]);
    assert.equal(foregroundShare([{ mask }, { mask: Uint8Array.from([1, 0, 0, 0]) }]), 3 / 8);
    assert.equal(foregroundShare([{ mask, ignore: Uint8Array.from([1, 0, 0, 1]) }, { mask }]), 3 / 6);
    assert.ok(Number.isNaN(foregroundShare([{ mask, ignore: new Uint8Array(4).fill(1) }])));
  });
});
