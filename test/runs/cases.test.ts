import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readRuns } from 'unetlab/runs';
import type { RunRecord } from 'unetlab/types';
import { inNewFolder } from '../wandb/fixtures';
import { fixtures } from './read-text';

const read = async (...parts: string[]): Promise<readonly RunRecord[]> =>
  (await readRuns(join(fixtures, 'cases', ...parts))).records;
const best = (record: RunRecord, key: string): number =>
  Math.max(...record.history![key]!.filter((value) => !Number.isNaN(value)));
const made = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as {
  optuna: { states: Record<string, number>; best: number; bestTrial: number; bestParams: object };
  cvResults: { best: number };
};

describe('inputs that were read wrongly', () => {
  it('key-twice: the first column of a key is configured, the second logged', async () => {
    const records = await read('wandb', 'key-twice.csv');
    const means = new Map<number, number[]>();
    for (const { config, summary } of records)
      means.set(config.lr as number, [
        ...(means.get(config.lr as number) ?? []),
        summary['val/dice'] as number,
      ]);
    const rounded = [...means]
      .sort(([a], [b]) => a - b)
      .map(([lr, values]) => [
        lr,
        Number((values.reduce((a, b) => a + b) / values.length).toFixed(6)),
        values.length,
      ]);
    assert.deepEqual(rounded, [
      [1e-4, 0.646253, 6],
      [3e-4, 0.746385, 6],
      [1e-3, 0.800569, 6],
      [3e-3, 0.497022, 6],
    ]);
    assert.ok(records.every(({ config }) => config.epochs === 30));
    assert.equal(records[3]!.summary.epochs, 12);
  });

  it('spreadsheets: semicolons, decimal commas, UTF-16 and tabs change nothing', async () => {
    const records = await read('wandb', 'crashed-without-score.csv');
    assert.equal(records.filter(({ summary }) => typeof summary.val_dice === 'number').length, 22);
    assert.deepEqual(await read('wandb', 'spreadsheet-semicolon-comma.csv'), records);
    assert.deepEqual(await read('wandb', 'spreadsheet-utf16-tab.csv'), records);
  });

  it('level-none and metadata-columns: none is a level, W&B’s own columns are no settings', async () => {
    const levels = await read('wandb', 'level-none.csv');
    assert.deepEqual(
      new Set(levels.map(({ config }) => config.augmentation)),
      new Set(['none', 'light', 'heavy']),
    );
    const meta = await read('wandb', 'metadata-columns.csv');
    assert.deepEqual(Object.keys(meta[0]!.config), ['batch_size', 'learning_rate']);
    assert.deepEqual(Object.keys(meta[0]!.about!), ['Agent', 'Notes', 'User', 'GPU Type']);
  });

  it('chart-export: two histories, no table of runs', async () => {
    const records = await read('wandb', 'chart-export.csv');
    assert.deepEqual(
      records.map((record) => [record.name, best(record, 'val/dice')]),
      [
        ['bright-owl-3', 0.81127],
        ['calm-fox-7', 0.77418],
      ],
    );
  });

  it('hostile-names: columns out of order are told apart by their names', async () => {
    const [first] = await read('wandb', 'hostile-names.csv');
    assert.deepEqual(Object.keys(first!.config), ['batch_size', 'learning_rate', 'dropout']);
    assert.equal(first!.name, '<script>alert(1)</script>');
  });

  it('duplicated-grid: 36 runs, 29 scored, 2 sweeps', async () => {
    const records = await read('wandb', 'duplicated-grid.csv');
    const scored = records.filter(({ summary }) => typeof summary.val_dice === 'number');
    assert.deepEqual(
      [records.length, scored.length, new Set(records.map(({ sweep }) => sweep)).size],
      [36, 29, 2],
    );
  });

  it('optuna: a pruned trial has a state and no value', async () => {
    const records = await read('optuna', 'trials.csv');
    const of = (state: string): RunRecord[] => records.filter((record) => record.state === state);
    assert.deepEqual([of('finished').length, of('pruned').length, of('failed').length], [32, 6, 2]);
    assert.ok(of('pruned').every(({ summary }) => !('value' in summary) && 'intermediate_value' in summary));
    const values = of('finished').map(({ summary }) => summary.value as number);
    assert.equal(Math.max(...values), 0.853294);
    assert.deepEqual(Object.keys(records[0]!.config), ['base_filters', 'dropout', 'loss', 'lr']);
  });

  it('ray-tune: 12 runs with histories', async () => {
    const records = await read('ray-tune');
    assert.equal(
      records.reduce((sum, { history }) => sum + history!.epoch!.length, 0),
      184,
    );
    const winner = records.find(({ id }) => id === 'a1b2c_00004')!;
    assert.deepEqual([best(winner, 'val_dice'), winner.summary.val_dice], [0.75495, 0.734171]);
    assert.ok(records.every((record) => best(record, 'val_dice') <= 0.75495));
    assert.deepEqual(Object.keys(winner.config).sort(), ['batch_size', 'loss', 'lr']);
  });

  for (const folder of ['keras-csvlogger', 'keras-csvlogger-header-twice'])
    it(`${folder}: a header in mid-file is no epoch`, async () => {
      const records = await read(folder);
      const found = records.map((record) => {
        const top = best(record, 'val_dice_coef');
        const { epoch, val_dice_coef: dice } = record.history!;
        return [epoch!.length, top, epoch![dice!.indexOf(top)]];
      });
      const right = [
        [25, 0.770512, 22],
        [25, 0.697932, 24],
        [18, 0.705335, 18],
      ];
      assert.deepEqual(found.sort(), right.sort());
    });

  it('wandb-offline-in-parts: the epoch goes on where the step begins again', async () => {
    const [run, ...others] = await read('wandb-offline-in-parts');
    assert.equal(others.length, 0);
    const dice = run!.history!['val/dice']!;
    assert.deepEqual(
      run!.history!.epoch,
      Array.from({ length: 36 }, (_, i) => i + 1),
    );
    assert.deepEqual(
      [dice[0], dice[12], dice[35]].map((value) => Number(value!.toFixed(6))),
      [0.094002, 0.642471, 0.791113],
    );
  });
});

describe('what the tools themselves write', () => {
  for (const file of ['optuna.csv', 'optuna-multi-index.csv'])
    it(`${file}: states, the best trial, its parameters`, async () => {
      const { records } = await readRuns(join(fixtures, file));
      const of = (state: string): RunRecord[] => records.filter((record) => record.state === state);
      const { states, best: value, bestTrial, bestParams } = made.optuna;
      assert.deepEqual(
        [of('finished').length, of('pruned').length, of('failed').length],
        [states.COMPLETE, states.PRUNED, states.FAIL],
      );
      const winner = of('finished').sort(
        (a, b) => (b.summary.value as number) - (a.summary.value as number),
      )[0]!;
      assert.deepEqual(
        [winner.summary.value, winner.id, winner.config],
        [value, `trial-${bestTrial}`, { ...bestParams }],
      );
    });

  it('optuna-two-objectives: both values, and the question which', async () => {
    const { records, notices } = await readRuns(join(fixtures, 'optuna-two-objectives.csv'));
    assert.deepEqual(Object.keys(records[0]!.summary), ['values_0', 'values_1']);
    assert.ok(
      notices.some((notice) => notice.includes('2 objectives') && notice.includes('-p metric=values_0')),
    );
  });

  it('cv-results: None was tried although pandas writes an empty cell', async () => {
    const { records, objective } = await readRuns(join(fixtures, 'cv-results.csv'));
    assert.deepEqual(new Set(records.map(({ config }) => config.max_depth)), new Set(['None', 2, 4]));
    assert.equal(
      Math.max(...records.map(({ summary }) => summary.mean_test_score as number)),
      made.cvResults.best,
    );
    assert.deepEqual(objective, { metric: 'mean_test_score', goal: 'maximize' });
  });

  it('api-runs: dictionaries as Python writes them', async () => {
    const { records } = await readRuns(join(fixtures, 'api-runs.csv'));
    assert.deepEqual(records[0]!.config, {
      lr: 0.0001,
      batch_size: 8,
      loss: null,
      'optimizer.name': 'adam',
      'optimizer.betas': [0.9, 0.999],
      "user's": true,
    });
    assert.ok(Number.isNaN(records[2]!.summary.val_dice));
  });

  it('events: scalars and hyperparameters of one run, written in two folders', async () => {
    const { records } = await readRuns(join(fixtures, 'events'));
    assert.deepEqual(
      records.map(({ config, state }) => [config, state]),
      [
        [{ amp: true, augment: 'none', lr: 0.01 }, 'finished'],
        [{ amp: true, augment: 'none', lr: 0.1 }, 'finished'],
      ],
    );
    assert.deepEqual(
      records[1]!.history!['val/dice']!.map((value) => Number(value.toFixed(6))),
      [0.1, 0.2, 0.3, 0.4, 0.5],
    );
  });

  it('W&B: a run’s folder is one however its path ends, with or without its .wandb file', () =>
    inNewFolder(async (folder) => {
      const run = join(folder, 'run-20250822_174358-r4eicrnr');
      mkdirSync(join(run, 'files'), { recursive: true });
      writeFileSync(join(run, 'files', 'config.yaml'), 'lr:\n  value: 0.1\n');
      writeFileSync(join(run, 'files', 'wandb-summary.json'), '{"val_dice": 0.5}');
      for (const path of [run, `${run}/`, folder]) {
        const { layout, records } = await readRuns(path);
        assert.match(layout!, /^W&B offline runs/);
        assert.deepEqual(
          records.map(({ id, config, summary }) => [id, config, summary]),
          [['r4eicrnr', { lr: 0.1 }, { val_dice: 0.5 }]],
        );
      }
    }));
});
