import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  bestWorstCurvesInfo,
  convergenceInfo,
  hyperparameterImpactInfo,
  lossComparisonInfo,
  searchRuns,
  settingsLabel,
  topConfigurationsInfo,
  type SearchRun,
} from 'unetlab/figures';
import { higher } from '../analysis/objectives';
import { blankRecord } from './gallery/synthetic-runs';

const run = (
  best: number,
  settings: Record<string, number | string>,
  more: Partial<SearchRun> = {},
): SearchRun => ({
  label: settingsLabel(settings),
  settings,
  best,
  bestEpoch: 10,
  epochs: 20,
  final: best / 2,
  history: null,
  ...more,
});
const score = { goal: 'maximize', quantity: 'Jaccard' } as const;
const runs = [
  run(0.1, { batch_size: 4, loss_type: 'combined' }),
  run(0.3, { batch_size: 4, loss_type: 'combined' }, { epochs: 60, bestEpoch: 50 }),
  run(0.2, { batch_size: 8, loss_type: 'focal' }, { final: null }),
  run(0.22, { batch_size: 8, loss_type: 'focal' }),
  run(0.05, { batch_size: 8, loss_type: 'dice' }),
];

describe('searchRuns', () => {
  it('takes only the settings that differ, and what the summary lacks beside the score from the history', () => {
    const record = (id: string, dropout: number): ReturnType<typeof blankRecord> => ({
      ...blankRecord(id),
      config: { learning_rate: 1e-4, dropout, nested: [1, 2] },
    });
    const records = [
      {
        ...record('summary', 0.1),
        summary: { best_val_jacard: 0.5, best_epoch: 3, total_epochs: 9, final_val_jacard: 0.4 },
      },
      {
        ...record('history', 0.2),
        summary: { best_val_jacard: 0.6 },
        history: { val_jaccard: [0.1, 0.6, NaN, 0.5] },
      },
      record('nothing', 0.3),
    ];
    const { runs: read, leftOut } = searchRuns(records, higher('best_val_jacard'));
    assert.deepEqual(
      read.map(({ label, best, bestEpoch, epochs, final }) => [label, best, bestEpoch, epochs, final]),
      [
        ['dropout 0.1', 0.5, 3, 9, 0.4],
        ['dropout 0.2', 0.6, 2, 4, 0.5],
      ],
    );
    assert.deepEqual(leftOut, [{ name: 'nothing', reason: 'no best_val_jacard' }]);
  });
});

describe('figures 1 to 5', () => {
  it('1: ranks by the best score and gives the change to the last epoch', () => {
    const { rows, n } = topConfigurationsInfo(runs, { ...score, top: 3 });
    assert.equal(n, 5);
    assert.deepEqual(
      rows.map(({ best, change }) => [best, change]),
      [
        [0.3, -0.5],
        [0.22, -0.5],
        [0.2, null],
      ],
    );
  });

  it('2: keeps the level of the best mean apart from the level of the best run', () => {
    const { factors } = hyperparameterImpactInfo(runs, score);
    const loss = factors.find(({ key }) => key === 'loss_type')!;
    assert.equal(loss.bestMean, 'focal');
    assert.equal(loss.bestRun, 'combined');
    assert.deepEqual(
      loss.levels.map(({ label, n }) => [label, n]),
      [
        ['dice', 1],
        ['combined', 2],
        ['focal', 2],
      ],
    );
    assert.equal(loss.levels[0]!.sd, null);
    const sd = Math.sqrt(((0.1 - 0.2) ** 2 + (0.3 - 0.2) ** 2) / 1);
    assert.ok(Math.abs(loss.levels[1]!.sd! - sd) < 1e-12);
  });

  it('3: chooses among the runs with a history and counts the others', () => {
    const history = { val_jaccard: [0.1, 0.2] };
    const info = bestWorstCurvesInfo(
      [
        run(0.9, { a: 'without' }),
        run(0.2, { a: 'good' }, { history }),
        run(0.1, { a: 'poor' }, { history }),
      ],
      higher('val_jaccard'),
    );
    assert.match(info.best.name, /good/);
    assert.match(info.worst.name, /poor/);
    assert.deepEqual([info.n, info.withoutHistory], [2, 1]);
    assert.throws(
      () => bestWorstCurvesInfo(runs, higher('val_jaccard')),
      /two runs with a history.*got 0 of 5/,
    );
  });

  it('4: gives no violin to a group of less than five', () => {
    const { groups } = lossComparisonInfo(runs, score);
    assert.deepEqual(
      groups.map(({ name, n, shaped, sd }) => [name, n, shaped, sd === null]),
      [
        ['focal', 2, false, false],
        ['combined', 2, false, false],
        ['dice', 1, false, true],
      ],
    );
    assert.throws(
      () => lossComparisonInfo(runs, { ...score, factor: 'x' }),
      /there are batch_size, loss_type/,
    );
  });

  it('5: ranks by score per epoch trained', () => {
    const early = run(0.06, {}, { epochs: 20, bestEpoch: 1 }); // best for each epoch to the best, not for each trained
    const info = convergenceInfo([...runs, early, run(0.9, {}, { epochs: null })], score);
    assert.equal(info.leftOut, 1);
    assert.deepEqual(
      info.ranking.map((index) => info.runs[index]!.best),
      [0.22, 0.2, 0.1, 0.3, 0.06, 0.05],
    );
  });
});
