import assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readRuns } from 'unetlab/runs';
import type { RunRecord } from 'unetlab/types';
import { inNewFolder } from '../wandb/fixtures';
import { fixtures } from './read-text';

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
