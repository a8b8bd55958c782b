import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { objectiveOf, rankRuns } from 'unetlab/analysis';
import type { RunSet } from 'unetlab/types';
import { readFiles, readText } from './read-text';

const says = (set: RunSet, text: string): void => {
  assert.ok(
    set.notices.some((notice) => notice.includes(text)),
    set.notices.join('\n'),
  );
};
const best = ({ records }: RunSet): unknown[] => {
  const { ranked } = rankRuns(records, objectiveOf(records));
  return [ranked.length, ranked[0]!.value];
};
const rows = '0.1,4,0.5\n0.01,4,0.6\n0.1,8,0.55\n';

describe('tables of strangers', () => {
  it('rows that sum up the others are no runs, and never the best one', async () => {
    for (const below of ['Durchschnitt,,0.95\n', ',,0.95\nTotal,12,9\n', 'Total:,,1.65\n']) {
      const set = await readText('t.csv', `lr,batch_size,val_dice\n${rows}${below}`);
      assert.deepEqual(best(set), [3, 0.6]);
      says(set, 'no run');
    }
    const named = 'run,lr,val_dice\na,0.1,0.5\nb,0.01,0.6\nc,0.1,0.4\n';
    const mean = await readText('t.csv', `${named}mean,0.07,0.9\n`);
    assert.deepEqual(best(mean), [3, 0.6]);
    const wandb = await readText(
      't.csv',
      'Name,State,Created,lr,val_dice\na,finished,,0.1,0.5\nb,finished,,0.2,0.6\nc,finished,,0.1,0.4\nTotal,,,,1.5\n',
    );
    assert.deepEqual(best(wandb), [3, 0.6]);
    // a run that is called so, and a setting with these levels
    assert.deepEqual(best(await readText('t.csv', `${named}mean,0.1,0.9\n`)), [4, 0.9]);
    const levels = await readText(
      't.csv',
      'reduction,lr,val_dice\nmean,0.1,0.5\nsum,0.1,0.6\nmean,0.2,0.7\n',
    );
    assert.deepEqual(best(levels), [3, 0.7]);
    // a column that only half of the runs fill is not missed in the others
    const half = await readText(
      't.csv',
      'reduction,lr,seed,val_dice\nmean,0.1,1,0.5\nsum,0.1,2,0.6\nmean,0.2,,0.7\nsum,0.2,,0.4\n',
    );
    assert.deepEqual(best(half), [4, 0.7]);
  });

  it('a chart of means over several steps names the first runs and counts the others', async () => {
    for (const [runs, text] of [
      ['a,b,c', 'best row: a - loss, b - loss, c - loss'],
      ['a,b,c,d,e', 'best row: a - loss, b - loss, c - loss and 2 more'],
    ] as const) {
      const columns = runs.split(',').map((run) => `${run} - loss,${run} - loss__MIN,${run} - loss__MAX`);
      const { notices } = await readText(
        't.csv',
        `Step,${columns.join()}\n0${',2,1,3'.repeat(columns.length)}\n`,
      );
      assert.ok(
        notices.some((notice) => notice.endsWith(text)),
        notices.join('\n'),
      );
    }
  });

  it('dates are no settings, however they are written', async () => {
    for (const date of [
      'May 1, 2025 3:04 PM',
      '01-May-2025 10:00',
      '5/1/25',
      'Thu May  1 10:00:00 2025',
      '2025年5月1日',
    ]) {
      const cells = [1, 2, 3].map((i) => `"${date.replace('1', String(i))}",0.${i},0.5\n`).join('');
      const { records } = await readText('t.csv', `trained_on,lr,val_dice\n${cells}`);
      assert.deepEqual(Object.keys(records[0]!.config), ['lr'], date);
    }
  });

  it('times are results', async () => {
    const { records } = await readText('t.csv', 'lr,seconds,val_dice\n0.1,100,0.5\n0.2,90,0.6\n');
    assert.deepEqual(records[0]!.config, { lr: 0.1 });
  });

  it('a setting that stands twice is configured, then logged; other columns are numbered', async () => {
    for (const second of ['lr', 'lr.1']) {
      const set = await readText('t.csv', `lr,${second},val_dice,val_dice\n0.1,0.001,0.5,0.4\n`);
      assert.deepEqual(set.records[0]!.config, { lr: 0.1 });
      assert.deepEqual(set.records[0]!.summary, { lr: 0.001, val_dice: 0.5, 'val_dice (2)': 0.4 });
      says(set, 'more than once');
    }
  });

  it('names in camel case have words', async () => {
    const set = await readText('t.csv', 'LearnRate,MiniBatchSize,ValidationAccuracy\n0.1,8,85.5\n0.2,8,90\n');
    assert.deepEqual(set.records[0]!.config, { LearnRate: 0.1, MiniBatchSize: 8 });
    assert.deepEqual(best(set), [2, 90]);
  });

  it('a spreadsheet’s line sep=; is no header, quoted or not', async () => {
    for (const line of ['sep=;', '"sep=;"'])
      assert.deepEqual(
        best(await readText('t.csv', `\ufeff${line}\r\nlr;val_dice\r\n0.1;0.5\r\n0.2;0.6\r\n`)),
        [2, 0.6],
      );
  });

  it('MLflow’s page: states and own columns are no settings', async () => {
    const { records } = await readText(
      'runs.csv',
      'Start Time,Duration,Run ID,Name,Source Type,Status,lr,val_dice\n2025-05-01 10:00:00,5min,a1,one,LOCAL,FINISHED,0.1,0.5\n2025-05-01 10:00:00,5min,a2,two,LOCAL,FAILED,0.2,\n',
    );
    assert.deepEqual(
      records.map(({ id, name, state, config, source }) => [id, name, state, config, source]),
      [
        ['a1', 'one', 'finished', { lr: 0.1 }, 'mlflow'],
        ['a2', 'two', 'failed', { lr: 0.2 }, 'mlflow'],
      ],
    );
  });

  it('JSON rows are a table: a list of objects, an object a line, a list a column', async () => {
    const list = [
      { lr: 0.1, optimizer: 'adam', val_dice: 0.5 },
      { lr: 0.2, optimizer: 'sgd', val_dice: 0.6 },
    ];
    const texts = {
      'a.json': JSON.stringify(list),
      'a.jsonl': list.map((row) => JSON.stringify(row)).join('\n'),
      'b.json': JSON.stringify({ lr: [0.1, 0.2], optimizer: ['adam', 'sgd'], val_dice: [0.5, 0.6] }),
      'c.json': JSON.stringify({
        columns: ['lr', 'optimizer', 'val_dice'],
        data: list.map(({ lr, optimizer, val_dice: dice }) => [lr, optimizer, dice]),
      }),
      'd.json': JSON.stringify(
        list.map(({ val_dice: dice, ...config }) => ({ config, summary: { val_dice: dice } })),
      ),
    };
    for (const [name, text] of Object.entries(texts)) {
      const set = await readText(name, text);
      assert.deepEqual(set.records[0]!.config, { lr: 0.1, optimizer: 'adam' }, name);
      assert.deepEqual(best(set), [2, 0.6], name);
    }
  });

  it('Hydra’s and Lightning’s folders: settings beside the results', async () => {
    const hydra = await readFiles({
      '0/.hydra/config.yaml': 'lr: 0.1\nmodel:\n  name: unet\n',
      '0/metrics.json': '{"val_dice": 0.5}',
      '1/.hydra/config.yaml': 'lr: 0.2\nmodel:\n  name: unet\n',
      '1/metrics.json': '{"val_dice": 0.6}',
    });
    assert.deepEqual(hydra.records[1]!.config, { lr: 0.2, 'model.name': 'unet' });
    assert.deepEqual(best(hydra), [2, 0.6]);
    const lightning = await readFiles({
      'version_0/hparams.yaml': 'lr: 0.1\n',
      'version_0/metrics.csv': 'epoch,step,val_dice\n0,9,0.3\n1,19,0.7\n2,29,0.6\n',
    });
    assert.deepEqual(lightning.records[0]!.config, { lr: 0.1 });
    assert.deepEqual(best(lightning), [1, 0.7]);
  });

  it('Ultralytics’ and timm’s folders: args.yaml holds the settings', async () => {
    const results = (map: number): string =>
      `   epoch,  train/seg_loss,  metrics/mAP50(M)\n   1,  1.5,  0.3\n   2,  1.25,  ${map}\n`;
    const { records } = await readFiles({
      'train/args.yaml': 'model: yolov8n-seg.pt\nbatch: 8\nlr0: 0.01\n',
      'train/results.csv': results(0.5),
      'train2/args.yaml': 'model: yolov8n-seg.pt\nbatch: 16\nlr0: 0.01\n',
      'train2/results.csv': results(0.625),
    });
    assert.deepEqual(
      records.map(({ id, config, summary }) => [id, config, summary['best_metrics/mAP50(M)']]),
      [
        ['train', { model: 'yolov8n-seg.pt', batch: 8, lr0: 0.01 }, 0.5],
        ['train2', { model: 'yolov8n-seg.pt', batch: 16, lr0: 0.01 }, 0.625],
      ],
    );
  });

  it('a failed trial of Keras Tuner is never the best one', async () => {
    const trial = (id: string, value: number, status: string): string =>
      JSON.stringify({
        trial_id: id,
        hyperparameters: { space: [], values: { lr: 0.01 * value } },
        metrics: { metrics: { val_iou: { direction: 'max', observations: [{ value: [value], step: 1 }] } } },
        score: status === 'COMPLETED' ? value : null,
        status,
      });
    const { records, notices } = await readFiles({
      'p/trial_0/trial.json': trial('0', 0.5, 'COMPLETED'),
      'p/trial_1/trial.json': trial('1', 0.9, 'FAILED'),
    });
    assert.deepEqual(
      records.map(({ state, summary }) => [state, summary.val_iou, summary.intermediate_val_iou]),
      [
        ['finished', 0.5, undefined],
        ['failed', undefined, 0.9],
      ],
    );
    assert.ok(notices.some((notice) => notice.startsWith('1 of 2 trials failed or were stopped')));
  });

  it('what holds no runs is refused by describing it', async () => {
    const refusals: readonly (readonly [() => Promise<RunSet>, RegExp])[] = [
      [
        () => readText('i.csv', 'image,model,f1\na.png,unet,0.5\nb.png,unet,0.6\n'),
        /columns image, model, f1/,
      ],
      [
        () => readText('w.csv', 'date,depth,mean_wind\n2025-01-01,1,2\n2025-01-02,2,3\n'),
        /columns date, depth/,
      ],
      [() => readText('b.csv', '\n\n'), /nothing but blank lines/],
      [
        () => readFiles({ [`0/${'a'.repeat(32)}/params/lr`]: '0.1' }),
        /an MLflow store: write its runs as a table with mlflow.search_runs/,
      ],
      [
        () => readFiles({ 'a/hparams.yaml': 'lr: 1\n' }),
        /settings .* and no results: write them as metrics.json/,
      ],
    ];
    for (const [read, message] of refusals) await assert.rejects(read(), message);
  });
});
