import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { analyseRuns, groupSummary, objectiveOf, type RunAnalysis } from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import { readRuns } from 'unetlab/runs';
import { fixtures } from './read-text';

const round = (value: number): number => Number(value.toFixed(6));

/** Reads, judges and analyses one of the cases. */
async function analysed(
  parts: readonly string[],
  asked: Parameters<typeof objectiveOf>[1] = {},
): Promise<{ analysis: RunAnalysis; means: (setting: string) => [string, number | null, number][] }> {
  const { records, objective: told } = await readRuns(join(fixtures, 'cases', ...parts));
  const objective = objectiveOf(records, { told: told ?? null, ...asked });
  const analysis = await analyseRuns(records, {
    objective,
    random: new Random(1),
    importance: { trees: 5 },
  });
  return {
    analysis,
    means: (setting) =>
      groupSummary(records, `config.${setting}`, objective).levels.map(({ level, mean, n }) => [
        level,
        mean === null ? null : round(mean),
        n,
      ]),
  };
}

describe('cases through the analysis', () => {
  it('key-twice: means by the configured learning rate', async () => {
    const { means, analysis } = await analysed(['wandb', 'key-twice.csv']);
    assert.deepEqual(means('lr'), [
      ['0.0001', 0.646253, 6],
      ['0.0003', 0.746385, 6],
      ['0.001', 0.800569, 6],
      ['0.003', 0.497022, 6],
    ]);
    assert.ok(analysis.warnings.some(({ kind }) => kind === 'uneven failures'));
  });

  for (const file of [
    'crashed-without-score.csv',
    'spreadsheet-semicolon-comma.csv',
    'spreadsheet-utf16-tab.csv',
  ])
    it(`${file}: order, mean, spread; runs without a score last`, async () => {
      const { ranking } = (await analysed(['wandb', file])).analysis;
      const values = ranking.ranked.map(({ value }) => value);
      const mean = values.reduce((a, b) => a + b) / values.length;
      const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
      assert.deepEqual(
        ranking.ranked.slice(0, 6).map(({ record }) => record.name),
        ['run-24', 'run-17', 'run-2', 'run-19', 'run-11', 'run-22'],
      );
      assert.deepEqual([values.length, ranking.missing.length], [22, 8]);
      assert.deepEqual([round(mean), round(sd)], [0.649257, 0.102198]);
    });

  it('duplicated-grid: the best, the spread of equal runs, and where all crashed', async () => {
    const { analysis } = await analysed(['wandb', 'duplicated-grid.csv']);
    const [first] = analysis.ranking.ranked;
    assert.deepEqual([first!.record.name, first!.value], ['wild-sweep-15', 0.713007]);
    const message = (kind: string): string =>
      analysis.warnings.find((warning) => warning.kind === kind)!.message;
    assert.match(message('duplicate configurations'), /standard deviation of 0\.015 /);
    assert.match(message('uneven failures'), /All 6 failed runs have learning_rate 0\.01/);
  });

  it('level-none: none is the best level', async () => {
    const { means } = await analysed(['wandb', 'level-none.csv']);
    const [top] = means('augmentation').sort(([, a], [, b]) => b! - a!);
    assert.deepEqual([top![0], top![1]!.toFixed(2), top![2]], ['none', '0.80', 10]);
  });

  it('metadata-columns: W&B’s own columns are neither settings nor passed-over ones', async () => {
    const { factors, unusable } = (await analysed(['wandb', 'metadata-columns.csv'])).analysis.appraisal;
    assert.deepEqual([...factors, ...unusable].map(({ name }) => name).sort(), [
      'batch_size',
      'learning_rate',
    ]);
  });

  it('optuna: the direction is asked; pruned and failed trials are not ranked', async () => {
    await assert.rejects(analysed(['optuna', 'trials.csv']), /-p metric=value -p goal=maximize/);
    const { ranking, factors } = (await analysed(['optuna', 'trials.csv'], { goal: 'maximize' })).analysis;
    assert.deepEqual(
      [ranking.ranked.length, ranking.missing.length, ranking.ranked[0]!.record.id, ranking.ranked[0]!.value],
      [32, 8, 'trial-26', 0.853294],
    );
    assert.deepEqual(factors.map(({ name }) => name).sort(), ['base_filters', 'dropout', 'loss', 'lr']);
  });

  it('ray-tune, keras and the chart: the best over the history', async () => {
    for (const [folder, runs, name, value] of [
      ['ray-tune', 12, 'a1b2c_00004', 0.75495],
      ['keras-csvlogger', 3, 'unet_lr0.001_bs8', 0.770512],
      ['keras-csvlogger-header-twice', 3, 'unet_lr0.001_bs8', 0.770512],
      ['wandb/chart-export.csv', 2, 'bright-owl-3', 0.81127],
    ] as const) {
      const { ranked } = (await analysed([folder])).analysis.ranking;
      assert.deepEqual([ranked.length, ranked[0]!.record.name, ranked[0]!.value], [runs, name, value]);
    }
  });
});
