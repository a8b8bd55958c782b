import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { ConfigValue, RunRecord, RunSet } from 'unetlab/types';
import { readRuns, type Told } from 'unetlab/runs';
import {
  expected,
  fixture,
  fixturePath,
  inNewFolder,
  realData,
  unlessThere,
  unspelled,
} from '../wandb/fixtures';
import { readText } from './read-text';

const parseWandbCsv = (text: string, told: Told = {}): Promise<RunSet> => readText('runs.csv', text, told);

function valueOf(record: RunRecord, key: string): ConfigValue | undefined {
  return record.config[key] ?? record.summary[key === 'Runtime' ? '_runtime' : key];
}

describe('a CSV that W&B exported', () => {
  it('gives the numbers that pandas reads, and what pandas leaves as text', async () => {
    const { records, notices } = await readRuns(fixturePath('export.csv'));
    const { names, numbers, empty } = expected.export;
    assert.deepEqual(
      records.map((record) => record.name),
      names,
    );
    for (const [column, values] of Object.entries(numbers)) {
      values.forEach((value, i) => {
        const want = unspelled(value);
        const got = valueOf(records[i]!, column);
        if (Number.isNaN(want))
          assert.ok(got === undefined || Number.isNaN(got), `${column} in row ${i}: ${String(got)}`);
        else assert.equal(got, want, `${column} in row ${i}`);
      });
    }
    assert.ok(notices.includes(`export.csv: ${empty.length} empty columns dropped: ${empty.join(', ')}`));
    const [first, second, third] = records;
    assert.deepEqual(first!.config, {
      batch_size: 4,
      dropout: 0.43,
      input_shape: [256, 256, 1],
      l2_reg: 0.0005,
      'optimizer.name': 'adam',
      'optimizer.betas': [0.9, 0.999],
      seed: '9223372036854775807',
    });
    assert.deepEqual(first!.tags, ['one', 'two']);
    assert.equal(first!.created, '2025-06-25T22:23:00.000Z');
    assert.equal(first!.sweep, 's1');
    assert.equal(second!.state, 'crashed');
    assert.ok(Number.isNaN(second!.config.l2_reg));
    assert.deepEqual(second!.summary, {});
    assert.equal(third!.summary.val_loss, Infinity);
    assert.equal(third!.name, 'c, "quoted"\nrun');
  });

  it('is told apart as asked, and refuses a column that is not there', async () => {
    const text = 'Name,State,a,b,c\nx,finished,1,2,3\n';
    assert.deepEqual((await parseWandbCsv(text, { config: ['b'] })).records[0]!.config, { b: 2 });
    assert.deepEqual((await parseWandbCsv(text, { config: ['b'] })).records[0]!.summary, { a: 1, c: 3 });
    await assert.rejects(
      parseWandbCsv(text, { config: ['d'] }),
      /-p config=d: no run has d; the columns are .*a, b, c/,
    );
  });

  it('is split where the alphabetical order of its columns starts again', async () => {
    const text = 'Name,State,a_setting,val_split_loss,accuracy_goal,other\nx,finished,1,2,3,4\n';
    const { records, notices } = await parseWandbCsv(text);
    assert.deepEqual(records[0]!.config, { a_setting: 1, val_split_loss: 2 });
    assert.deepEqual(records[0]!.summary, { accuracy_goal: 3, other: 4 });
    assert.match(notices[0]!, /columns up to "val_split_loss" are read as config/);
    const mixed = await parseWandbCsv('Name,State,loss,b,a,val_loss,c\nx,finished,1,2,3,4,5\n');
    assert.deepEqual(mixed.records[0]!.config, { b: 2, a: 3, c: 5 });
    assert.match(
      mixed.notices[0]!,
      /told apart by their names: config is b, a, c; summary is loss, val_loss/,
    );
  });

  it('keeps as text what a number would change: leading zeros, long digits', async () => {
    const text = 'Name,State,code,id,share\nx,finished,0012,12345678901234567890,0.50\n';
    assert.deepEqual((await parseWandbCsv(text, { config: ['code', 'id', 'share'] })).records[0]!.config, {
      code: '0012',
      id: '12345678901234567890',
      share: 0.5,
    });
  });

  it('numbers runs that have one title, and says so in them', async () => {
    const { records } = await parseWandbCsv('Name,State,a\nx,finished,1\nx,finished,2\n');
    assert.deepEqual(
      records.map((record) => record.id),
      ['x', 'x#2'],
    );
    assert.deepEqual(records[1]!.notices, ['x occurs more than once: called x#2 here']);
  });

  it('says which rows are too short or too long', async () => {
    const { records, notices } = await parseWandbCsv('Name,State,a\nx,finished\ny,finished,2,3\n');
    assert.equal(records.length, 2);
    assert.deepEqual(notices.slice(0, 2), [
      'runs.csv: row 2 has 2 cells, the header 3',
      'runs.csv: row 3 has 4 cells, the header 3',
    ]);
  });

  it('is refused where it is something else', async () => {
    await assert.rejects(parseWandbCsv(''), /runs.csv is empty/);
    await assert.rejects(
      parseWandbCsv('a,b\n1,2\n'),
      /a table with 1 rows and the columns a, b \(first row: 1, 2\)/,
    );
    await assert.rejects(
      parseWandbCsv('Name,State,a\n"x,1\n'),
      /the quote that opens in row 2 is never closed/,
    );
  });

  it(
    'of 480 real runs: the best run and the correlations',
    { skip: unlessThere('wandb-sweep-1jpj8b17') },
    async () => {
      const { records, notices } = await readRuns(
        join(realData('wandb-sweep-1jpj8b17')!, 'classic_unet_seg.csv'),
      );
      assert.equal(records.length, 480);
      assert.ok(notices.some((notice) => notice.includes('17 empty columns dropped')));
      assert.deepEqual(countBy(records.map((record) => record.sweep)), { '1jpj8b17': 470, '2biywyyd': 10 });
      const dice = records.map((record) => record.summary.val_dice_coefficient as number);
      const best = records[dice.indexOf(Math.max(...dice))]!;
      assert.equal(best.name, 'vital-sweep-1');
      assert.equal(best.summary.val_dice_coefficient, 0.5726725459098816);
      assert.equal(best.config.batch_size, 16);
      const r = (key: string): string =>
        correlation(
          dice,
          records.map((record) => valueOf(record, key) as number),
        ).toFixed(3);
      assert.equal(r('val_iou_metric'), '0.988');
      assert.equal(r('dropout'), '-0.063');
      assert.equal(r('learning_rate'), '-0.374');
      assert.equal(r('l2_reg'), '-0.034');
    },
  );
});

describe('a folder of results', () => {
  const header = 'learning_rate,batch_size,loss_type,best_val_jacard,best_epoch,checkpoint_path\n';
  const history = (best: number) => `loss,val_jacard_coef,lr\n0.5,0.1,1e-04\n0.4,${best},1e-04\n`;

  it('finds each history by the configuration in its name, checked against the numbers', async () => {
    await inNewFolder(async (folder) => {
      writeFileSync(
        join(folder, 'results.csv'),
        `${header}0.0001,8,focal,0.25,2,a\n0.0001,8,focal,0.31,2,b\n0.0001,4,focal,0.2,2,c\n0.0001,8,dice,0.35,2,d\n`,
      );
      writeFileSync(join(folder, 'history_lr0.0001_bs8_focal.csv'), history(0.31));
      writeFileSync(join(folder, 'history_lr1e-04_bs4_focal.csv'), history(0.2));
      writeFileSync(join(folder, 'history_lr0.5_bs4_focal.csv'), history(0.7));
      const { records, notices } = await readRuns(folder);
      assert.deepEqual(
        records.map((record) => record.history?.val_jacard_coef?.[1] ?? null),
        [null, 0.31, 0.2, null],
      );
      assert.match(
        records[0]!.notices[0]!,
        /has this configuration in its name but holds another run's numbers/,
      );
      assert.deepEqual(records[1]!.history!.epoch, [1, 2]);
      assert.deepEqual(records[1]!.config, { learning_rate: 0.0001, batch_size: 8, loss_type: 'focal' });
      assert.ok(notices.includes('history files that belong to no run: history_lr0.5_bs4_focal'));
    });
  });

  it('reads one JSON file a run with the history beside it, and doubts a learning rate that was not applied', async () => {
    await inNewFolder(async (folder) => {
      mkdirSync(join(folder, 'exp_1'));
      writeFileSync(
        join(folder, 'exp_1', 'UNet_lr0.005_bs8_results.json'),
        '{"architecture": "UNet", "learning_rate": 0.005, "best_val_jaccard": NaN, "training_successful": true}',
      );
      writeFileSync(
        join(folder, 'exp_1', 'UNet_lr0.005_bs8_history.csv'),
        ',loss,lr\n0,0.5,0.001\n1,0.4,0.001\n',
      );
      writeFileSync(
        join(folder, 'summary.csv'),
        'architecture,learning_rate,best_val_jaccard\nERROR,ERROR,ERROR\n',
      );
      const { records, notices } = await readRuns(folder);
      assert.equal(records.length, 1);
      assert.equal(records[0]!.state, 'finished');
      assert.deepEqual(records[0]!.history, { epoch: [1, 2], loss: [0.5, 0.4], lr: [0.001, 0.001] });
      assert.ok(Number.isNaN(records[0]!.summary.best_val_jaccard));
      assert.deepEqual(records[0]!.notices, [
        "the configured learning rate is 0.005, but the history's starts at 0.001",
      ]);
      assert.ok(notices.includes('summary.csv: 1 of 1 rows say ERROR throughout and are no runs'));
    });
  });

  it('reads back records as trainings store them', async () => {
    await inNewFolder(async (folder) => {
      const record: RunRecord = {
        id: 'abc',
        name: 'a run',
        source: 'local',
        state: 'killed',
        sweep: 's',
        url: null,
        created: '2025-01-01T00:00:00.000Z',
        tags: ['t'],
        config: { loss_weights: [1, 0.5], batch_size: 4 },
        summary: { best: Infinity, last: NaN },
        history: { epoch: [1, 2], val: [0.5, NaN] },
        notices: ['stopped by hand'],
      };
      const spell = (_key: string, value: unknown): unknown =>
        typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
      writeFileSync(join(folder, 'abc.json'), JSON.stringify(record, spell));
      assert.deepEqual((await readRuns(folder)).records, [record]);
    });
  });

  it('without results is refused', async () => {
    await inNewFolder(async (folder) => {
      await assert.rejects(readRuns(folder), /is an empty folder. Read are: /);
      await assert.rejects(readRuns(join(folder, 'x')), /no such file or folder/);
    });
  });

  it(
    'of a real search: 15 rows, 14 histories, the overwritten one not given away',
    { skip: unlessThere('search-2025-10-10') },
    async () => {
      const { records } = await readRuns(realData('search-2025-10-10')!);
      assert.equal(records.length, 15);
      const without = records.filter((record) => record.history === null);
      assert.equal(without.length, 1);
      assert.equal(without[0]!.summary.best_val_jacard, 0.12070885300636292);
      for (const { history, summary } of records) {
        if (history === null) continue;
        assert.equal(history.epoch!.length, summary.total_epochs);
        const best = history.val_jacard_coef![(summary.best_epoch as number) - 1]!;
        assert.ok(Math.abs(best - (summary.best_val_jacard as number)) < 1e-9);
      }
    },
  );

  it(
    'of a real grid: 36 runs whose learning rate was never applied',
    { skip: unlessThere('grid-2025-09-26') },
    async () => {
      const { records, notices } = await readRuns(realData('grid-2025-09-26')!);
      assert.equal(records.length, 36);
      assert.equal(new Set(records.map((record) => record.id)).size, 36);
      assert.ok(records.every((record) => record.history?.lr?.[0] === 0.001));
      const doubted = records.filter((record) =>
        record.notices.some((notice) => notice.includes('learning rate')),
      );
      assert.equal(doubted.length, records.filter((record) => record.config.learning_rate !== 0.001).length);
      assert.ok(notices.some((notice) => notice.includes('36 of 36 rows say ERROR')));
      for (const { history, summary } of records) {
        assert.equal(history!.epoch!.length, summary.epochs_completed);
      }
    },
  );

  it('may be copied elsewhere', { skip: unlessThere('search-2025-10-10') }, async () => {
    await inNewFolder(async (folder) => {
      const from = realData('search-2025-10-10')!;
      mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
      for (const name of readdirSync(from)) copyFileSync(join(from, name), join(folder, 'deep', 'er', name));
      assert.equal((await readRuns(folder)).records.length, 15);
    });
  });
});

describe('a path to runs', () => {
  it('is read as what it leads to', async () => {
    await inNewFolder(async (folder) => {
      assert.equal((await readRuns(fixturePath('export.csv'))).records.length, 3);
      assert.equal((await readRuns(fixturePath('old.wandb'))).records[0]!.id, 'old00001');
      mkdirSync(join(folder, 'wandb'));
      writeFileSync(join(folder, 'wandb', 'run-x.wandb'), fixture('clean.wandb'));
      assert.equal((await readRuns(folder)).records[0]!.source, 'wandb-file');
      mkdirSync(join(folder, 'results'));
      writeFileSync(join(folder, 'results', 'a.csv'), 'learning_rate,best_val\n0.1,2\n');
      assert.equal((await readRuns(join(folder, 'results'))).records[0]!.source, 'folder');
      await assert.rejects(readRuns(join(folder, 'nowhere')), /no such file or folder: .*nowhere/);
    });
  });
});

function countBy(values: readonly (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]): number => x.reduce((s, v) => s + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (f: (i: number) => number): number => a.reduce((s, _, i) => s + f(i), 0);
  const cov = sum((i) => (a[i]! - ma) * (b[i]! - mb));
  return cov / Math.sqrt(sum((i) => (a[i]! - ma) ** 2) * sum((i) => (b[i]! - mb) ** 2));
}
