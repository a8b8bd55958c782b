import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

const run = (...command: string[]) => spawnSync(process.execPath, command, { encoding: 'utf8' });

describe('the options of a command', () => {
  for (const [command, message] of [
    [['scripts/search/export-csv.mjs', '--uot', 'x'], "Unknown option '--uot'; there is --out\n"],
    [['scripts/train.mjs', '--seed', 'two'], 'invalid --seed two; allowed: whole numbers from 0\n'],
    [['scripts/train.mjs', '--only', '1,x'], 'invalid --only x; allowed: whole numbers from 0\n'],
    [['scripts/train.mjs'], 'name the folder of your images and masks: npm run train -- --data DIR\n'],
  ] as const)
    it(`${command.join(' ')}: one line`, () => {
      const { status, stdout, stderr } = run(...command);
      assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
      assert.ok(stderr.endsWith(message), stderr);
      assert.doesNotMatch(stderr, /\n {4}at /);
    });

  it('--help prints what stands at the head of the file', () => {
    const { status, stdout } = run('scripts/search.mjs', '--help');
    assert.equal(status, 0);
    assert.match(stdout, /^Searches for settings.*\n {2}npm run search -- start/);
  });
});
