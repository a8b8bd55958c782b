import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  bestSoFarInfo,
  claimVerdictsInfo,
  correlationMatrixInfo,
  gradientTermsInfo,
  gridHeatMapsInfo,
  influenceSharesInfo,
  parallelCoordinatesFigure,
  parallelCoordinatesInfo,
  parameterScatterInfo,
  scoreHeatMapInfo,
  stabilityInfo,
  strongestPair,
  topRunsInfo,
} from 'unetlab/figures';
import type { RunRecord } from 'unetlab/types';
import { higher } from '../analysis/objectives';
import { blankRecord } from './gallery/synthetic-runs';

const record = (
  id: string,
  config: RunRecord['config'],
  summary: RunRecord['summary'],
  more: Partial<RunRecord> = {},
): RunRecord => ({ ...blankRecord(id), config, summary, ...more });

const score = higher('val_dice');

describe('parameterScatterInfo', () => {
  const records = [1e-4, 1e-3, 1e-2, 0, 1e-1].map((rate, index) =>
    record(`r${index}`, { learning_rate: rate }, { val_dice: [0.6, 0.5, 0.4, 0.9, NaN][index]! }),
  );

  it('leaves out what has no place on the axis and correlates on the axis’s scale', () => {
    const [panel] = parameterScatterInfo(records, { score, parameters: ['learning_rate'] }).panels;
    assert.equal(panel!.scale, 'log');
    assert.equal(panel!.n, 3);
    assert.equal(panel!.names[panel!.best], 'r0');
    assert.ok(Math.abs(panel!.trend.correlation.r! + 1) < 1e-12);
  });

  it('names the columns there are where the score is missing', () => {
    assert.throws(
      () => parameterScatterInfo(records, { score: higher('iou'), parameters: [] }),
      /no run has a number under iou; of 5 runs some have val_dice, learning_rate/,
    );
  });
});

describe('scoreHeatMapInfo', () => {
  it('puts every run into one cell and ignores cells of less than three for the best', () => {
    const records = Array.from({ length: 20 }, (_, index) =>
      record(
        `r${index}`,
        { dropout: index / 20, learning_rate: 10 ** (-4 + index / 10) },
        { val_dice: index === 19 ? 0.9 : 0.5 + index / 100 },
      ),
    );
    const info = scoreHeatMapInfo(records, { score, x: 'learning_rate', y: 'dropout', bins: 4 });
    const counts = info.cells.flat().map(({ n }) => n);
    assert.equal(
      counts.reduce((sum, n) => sum + n, 0),
      20,
    );
    assert.equal(info.n, 20);
    assert.ok(info.cells[info.best!.row]![info.best!.column]!.n >= 3);
  });

  it('gives few distinct values a bin each', () => {
    const records = [8, 16, 16, 32].map((batch, index) =>
      record(`r${index}`, { batch_size: batch, dropout: 0.1 }, { val_dice: 0.5 }),
    );
    const info = scoreHeatMapInfo(records, { score, x: 'batch_size', y: 'dropout' });
    assert.deepEqual(
      info.xBins.map(({ label }) => label),
      ['8', '16', '32'],
    );
    assert.deepEqual(
      info.cells[0]!.map(({ n }) => n),
      [1, 2, 1],
    );
    assert.equal(info.best, null);
  });
});

describe('correlationMatrixInfo', () => {
  it('counts complete rows and finds the strongest pair', () => {
    const records = [1, 2, 3, 4, 5].map((value, index) =>
      record(
        `r${index}`,
        { dropout: [3, 1, 2, 5, 4][index]! },
        { val_dice: value, val_iou: index === 4 ? NaN : 2 * value },
      ),
    );
    const { matrix, n } = correlationMatrixInfo(records, { columns: [score.metric, 'val_iou', 'dropout'] });
    assert.equal(n, 4);
    const pair = strongestPair(matrix)!;
    assert.deepEqual([pair.a, pair.b], ['val_iou', score.metric]);
    assert.ok(Math.abs(pair.r - 1) < 1e-12);
  });
});

describe('parallelCoordinatesInfo', () => {
  const records = Array.from({ length: 12 }, (_, index) =>
    record(
      `r${index}`,
      {
        learning_rate: 10 ** (-5 + index / 4),
        loss: index % 2 === 0 ? 'focal' : 'dice',
        batch_size: 2 ** (index % 3),
      },
      { val_dice: 12 - index },
    ),
  );

  it('sorts runs by score, cuts quarters, and gives words and few numbers levels in order', () => {
    const info = parallelCoordinatesInfo([...records, record('bad', {}, { val_dice: 1 })], {
      score,
      parameters: ['learning_rate', 'loss', 'batch_size'],
    });
    assert.equal(info.names[0], 'r11');
    assert.equal(info.leftOut, 1);
    assert.deepEqual(info.quartiles, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
    const [rate, loss, batch] = info.axes;
    assert.equal(rate!.kind, 'log');
    assert.ok(Math.abs(rate!.positions[11]! + 5) < 1e-9);
    assert.deepEqual(loss!.tickText, ['dice', 'focal']);
    assert.deepEqual(batch!.tickText, ['1', '2', '4']);
    assert.equal(info.axes[3]!.key, 'val_dice');
  });

  it('keeps every position inside its axis', () => {
    const info = parallelCoordinatesInfo(records, {
      score,
      parameters: ['learning_rate', 'loss', 'batch_size'],
    });
    for (const { positions, range, key } of info.axes)
      assert.ok(
        positions.every((at) => at >= range[0] && at <= range[1]),
        key,
      );
    assert.equal(parallelCoordinatesFigure(info).data[0]!.type, 'parcoords');
  });
});

describe('topRunsInfo', () => {
  it('ranks, keeps links and counts runs without a score', () => {
    const info = topRunsInfo(
      [
        record('a', { dropout: 0.1 }, { val_dice: 0.4 }),
        record('b', {}, { val_dice: 0.6 }, { url: 'https://example.org/b' }),
        record('c', {}, { val_dice: 'crashed' }),
      ],
      { score, columns: ['dropout'], top: 5 },
    );
    assert.deepEqual(
      info.rows.map(({ rank, name, url, values }) => [rank, name, url, values[0]]),
      [
        [1, 'b', 'https://example.org/b', null],
        [2, 'a', null, 0.1],
      ],
    );
    assert.deepEqual([info.n, info.leftOut], [2, 1]);
  });
});

describe('bestSoFarInfo', () => {
  it('goes by the start of the runs', () => {
    const at = (day: number): Partial<RunRecord> => ({ created: `2025-01-0${day}T00:00:00Z` });
    const info = bestSoFarInfo(
      [
        record('late', {}, { val_dice: 0.7 }, at(3)),
        record('first', {}, { val_dice: 0.5 }, at(1)),
        record('second', {}, { val_dice: 0.4 }, at(2)),
        record('equal', {}, { val_dice: 0.7 }, at(4)),
        record('failed', {}, {}, at(5)),
      ],
      { score },
    );
    assert.deepEqual(info.names, ['first', 'second', 'late', 'equal']);
    assert.deepEqual(info.best, [0.5, 0.5, 0.7, 0.7]);
    assert.deepEqual(info.records, [1, 3]);
    assert.deepEqual([info.leftOut, info.dated], [1, true]);
  });
});

describe('stabilityInfo', () => {
  it('takes the deviation of the validation loss over the last ten epochs', () => {
    const info = stabilityInfo(
      [
        record(
          'a',
          { architecture: 'UNet' },
          { best: 0.5 },
          {
            history: {
              val_loss: [9, ...Array.from({ length: 10 }, (_, i) => i % 2)],
              val_jaccard: Array.from({ length: 11 }, () => 0.1),
            },
          },
        ),
        record(
          'b',
          { architecture: 'Attention_UNet' },
          { best: 0.6 },
          { history: { val_loss: [1, 3], val_jaccard: [0, 0] } },
        ),
        record('c', {}, { best: 0.6 }),
      ],
      { score: higher('best'), group: 'architecture' },
    );
    assert.deepEqual(
      info.points.map(({ stability, group }) => [stability, group]),
      [
        [0.5, 'U-Net'],
        [1, 'Attention U-Net'],
      ],
    );
    assert.equal(info.leftOut, 1);
  });
});

describe('gridHeatMapsInfo', () => {
  const grid = ['UNet', 'Attention_UNet'].flatMap((architecture, a) =>
    [1e-3, 1e-4].flatMap((learning_rate, l) =>
      [8, 16].map((batch_size, b) =>
        record('x', { architecture, learning_rate, batch_size }, { jaccard: a + l / 10 + b / 100 }),
      ),
    ),
  );
  const spec = { metric: 'jaccard', panel: 'architecture', x: 'learning_rate', y: 'batch_size' } as const;

  it('averages replicates and finds the best cell', () => {
    const info = gridHeatMapsInfo([...grid, grid[0]!], spec);
    assert.deepEqual(info.xLevels, [1e-4, 1e-3]);
    assert.equal(info.panels[0]!.cells[0]![1]!.n, 2);
    assert.deepEqual(
      [info.best.panel, info.best.x, info.best.y, info.best.value],
      ['Attention U-Net', 1e-4, 16, 1.11],
    );
    assert.equal(gridHeatMapsInfo(grid, { ...spec, good: 'low' }).best.value, 0);
  });
});

describe('influenceSharesInfo', () => {
  it('turns sums into shares and refuses a row that does not fit', () => {
    const info = influenceSharesInfo(['easy', 'hard'], [{ name: 'Dice', group: 'epoch 1', sums: [3, 1] }]);
    assert.deepEqual(info.groups[0]!.rows[0]!.shares, [0.75, 0.25]);
    assert.throws(
      () => influenceSharesInfo(['easy'], [{ name: 'Dice', group: 'g', sums: [0] }]),
      /positive total/,
    );
  });
});

describe('gradientTermsInfo', () => {
  it('names the leader of each third', () => {
    const info = gradientTermsInfo(
      ['dice', 'focal'],
      [3, 1, 2].map((epoch) => ({ epoch, norms: [4 - epoch, 2] })),
    );
    assert.deepEqual(info.epochs, [1, 2, 3]);
    assert.deepEqual(
      info.stages.map(({ leader }) => leader),
      ['dice', 'dice', 'focal'],
    );
    assert.throws(() => gradientTermsInfo(['a'], []), /three epochs/);
  });
});

describe('claimVerdictsInfo', () => {
  it('counts by document in a fixed order of verdicts', () => {
    const info = claimVerdictsInfo([
      { document: 'b', verdict: 'contradicted' },
      { document: 'a', verdict: 'reproduced' },
      { document: 'b', verdict: 'reproduced' },
    ]);
    assert.deepEqual(info.documents, ['b', 'a']);
    assert.deepEqual(
      info.verdicts.map(({ name, counts }) => [name, counts]),
      [
        ['reproduced', [1, 1]],
        ['contradicted', [1, 0]],
      ],
    );
  });
});
