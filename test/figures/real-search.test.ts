import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  hyperparameterImpactInfo,
  lossComparisonInfo,
  searchRuns,
  topConfigurationsInfo,
} from 'unetlab/figures';
import { higher } from '../analysis/objectives';
import { blankRecord } from './gallery/synthetic-runs';

const file = join(process.cwd(), '../shared/data/search-2025-10-10/search_results_final.csv');
const score = { goal: 'maximize', quantity: 'Jaccard' } as const;
const skip = existsSync(file) ? false : `no ${file}`;

describe('the recorded search of 15 configurations', { skip }, () => {
  const rows = skip === false ? readFileSync(file, 'utf8').trim().split('\n').slice(1) : [];
  const { runs } = searchRuns(
    rows.map((row, index) => {
      const [rate, batch, dropout, loss, best, bestEpoch, epochs, final] = row.split(',');
      return {
        ...blankRecord(`run ${index + 1}`),
        config: {
          learning_rate: Number(rate),
          batch_size: Number(batch),
          dropout: Number(dropout),
          loss_type: loss!,
        },
        summary: {
          best_val_jacard: Number(best),
          best_epoch: Number(bestEpoch),
          total_epochs: Number(epochs),
          final_val_jacard: Number(final),
        },
      };
    }),
    higher('best_val_jacard'),
  );

  it('has the published best run and its drop', () => {
    const [first] = topConfigurationsInfo(runs, score).rows;
    assert.equal(first!.label, 'lr 2e-4, batch 4, dropout 0.3, combined');
    assert.deepEqual(
      [first!.best.toFixed(4), first!.bestEpoch, first!.final!.toFixed(4)],
      ['0.1640', 52, '0.1403'],
    );
    assert.equal((first!.change! * 100).toFixed(1), '-14.5');
  });

  it('has the published losses: combined 0.1047 ± 0.0315, focal 0.1233 ± 0.0018, one dice', () => {
    const { groups } = lossComparisonInfo(runs, score);
    assert.deepEqual(
      groups.map(({ name, n, mean, sd }) => [name, n, mean!.toFixed(4), sd?.toFixed(4)]),
      [
        ['focal', 8, '0.1233', '0.0018'],
        ['combined', 6, '0.1047', '0.0315'],
        ['dice', 1, '0.0798', undefined],
      ],
    );
  });

  it('has batch 8 above batch 4 on average, and no batch 16', () => {
    const batch = hyperparameterImpactInfo(runs, score).factors.find(({ key }) => key === 'batch_size')!;
    assert.equal(batch.bestMean, '8');
    assert.deepEqual(
      batch.levels.map(({ label, mean }) => [label, mean.toFixed(4)]),
      [
        ['4', '0.1121'],
        ['8', '0.1138'],
      ],
    );
  });
});
