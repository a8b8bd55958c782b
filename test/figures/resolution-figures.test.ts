import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  resolutionLadderFigure,
  resolutionLadderInfo,
  trainingPathsFigure,
  trainingPathsInfo,
} from 'unetlab/figures';

describe('resolutionLadderInfo', () => {
  const rows = [
    { part: 'Pair', label: 'at 256²', soft: 0.2, hard: [0.1, 0.2, 0.3, NaN] },
    { part: 'Pair', label: 'at 512²', soft: 0.1, hard: [0.5] },
  ];

  it('has the mean over tiles with the interval that Student gives, and none for a single tile', () => {
    const { rows: got } = resolutionLadderInfo(rows);
    assert.ok(Math.abs(got[0]!.mean - 0.2) < 1e-12);
    const half = (4.302653 * 0.1) / Math.sqrt(3); // t(0.975, 2)
    assert.ok(Math.abs(got[0]!.interval![0] - (0.2 - half)) < 1e-6);
    assert.ok(Math.abs(got[0]!.interval![1] - (0.2 + half)) < 1e-6);
    assert.equal(got[1]!.interval, null);
    assert.throws(() => resolutionLadderInfo([]), /no training to draw/);
  });

  it('is drawn with every training named', () => {
    const { description } = resolutionLadderFigure(resolutionLadderInfo(rows));
    assert.match(
      description,
      /2 trainings.*at 256²: soft 0\.200, hard 0\.200; at 512²: soft 0\.100, hard 0\.500/,
    );
  });
});

describe('trainingPathsInfo', () => {
  const path = (strategy: string, seed: number, final: number, stages: readonly string[]) => ({
    strategy,
    seed,
    final,
    points: stages.map((stage, i) => ({ seconds: 10 * (i + 1), score: final - 0.1, stage })),
  });
  const paths = [
    path('straight', 1, 0.5, ['512²', '512²']),
    path('straight', 2, 0.7, ['512²', '512²']),
    path('staged', 1, 0.8, ['256²', '512²', '512²']),
  ];

  it('puts the strategy with the best mean first', () => {
    const { strategies } = trainingPathsInfo(paths);
    assert.deepEqual(
      strategies.map(({ strategy, finals, mean }) => [strategy, finals, Number(mean.toFixed(6))]),
      [
        ['staged', [0.8], 0.8],
        ['straight', [0.5, 0.7], 0.6],
      ],
    );
    assert.throws(() => trainingPathsInfo([]), /no training to draw/);
  });

  it('breaks the line where a stage ends', () => {
    const { data } = trainingPathsFigure(trainingPathsInfo(paths)) as unknown as {
      data: { name: string; x: number[]; xaxis: string }[];
    };
    const lines = data.filter(({ name, xaxis }) => name === 'staged' && xaxis === data[0]!.xaxis);
    assert.deepEqual(
      lines.map(({ x }) => x),
      [[10], [20, 30]],
    );
  });
});
