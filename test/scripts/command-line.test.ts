import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

const run = (...command: string[]) => spawnSync(process.execPath, command, { encoding: 'utf8' });

describe('the options of a command', () => {
  for (const [command, message] of [
    [['scripts/sweep.mjs', '--sedes', '1'], "Unknown option '--sedes'; there are --seeds, --out, --jobs\n"],
    [
      ['scripts/sweep.mjs', 'search-15', '--jobs', 'two'],
      'invalid --jobs two; allowed: whole numbers from 1\n',
    ],
    [
      ['scripts/sweep.mjs', 'search-15', '--seeds', '1,x'],
      'invalid --seeds x; allowed: whole numbers from 0\n',
    ],
    [['scripts/sweep.mjs', 'grid-37'], 'name a sweep: search-15, grid-36\n'],
  ] as const)
    it(`${command.slice(1).join(' ')}: one line`, () => {
      const { status, stdout, stderr } = run(...command);
      assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
      assert.ok(stderr.endsWith(message), stderr);
      assert.doesNotMatch(stderr, /\n {4}at /);
    });

  it('--help prints what stands at the head of the file', () => {
    const { status, stdout } = run('scripts/sweep.mjs', '--help');
    assert.equal(status, 0);
    assert.match(stdout, /^Runs one of the recorded sweeps.*\n {2}npm run sweep -- search-15/);
  });
});
