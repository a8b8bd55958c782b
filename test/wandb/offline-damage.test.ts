import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { RunRecord } from 'unetlab/types';
import { parseWandbFile, startRunLog } from 'unetlab/wandb';
import { expected, fixture, inNewFolder } from './fixtures';

const bytes = fixture('clean.wandb');
const rows = expected.clean.rows.length;

function read(damaged: Uint8Array): RunRecord {
  return parseWandbFile(damaged, { path: 'out/run-abc.wandb' });
}

function rowsOf(record: RunRecord): number {
  return record.history?.loss?.length ?? 0;
}

describe('a damaged .wandb file', () => {
  it('of 0 bytes', () => {
    const record = read(new Uint8Array());
    assert.deepEqual(record.notices, ['the .wandb file is empty (0 bytes)']);
    assert.equal(record.id, 'abc');
    assert.equal(record.history, null);
    assert.equal(record.state, 'unknown');
  });

  it('with a header and nothing else', () => {
    assert.deepEqual(read(bytes.subarray(0, 7)).notices, ['the .wandb file holds a header and no record']);
    assert.deepEqual(read(bytes.subarray(0, 3)).notices, ['the .wandb file holds a header and no record']);
  });

  it('that is something else', () => {
    const record = read(Buffer.from('PK\x03\x04 this is a zip file'));
    assert.match(record.notices[0]!, /does not begin with W&B's header/);
    assert.equal(record.history, null);
  });

  it('cut at any byte: every whole record before the cut is read', () => {
    let last = 0;
    for (let size = 8; size < bytes.length; size += 997) {
      const record = read(bytes.subarray(0, size));
      const count = rowsOf(record);
      assert.ok(count >= last, `${count} rows of ${size} bytes, ${last} of fewer`);
      last = count;
    }
    assert.ok(last > rows - 10, `${last} rows of the longest cut`);
  });

  it('cut in the middle of a record says so, and that there is no exit record', () => {
    const record = read(bytes.subarray(0, 50_000));
    assert.match(
      record.notices[0]!,
      /ends in the middle of a record \(\d+ bytes left over\): the \d+ whole records before it were read/,
    );
    assert.equal(record.notices[1], 'no exit record: the run was killed, or is still running');
    assert.equal(record.state, 'unknown');
    assert.ok(rowsOf(record) > 80);
  });

  it('cut between the parts of a long record', () => {
    const old = fixture('old.wandb'); // its third record is longer than a block
    const record = parseWandbFile(old.subarray(0, 32_768), { path: 'run-x.wandb' });
    assert.match(record.notices[0]!, /ends in the middle of a record \(its last part left over\)/);
    assert.equal(record.config.batch_size, 1);
  });

  it('with a flipped bit loses the rest of that block and nothing after it', () => {
    const flipped = Buffer.from(bytes);
    flipped[20_000]! ^= 4;
    const record = read(flipped);
    assert.match(record.notices[0]!, /^1 block of the .wandb file failed the checksum/);
    assert.equal(record.state, 'finished', 'the exit record is in the block after');
    const steps = record.history!._step!;
    assert.ok(steps.length < rows && steps.length > rows / 2);
    assert.equal(steps.at(-1), rows - 1);
    assert.equal(steps[0], 0);
  });

  it('with a flipped bit in a length does not run away', () => {
    const flipped = Buffer.from(bytes);
    flipped[7 + 5]! ^= 0x80; // high byte of the first chunk's length
    const record = read(flipped);
    assert.match(record.notices[0]!, /failed the checksum/);
    assert.ok(record.notices.includes('the .wandb file has no run record: id taken from the file name'));
    assert.equal(record.id, 'abc');
    assert.ok(rowsOf(record) > 0);
  });

  it('with every byte flipped once, a thousand of them, never throws', () => {
    for (let at = 0; at < bytes.length; at += 61) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1 << at % 8;
      const record = read(flipped);
      assert.ok(record.notices.length > 0);
    }
  });

  it('that ends exactly with its 28th block is whole', async () => {
    await inNewFolder((folder) => {
      const target = 28 * 32_768;
      let length = target - 1000; // times are logged too, and their digits vary: it takes a few attempts
      for (let attempt = 0; attempt < 60; attempt++) {
        const own = join(folder, String(attempt));
        const log = startRunLog({ project: 'p', mode: 'offline', folder: own, id: 'x', config: {}, env: {} });
        log.logEpoch({ epoch: 1, loss: 2 });
        log.logEpoch({ epoch: 2, loss: 1, note: 'n'.repeat(length) });
        const [run] = readdirSync(join(own, 'wandb'));
        const written = readFileSync(join(own, 'wandb', run!, 'run-x.wandb'));
        length += target - written.length;
        if (written.length !== target) continue;
        const record = read(written);
        assert.equal(rowsOf(record), 2);
        assert.equal(record.notices[0], 'no exit record: the run was killed, or is still running');
        return Promise.resolve();
      }
      assert.fail('no file of that size was made');
    });
  });

  it('of a killed run has no exit record', () => {
    const lastChunk = bytes.length - (7 + 6);
    const record = read(bytes.subarray(0, lastChunk));
    assert.equal(record.state, 'unknown');
    assert.equal(rowsOf(record), rows);
  });
});
