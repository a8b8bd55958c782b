import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { layouts, readRuns } from 'unetlab/runs';
import type { RunSet } from 'unetlab/types';
import { inNewFolder } from '../wandb/fixtures';
import { fixtures, readFiles, readText } from './read-text';

const record = JSON.stringify({
  id: 'a',
  name: 'a',
  source: 'local',
  state: 'finished',
  sweep: null,
  url: null,
  created: null,
  tags: [],
  config: { lr: 0.1 },
  summary: { dice: 0.5 },
  history: null,
  notices: [],
});
const trial = JSON.stringify({
  trial_id: '00',
  hyperparameters: { space: [], values: { lr: 0.01, 'tuner/epochs': 3 } },
  metrics: {
    metrics: { val_loss: { direction: 'min', observations: [{ value: [0.4, 0.2], step: 1 }] } },
  },
  score: 0.3,
  best_step: 1,
  status: 'COMPLETED',
});
const oracle = JSON.stringify({ objective: { name: 'val_loss', direction: 'min' } });
const cases = (...parts: string[]): Promise<RunSet> => readRuns(join(fixtures, 'cases', ...parts));

/** One source for each layout, by a part of the layout's name, with the number of runs that it holds. */
const sources: Readonly<Record<string, readonly [() => Promise<RunSet>, number]>> = {
  'W&B offline runs': [() => cases('wandb-offline-in-parts'), 1],
  'Hydra’s .hydra/config.yaml': [
    () => readFiles({ 'a/.hydra/config.yaml': 'lr: 0.1\n', 'a/metrics.json': '{"val_dice": 0.5}' }),
    1,
  ],
  'MLflow page of runs': [
    () =>
      readText(
        'runs.csv',
        'Start Time,Duration,Run ID,Name,Source Type,Status,lr,val_dice\n2025-05-01 10:00:00,5min,a1,one,LOCAL,FINISHED,0.1,0.5\n',
      ),
    1,
  ],
  'TensorBoard event files': [() => readRuns(join(fixtures, 'events')), 2],
  'Ray Tune experiment': [() => cases('ray-tune'), 12],
  'search folder of unetlab': [() => readRuns(join(process.cwd(), 'test/fixtures/search/folder-1')), 5],
  'Keras Tuner': [() => readFiles({ 'p/oracle.json': oracle, 'p/trial_00/trial.json': trial }), 1],
  'folder of TensorBoard curves': [
    () => readFiles({ 'run-lr0.1_train-tag-epoch_loss.csv': 'Wall time,Step,Value\n1.5,0,0.9\n2.5,1,0.5\n' }),
    1,
  ],
  'own run records': [
    () => readText('runs.jsonl', `${record}\n${record.replace('"a"', '"b"')}\n{"id":"cu`),
    2,
  ],
  'W&B chart export': [() => cases('wandb', 'chart-export.csv'), 2],
  'W&B table of runs': [() => cases('wandb', 'metadata-columns.csv'), 36],
  'api.runs': [() => readRuns(join(fixtures, 'api-runs.csv')), 3],
  'Optuna table': [() => readRuns(join(fixtures, 'optuna.csv')), 16],
  cv_results_: [() => readRuns(join(fixtures, 'cv-results.csv')), 6],
  'Ray Tune’s iterations': [
    () =>
      readText(
        'progress.csv',
        'val_dice,time_total_s,training_iteration,trial_id,config/lr\n0.1,1,1,a_0,0.01\n0.2,2,2,a_0,0.01\n',
      ),
    1,
  ],
  'settings are marked': [
    () =>
      readText(
        'mlflow.csv',
        'run_id,experiment_id,status,artifact_uri,metrics.val_dice,params.lr,tags.mlflow.user\nr1,0,FINISHED,/x,0.5,0.1,me\n',
      ),
    1,
  ],
  'a TensorBoard curve': [() => readText('lr0.1.csv', 'Wall time,Step,Value\n1.5,0,0.9\n'), 1],
  'long table': [
    () =>
      readText('scalars.csv', 'run,tag,step,value\nx/train,loss,0,1\nx/train,loss,1,0.5\nx/val,loss,1,0.7\n'),
    1,
  ],
  'one row an epoch': [() => cases('keras-csvlogger', 'unet_lr0.001_bs8.csv'), 1],
  'history as JSON': [() => readRuns(join(fixtures, 'keras-history.json')), 1],
  'plain table': [() => readText('results.csv', 'lr,batch_size,val_dice\n0.1,8,0.5\n0.2,8,0.6\n'), 2],
  'flat JSON': [() => readText('run.json', '{"learning_rate": 0.1, "best_val_dice": 0.5}'), 1],
  'folder of results': [() => cases('keras-csvlogger-header-twice'), 3],
};

describe('every layout of runs', () => {
  it('has a source here', () => {
    const without = layouts.filter(({ name }) => !Object.keys(sources).some((part) => name.includes(part)));
    assert.deepEqual(
      without.map(({ name }) => name),
      [],
    );
  });

  for (const [part, [read, count]] of Object.entries(sources))
    it(`is recognised and read: ${part}`, async () => {
      const { records, layout, notices } = await read();
      assert.ok(layout?.includes(part), `${part} was taken for ${String(layout)}`);
      assert.equal(records.length, count);
      assert.equal(new Set(records.map(({ id }) => id)).size, count);
      for (const { history, config, about, configFrom } of records) {
        const lengths = new Set(Object.values(history ?? {}).map((column) => column.length));
        assert.ok(lengths.size <= 1, 'columns of one length');
        for (const epochs of [history?.epoch ?? [1]])
          assert.ok(epochs.every((epoch, i) => i === 0 || epoch > epochs[i - 1]!) && epochs[0]! >= 1);
        for (const key of Object.keys(about ?? {})) assert.ok(!(key in config), `${key} is no setting`);
        if (configFrom === 'names')
          assert.ok(notices.some((notice) => /settings|names/.test(notice)) || part === 'flat JSON');
      }
    });
});

describe('what holds no runs', () => {
  it('is refused by describing what was found', async () => {
    const table = 'sepal_length,sepal_width,species\n5.1,3.5,setosa\n4.9,3.0,setosa\n';
    await assert.rejects(
      readText('iris.csv', table),
      /iris.csv is a table with 2 rows and the columns sepal_length, sepal_width, species \(first row: 5.1, 3.5, setosa\).*-p config=a,b -p results=c.*Read are: /,
    );
    await assert.rejects(
      readText('scores.csv', 'image,dice,iou\na.png,0.5,0.4\nb.png,0.6,0.5\n'),
      /holds no runs/,
    );
    await assert.rejects(readText('study.db', 'SQLite format 3\0'), /trials_dataframe\(\)\.to_csv/);
    await assert.rejects(
      readText('history.pkl', Uint8Array.of(128, 4)),
      /json\.dump\(history\.history, file\)/,
    );
    await assert.rejects(readFiles({ 'a/x.png': 'x', 'b/y.png': 'y' }), /2 files \(2 \.png\)/);
    await inNewFolder((folder) => assert.rejects(readRuns(join(folder, 'x')), /no such file or folder/));
  });

  it('is read where the reader says what its columns are', async () => {
    const { records } = await readText('t.csv', 'a,b,c\n1,2,3\n', { config: ['a'], results: ['c'] });
    assert.deepEqual(
      [records[0]!.config, records[0]!.summary, records[0]!.about],
      [{ a: 1 }, { c: 3 }, { b: 2 }],
    );
    await assert.rejects(
      readText('t.csv', 'lr,dice\n1,2\n', { results: ['iou'] }),
      /-p results=iou: no run has iou/,
    );
  });
});
