import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { RunRecord } from 'unetlab/types';
import { parseWandbFile, readWandbFile, readWandbFolder, startRunLog } from 'unetlab/wandb';
import {
  expected,
  fixture,
  fixturePath,
  inNewFolder,
  realData,
  unlessThere,
  unspelled,
  type ExpectedRun,
} from './fixtures';

/** Compares a record's numbers with what W&B's protobuf classes read. */
function assertSameNumbers(record: RunRecord, run: ExpectedRun): void {
  const history = record.history!;
  assert.equal(history._step!.length, run.rows.length);
  run.rows.forEach((row, i) => {
    for (const [key, value] of Object.entries(row)) {
      const shift = key === 'epoch' && record.notices.some((notice) => notice.includes('from 0')) ? 1 : 0;
      assert.equal(history[key]![i]! - shift, unspelled(value), `${key} in row ${i}`);
    }
    for (const key of Object.keys(history)) {
      if (!(key in row)) assert.ok(Number.isNaN(history[key]![i]), `${key} in row ${i} should be missing`);
    }
  });
  for (const [key, value] of Object.entries(run.summary)) {
    assert.equal(record.summary[key], unspelled(value), `summary ${key}`);
  }
  assert.equal(new Date(record.created!).getTime(), Math.floor(run.started * 1000));
  assert.deepEqual(record.tags, run.tags);
}

describe('a .wandb file', () => {
  it("of W&B's own client gives what W&B's protobuf classes read", async () => {
    const record = await readWandbFile(fixturePath('clean.wandb'));
    assertSameNumbers(record, expected.clean);
    assert.equal(record.id, 'clean001');
    assert.equal(record.name, 'clean run');
    assert.equal(record.state, 'finished');
    assert.equal(record.source, 'wandb-file');
    assert.deepEqual(record.config, {
      learning_rate: 1e-4,
      batch_size: 8,
      loss: 'focal',
      sizes: [256, 256, 1],
      'opt.name': 'adam',
      late: 1,
    });
    assert.deepEqual(record.notices, [
      'history key "note" holds text values, not numbers: 3 left out of the history',
      'history key "weights" holds histogram values, not numbers: 3 left out of the history',
    ]);
  });

  it('of an old client: key in place of nested_key, bare NaN, unknown records, a renamed metric', () => {
    const record = parseWandbFile(fixture('old.wandb'), { path: 'run-old00001.wandb' });
    assertSameNumbers(record, expected.old);
    assert.equal(record.state, 'failed');
    assert.equal(record.name, 'old00001');
    assert.deepEqual(record.config, { batch_size: 1, amp: true, seed: '9223372036854775807', lr: NaN });
    assert.ok(Number.isNaN(record.summary['train loss']));
    assert.deepEqual(record.notices, [
      'history key "validation Dice" stops at row 30 and "val Dice" starts at row 31: perhaps one metric under two names',
      'the history counted epochs from 0: they are counted from 1 here',
    ]);
  });

  it('takes time in proportion to its size', () => {
    const files = [1_000_000, 4_000_000].map(manyRows);
    const best = files.map(() => Infinity);
    for (let round = 0; round < 5; round += 1)
      files.forEach((bytes, i) => {
        const start = performance.now();
        parseWandbFile(bytes, { path: 'run-big.wandb' });
        best[i] = Math.min(best[i]!, performance.now() - start);
      });
    assert.ok(best[1]! < 8 * best[0]!, `1 MB ${best[0]!.toFixed(0)} ms, 4 MB ${best[1]!.toFixed(0)} ms`);
  });
});

/** The fixture's bytes, its last blocks repeated until the file is as large as asked. Steps repeat and are merged. */
function manyRows(size: number): Buffer {
  const bytes = fixture('clean.wandb');
  const block = bytes.subarray(32_768, 65_536 > bytes.length ? bytes.length : 65_536);
  const padded = Buffer.alloc(32_768);
  block.copy(padded);
  const blocks = [bytes.subarray(0, 32_768)];
  while (blocks.length * 32_768 < size) blocks.push(padded);
  return Buffer.concat(blocks);
}

describe('a folder of runs', () => {
  it('joins the file with what stands beside it, and leaves links alone', async () => {
    await inNewFolder(async (folder) => {
      const run = join(folder, 'wandb', 'run-20250822_174358-clean001');
      mkdirSync(join(run, 'files'), { recursive: true });
      writeFileSync(join(run, 'run-clean001.wandb'), fixture('clean.wandb'));
      writeFileSync(
        join(run, 'files', 'config.yaml'),
        'wandb_version: 1\n_wandb:\n  value: {}\nbatch_size:\n  desc: null\n  value: 99\nextra:\n  value: 1.0e-05\n',
      );
      writeFileSync(join(run, 'files', 'wandb-summary.json'), '{"best_val_dice": 0.1, "later": NaN}');
      symlinkSync(run, join(folder, 'wandb', 'latest-run'));
      const { records, notices } = await readWandbFolder(folder);
      assert.equal(records.length, 1);
      const [record] = records;
      assert.equal(record!.config.batch_size, 8, 'the .wandb file goes before config.yaml');
      assert.equal(record!.config.extra, 1e-5);
      assert.equal(record!.summary.best_val_dice, 0.58);
      assert.ok(Number.isNaN(record!.summary.later));
      assert.ok(
        record!.notices.includes('config values that the .wandb file lacks come from config.yaml: extra'),
      );
      assert.ok(
        record!.notices.includes(
          'summary values that the .wandb file lacks come from wandb-summary.json: later',
        ),
      );
      assert.deepEqual(notices, []);
    });
  });

  it('joins the parts of a resumed run by step', async () => {
    await inNewFolder(async (folder) => {
      for (const name of ['run-20250822_174358-clean001', 'run-20250823_174358-clean001']) {
        mkdirSync(join(folder, name, 'files'), { recursive: true });
        writeFileSync(join(folder, name, 'run-clean001.wandb'), fixture('clean.wandb'));
      }
      const { records } = await readWandbFolder(folder);
      assert.equal(records.length, 1);
      assert.equal(records[0]!.history!.loss!.length, 120);
      assert.ok(records[0]!.notices.some((notice) => notice.includes('resumed')));
    });
  });

  it('says that one metric may go under two names in different runs', async () => {
    await inNewFolder(async (folder) => {
      for (const [id, key] of [
        ['a', 'validation Dice'],
        ['b', 'val Dice'],
        ['c', 'val IoU'],
      ] as const) {
        const log = startRunLog({ project: 'p', mode: 'offline', folder, id, config: {}, env: {} });
        log.logEpoch({ epoch: 1, [key]: 0.5 });
        await log.finish();
      }
      const { records, notices } = await readWandbFolder(folder);
      assert.deepEqual(records.map((record) => record.id).sort(), ['a', 'b', 'c']);
      assert.deepEqual(notices, [
        'some runs log "validation Dice" and others "val Dice": perhaps one metric under two names',
      ]);
    });
  });

  it('without a .wandb file takes what stands beside it', async () => {
    await inNewFolder(async (folder) => {
      const files = join(folder, 'run-20250823_174358-b', 'files');
      mkdirSync(files, { recursive: true });
      writeFileSync(join(files, 'wandb-summary.json'), '{"val Dice": 2.1e-10, "val Loss": NaN}');
      writeFileSync(join(files, 'wandb-metadata.json'), '{"startedAt": "2025-08-23T18:09:08.808359"}');
      const { records } = await readWandbFolder(folder);
      assert.equal(records[0]!.id, 'b');
      assert.equal(records[0]!.summary['val Dice'], 2.1e-10);
      assert.ok(Number.isNaN(records[0]!.summary['val Loss']));
      assert.equal(records[0]!.created, '2025-08-23T18:09:08.808Z');
      assert.equal(records[0]!.history, null);
      assert.match(records[0]!.notices[0]!, /^the run folder has no .wandb file/);
    });
  });

  it('refuses a folder without runs, and one that is not there', async () => {
    await inNewFolder(async (folder) => {
      await assert.rejects(readWandbFolder(folder), /no W&B run below .*: expected folders like/);
      await assert.rejects(readWandbFolder(join(folder, 'nowhere')), /no such folder: .*nowhere/);
      writeFileSync(join(folder, 'x.wandb'), fixture('clean.wandb'));
      await assert.rejects(readWandbFolder(join(folder, 'x.wandb')), /is a file: readWandbFile reads/);
    });
  });
});

describe('real runs', () => {
  it(
    'of a U-Net: one empty file, one bare NaN, one without a .wandb',
    { skip: unlessThere('wandb-runs') },
    async () => {
      const { records } = await readWandbFolder(realData('wandb-runs')!);
      const of = new Map(records.map((record) => [record.id, record]));
      assert.deepEqual([...of.keys()].sort(), ['1hhpjond', '23vnzern', 'fj81zj5f', 'r4eicrnr']);
      assert.deepEqual(of.get('fj81zj5f')!.notices, ['the .wandb file is empty (0 bytes)']);
      assert.equal(of.get('fj81zj5f')!.created, '2025-08-22T16:39:05.631Z');
      const whole = of.get('1hhpjond')!;
      assert.equal(whole.state, 'finished');
      assert.equal(whole.history!['train loss']!.length, 200);
      assert.equal(whole.history!['train loss']!.at(-1), 0.07385364174842834);
      assert.equal(whole.config.epochs, 200);
      const without = of.get('23vnzern')!;
      assert.equal(without.history, null);
      assert.ok(Number.isNaN(without.summary['train loss']));
      assert.equal(without.config.batch_size, 32);
      assert.equal(of.get('r4eicrnr')!.state, 'failed');
    },
  );

  it('that were killed end early and say so', { skip: unlessThere('wandb-offline') }, async () => {
    const { records } = await readWandbFolder(realData('wandb-offline')!);
    const killed = records.find((record) => record.name === 'run-kill')!;
    assert.equal(killed.state, 'unknown');
    assert.equal(killed.history!.loss!.length, 121);
    assert.equal(killed.notices[0], 'no exit record: the run was killed, or is still running');
    const clean = records.find((record) => record.name === 'run-clean')!;
    assert.equal(clean.state, 'finished');
    assert.equal(clean.history!.loss!.length, 200);
    assert.equal(clean.summary.pinf, Infinity);
    assert.equal(clean.config.inf, Infinity);
    assert.equal(clean.config.late, 1);
  });
});
