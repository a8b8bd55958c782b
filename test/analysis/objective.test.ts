import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import { goalByName, metricRange, objectiveOf, rankRuns, scoreField, numbersOf } from 'unetlab/analysis';
import type { RunRecord } from 'unetlab/types';
import { higher, lower } from './objectives';
import { run } from './runs';

const scored = (column: Record<string, readonly (number | string | null)[]>): RunRecord[] =>
  Array.from({ length: Object.values(column)[0]!.length }, (_, i) =>
    run(`r${i}`, {
      summary: Object.fromEntries(Object.entries(column).map(([key, values]) => [key, values[i] ?? null])),
    }),
  );

suite('which way a score is better, by its name', () => {
  const names = {
    maximize: `val/dice valDice validation_dice val_dice_coefficient best_val_jacard best_val_jacard_coef val_iou_metric mIoU
      val_IoU val_mean_io_u mean_test_score split0_test_score mean_test_neg_mean_squared_error neg_mean_squared_error
      neg_log_loss acc test_acc valdice dicecoef f1-score F1 roc_auc AUROC average_precision mAP metrics/mAP50-95(B)
      PSNR val_psnr ssim R² recall@5 balanced_accuracy specificity true_positive_rate log_likelihood val_jaccard_index
      val_dice_at_best_loss 1-dice_loss user_attrs_val_iou epoch_accuracy val_acc_epoch explained_variance kappa`,
    minimize: `loss val_loss valLoss dice_loss loss_dice val/dice_loss Loss/val 1-dice val/1-dice error_rate mse val_rmse MAE
      mean_absolute_error fid FID val_time latency_ms perplexity hausdorff HD95 hausdorff_distance assd eval_loss
      focal_tversky_loss val_binary_crossentropy log_loss neg_log_likelihood negative_log_likelihood brier_score
      false_positive_rate jaccard_loss diceloss valloss mean_fit_time training_time_seconds wer val_loss_epoch dice_error`,
    null: `value score objective quality learning_rate batch_size best_epoch best_val_loss_epoch dice_std rank_test_score
      std_test_score dice_drop val_loss_stability anomaly_score iou_threshold class_1-dice loss_weight n_objects`,
  };
  for (const [want, list] of Object.entries(names))
    it(want, () => {
      for (const name of list.split(/\s+/)) assert.equal(String(goalByName(name)), want, name);
    });
  it('knows names of several words and arrows', () => {
    assert.equal(goalByName('1 - iou'), 'minimize');
    assert.equal(goalByName('val dice [%]'), 'maximize');
    assert.equal(goalByName('quality ↓'), 'minimize');
  });
});

suite('bounds of a score', () => {
  const of = (name: string, values: number[]) => metricRange(name, values).range;
  it('come from the metric and are checked against the values', () => {
    assert.deepEqual(of('val_dice', [0.2, 0.8]), [0, 1]);
    assert.deepEqual(of('val_dice', [20, 80]), [0, 100]);
    assert.match(metricRange('val_dice', [20, 80]).notice!, /percentages/);
    assert.deepEqual(of('accuracy', [0.2, 1.0000001]), [0, 1]);
    assert.deepEqual(of('error_rate', [11, 30]), [0, 100]);
    assert.deepEqual(of('1-dice', [0.2, 0.4]), [0, 1]);
    assert.deepEqual(of('psnr', [22, 35]), [0, null]);
    assert.deepEqual(of('fid', [30, 90]), [0, null]);
    assert.equal(of('val_loss', [0.1, 2]), null);
    assert.equal(of('r2', [-0.2, 0.9]), null);
    assert.equal(of('val_dice', [300, 500]), null);
  });
  it('are not taken where fractions and percentages stand side by side, which is said', () => {
    const mixed = metricRange('val_dice', [0.5, 0.6, 0.7, 83]);
    assert.equal(mixed.range, null);
    assert.match(mixed.notice!, /1 of 4 values are above 1 .* may be mixed/);
  });
});

suite('what runs are judged by', () => {
  it('the name decides where nobody asks, and the sentence says so', () => {
    const got = objectiveOf(
      scored({ epoch: [3, 4], loss: [1, 2], val_loss: [0.3, 0.2], val_iou: [0.5, 0.6] }),
    );
    assert.deepEqual([got.metric, got.goal, got.range, got.source], ['val_iou', 'maximize', [0, 1], 'name']);
    assert.equal(
      got.said,
      'Judged by val_iou: higher is better (by its name), between 0 and 1 (-p metric=… takes another: val_loss, loss).',
    );
    assert.equal(objectiveOf(scored({ val_dice: [1, 0], best_val_jaccard: [0, 1] })).metric, 'val_dice');
    const prefer = { prefer: ['jaccard'] };
    assert.equal(
      objectiveOf(scored({ val_dice: [1, 0], val_jaccard: [0, 1] }), prefer).metric,
      'val_jaccard',
    );
    assert.throws(
      () => objectiveOf(scored({ val_dice: [1, 0], val_jaccard: [0, 1] }), { prefer: ['val_jaccard'] }),
      /prefer takes kinds of scores \(dice, jaccard, .*\), not val_jaccard; metric takes the name of a score/,
    );
  });
  it('the sweep goes before the name', () => {
    const runs = scored({ val_dice: [0.1, 0.2], quality: [3, 4] });
    const sweep = { metric: { name: 'quality', goal: 'minimize' } } as const;
    const got = objectiveOf(runs, { sweep });
    assert.deepEqual([got.metric, got.goal, got.source], ['quality', 'minimize', 'sweep']);
    const odd = objectiveOf(runs, { sweep: { metric: { name: 'val_dice', goal: 'minimize' } } });
    assert.equal(odd.goal, 'minimize');
    assert.match(odd.said, /as the sweep is configured.*usually better higher/);
    const absent = objectiveOf(runs, { sweep: { metric: { name: 'val/dise', goal: 'minimize' } } });
    assert.deepEqual([absent.metric, absent.goal], ['val_dice', 'maximize']);
    assert.match(absent.said, /configured for val\/dise, which no run has/);
  });
  it('the reader goes before the sweep, and it is said', () => {
    const sweep = { metric: { name: 'val_dice', goal: 'maximize' } } as const;
    const got = objectiveOf(scored({ val_dice: [0.1, 0.2] }), { sweep, goal: 'minimize' });
    assert.deepEqual([got.goal, got.source], ['minimize', 'asked']);
    assert.match(got.said, /configured to maximize it, which was overruled/);
  });
  it('unknown is asked in one line, with what to type, never maximised', () => {
    const unknown = scored({ quality: [3, 4], depth: [1, 2] });
    assert.throws(
      () => objectiveOf(unknown),
      (error: Error) =>
        /quality \(3 to 4 in 2 runs\), depth.*-p metric=quality -p goal=maximize, or goal=minimize$/.test(
          error.message,
        ) && !error.message.includes('\n'),
    );
    assert.throws(() => objectiveOf(unknown, { metric: 'quality' }), /which way is quality better \(3 to 4/);
    assert.equal(objectiveOf(unknown, { metric: 'quality', goal: 'minimize' }).goal, 'minimize');
    assert.throws(
      () => objectiveOf(unknown, { metric: 'dice' }),
      /no run has a number called dice; -p metric=… takes one of quality, depth/,
    );
    assert.throws(
      () => objectiveOf(scored({ val_recall_a: [1, 0], val_dice_a: [0, 1], val_dice_b: [1, 0] })),
      /which score.*val_dice_a, val_dice_b\?/,
    );
  });
  it("asks about Optuna's value, whose direction no table tells, and says what goes with it", () => {
    const values = Array.from({ length: 12 }, (_, i) => i / 20);
    const runs = scored({ value: values, val_iou: values }).map((r) => ({ ...r, source: 'optuna' as const }));
    assert.throws(() => objectiveOf(runs), /which way is value better.*val_iou is 1, as if to maximize/);
    assert.equal(objectiveOf(runs, { goal: 'maximize' }).metric, 'value');
  });
  it('asks where the signs of the values contradict the name', () => {
    assert.throws(
      () => objectiveOf(scored({ val_dice: [-0.8, -0.6] })),
      /which way is val_dice better \(-0.8 to -0.6/,
    );
    assert.throws(() => objectiveOf(scored({ neg_mean_squared_error: [3, 4] })), /which way/);
    assert.equal(objectiveOf(scored({ val_dice: [-0.8, -0.6] }), { goal: 'minimize' }).range, null);
  });
  it('takes the best epoch of the histories where no summary has a score', () => {
    const runs = [
      [3, 1, 2],
      [5, NaN, 4],
    ].map((val_rmse, i) => run(`r${i}`, { history: { val_rmse } }));
    const got = objectiveOf(runs);
    assert.deepEqual([got.metric, got.goal, got.from], ['val_rmse', 'minimize', 'history']);
    assert.deepEqual([...numbersOf(runs, scoreField(got)).values], [1, 4]);
  });
  it('reads a key that is configured and logged from the summary', () => {
    const runs = [run('a', { config: { lr: 1 }, summary: { lr: 7 } })];
    assert.deepEqual([...numbersOf(runs, scoreField(higher('lr'))).values], [7]);
  });
});

suite('ranking', () => {
  const runs = scored({ x: [3, null, NaN, 1, Infinity, 3, '2', 'failed', -Infinity] });
  it('puts missing scores apart and keeps the order of equal ones', () => {
    const up = rankRuns(runs, higher('x'));
    assert.deepEqual(
      up.ranked.map(({ rank, record }) => `${rank} ${record.id}`),
      ['1 r0', '2 r5', '3 r6', '4 r3'],
    );
    assert.deepEqual(
      up.missing.map(({ id }) => id),
      ['r1', 'r2', 'r4', 'r7', 'r8'],
    );
    assert.deepEqual(
      rankRuns(runs, lower('x')).ranked.map(({ record }) => record.id),
      ['r3', 'r6', 'r0', 'r5'],
    );
  });
  it('gives a pruned run no rank', () => {
    const [a, ...rest] = runs;
    const { ranked, missing } = rankRuns([{ ...a!, state: 'pruned' }, ...rest], higher('x'));
    assert.equal(ranked[0]!.record.id, 'r5');
    assert.equal(missing[0]!.id, 'r0');
  });
});
