import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { environmentProgram } from 'unetlab/notebook';

interface Reply {
  readonly text: string;
  readonly status: string;
}

it('ends a training when its cell is interrupted, hands its result to the next cells and leaves the kernel as it was', () => {
  const root = process.cwd();
  const checkpoints = mkdtempSync(join(tmpdir(), 'unetlab-interrupt-'));
  try {
    const script = join(root, 'test', 'notebook', 'run', 'interrupt.py');
    const python = environmentProgram('python')!;
    const printed = execFileSync(python, [script, checkpoints, root], { encoding: 'utf8', timeout: 240_000 });
    const replies = JSON.parse(printed.trim().split('\n').at(-1)!) as Reply[];
    const [, plain, ended, signalled, aborted, asleep, alive] = replies as [
      Reply,
      Reply,
      Reply,
      Reply,
      Reply,
      Reply,
      Reply,
    ];
    assert.equal(plain.status, 'ok', plain.text);
    assert.match(plain.text, /the cell went on/);
    const { stopped, epochs } = JSON.parse(ended.text) as { stopped: string[]; epochs: number[] };
    assert.deepEqual(stopped, ['interrupted', 'interrupted'], 'the second in the same cell is not begun');
    // Interrupted after the last step of epoch 3: its validation may or may not have ended by then.
    assert.ok(epochs[0]! >= 2 && epochs[0]! < 100_000, `${epochs[0]}`);
    assert.equal(epochs[1], 0);
    const files = readdirSync(checkpoints, { recursive: true, encoding: 'utf8' });
    assert.ok(files.some((file) => file.endsWith('.safetensors')));
    assert.equal(signalled.status, 'ok', signalled.text);
    assert.deepEqual(JSON.parse(aborted.text), { stopped: 'interrupted', aborted: true });
    assert.notEqual(asleep.status, 'ok', 'without a training the kernel fails the cell, as ever');
    assert.match(alive.text, /alive/);
  } finally {
    rmSync(checkpoints, { recursive: true, force: true });
  }
});
