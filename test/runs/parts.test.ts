import assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readRuns } from 'unetlab/runs';
import type { RunRecord } from 'unetlab/types';
import { inNewFolder } from '../wandb/fixtures';
import { fixtures, readFiles, readText } from './read-text';

const source = join(fixtures, 'cases', 'wandb-offline-in-parts');
const parts = readdirSync(source).sort();

/** Reads the run from these of its parts, in this order. */
function readParts(which: readonly number[]): Promise<RunRecord> {
  return inNewFolder(async (folder) => {
    which.forEach((part, i) => {
      const name = `offline-run-20260101_00000${i}-segunet01`;
      cpSync(join(source, parts[part]!), join(folder, name), { recursive: true });
    });
    return (await readRuns(folder)).records[0]!;
  });
}

describe('a run in parts', () => {
  it('calls lost what stands in no part', async () => {
    const { history, notices } = await readParts([0, 2]);
    assert.equal(history!.epoch!.length, 24);
    assert.ok(notices.includes('epoch 13 to 24 are lost: in no part of the run'), notices.join('; '));
  });

  it('keeps the later of a repeated part, and says so', async () => {
    const { history, notices } = await readParts([0, 1, 1, 2]);
    assert.deepEqual(
      history!.epoch,
      Array.from({ length: 36 }, (_, i) => i + 1),
    );
    assert.ok(notices.some((notice) => notice.startsWith('12 rows of earlier parts were trained again')));
  });
});

describe('a log of epochs', () => {
  const log = (...epochs: number[]): string =>
    ['epoch,loss,val_dice', ...epochs.map((epoch) => `${epoch},${1 / (epoch + 1)},${0.01 * epoch}`)].join(
      '\n',
    );
  const noticesOf = async (text: string): Promise<readonly string[]> =>
    (await readText('unet_history.csv', text)).records[0]!.notices;

  it('calls lost the epochs that it lacks, and not those between regular ones', async () => {
    assert.deepEqual(await noticesOf(log(0, 1, 2, 3, 4, 9, 10, 11, 13)), [
      'epochs 6 to 9 are lost: not in the file',
      'epoch 13 is lost: not in the file',
    ]);
    assert.deepEqual(await noticesOf(log(0, 1, 2, 3)), []);
    assert.deepEqual(await noticesOf(log(5, 10, 15, 20)), []);
  });

  it('says where it begins, if not at the first epoch', async () => {
    const { records } = await readFiles({
      'unet_lr0.1_part1.csv': log(0, 1, 2, 3),
      'unet_lr0.1_part2.csv': log(4, 5, 6, 7),
    });
    assert.deepEqual(records[0]!.notices, []);
    assert.match(records[1]!.notices.join(), /begins at epoch 4: what came before is not in it/);
  });
});
