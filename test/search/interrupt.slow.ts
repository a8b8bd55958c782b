import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { environmentProgram } from 'unetlab/notebook';
import { inNewFolder } from './parts/short-search';

interface Reply {
  readonly text: string;
  readonly status: string;
}

it('a search that is interrupted in its cell hands back what it has, and the cell goes on with it', async () => {
  await inNewFolder((folder) => {
    const root = process.cwd();
    const script = join(root, 'test', 'search', 'interrupt-search.py');
    const { stdout, stderr } = spawnSync(environmentProgram('python')!, [script, folder, root], {
      encoding: 'utf8',
      timeout: 300_000,
    });
    const last = stdout.trim().split('\n').at(-1) ?? '';
    assert.ok(last.startsWith('['), stderr);
    const [prepared, interrupted, found, again, ended] = JSON.parse(last) as [
      Reply,
      Reply,
      Reply,
      Reply,
      Reply,
    ];
    assert.equal(prepared.status, 'ok', prepared.text);
    assert.equal(interrupted.status, 'ok', interrupted.text);
    assert.match(interrupted.text, /the cell went on/);
    assert.deepEqual(JSON.parse(found.text), ['interrupted', 0]);
    assert.equal(again.status, 'ok', again.text);
    assert.deepEqual(JSON.parse(ended.text), [
      'finished',
      [
        ['finished', 40],
        ['finished', 40],
      ],
    ]);
    // The interrupted trial went on after its last finished epoch: it did not begin, or fail, twice.
    const events = readFileSync(join(folder, 'two', 'events.jsonl'), 'utf8');
    assert.doesNotMatch(events, /failed/);
    assert.ok(existsSync(join(folder, 'two', 'trials')));
    return Promise.resolve();
  });
});
