import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { environmentProgram } from 'unetlab/notebook';

it('stops a training when its cell is interrupted, saves it, and leaves the kernel alive', () => {
  const root = process.cwd();
  const checkpoints = mkdtempSync(join(tmpdir(), 'unetlab-interrupt-'));
  try {
    const script = join(root, 'test', 'notebook', 'run', 'interrupt.py');
    const python = environmentProgram('python')!;
    const printed = execFileSync(python, [script, checkpoints, root], { encoding: 'utf8', timeout: 120_000 });
    const { first, second } = JSON.parse(printed.trim().split('\n').at(-1)!) as Record<
      'first' | 'second',
      string
    >;
    assert.match(first, /Interrupted asynchronously/);
    const { stopped, epochs } = JSON.parse(second) as { stopped: string; epochs: number };
    assert.equal(stopped, 'interrupted');
    // Interrupted after the last step of epoch 3: its validation may or may not have ended by then.
    assert.ok(epochs >= 2 && epochs < 100_000, `${epochs}`);
    assert.ok(readdirSync(checkpoints, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.safetensors')));
  } finally {
    rmSync(checkpoints, { recursive: true, force: true });
  }
});
