import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { cachedDataVersionTag } from 'node:v8';

const root = process.cwd();
const kernel = join(root, 'scripts/kernel');
const snapshot = join(root, `.setup/kernel-${process.version}-${cachedDataVersionTag()}.blob`);
const folder = mkdtempSync(join(tmpdir(), 'kernel-start-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a program as the kernel is started; it says whether the compiler was there, what it was given, and whether errors say where they were thrown. */
function start(env: Readonly<Record<string, string>> = {}, script = join(kernel, 'start.sh')) {
  const program = join(folder, 'program.cjs');
  const compiler = join(kernel, 'compiler-file.cjs');
  writeFileSync(
    program,
    `const { compilerFile } = require(${JSON.stringify(compiler)});
    const there = require.cache[compilerFile()]?.declarations !== undefined;
    const frames = new Error().stack.split('at ').length > 2;
    console.log(JSON.stringify({ there, given: process.argv.slice(2), frames }));`,
  );
  const { status, stdout, stderr } = spawnSync(
    '/bin/sh',
    [script, process.execPath, program, 'kernel', 'a b'],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...env },
    },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as { there: boolean; given: string[]; frames: boolean };
}

describe('the start of the kernel', () => {
  const skip = existsSync(snapshot)
    ? false
    : 'set-up could make no snapshot here (.setup/kernel-snapshot.log)';
  it('is from the snapshot that set-up made', { skip }, () => {
    assert.deepEqual(start(), { there: true, given: ['kernel', 'a b'], frames: true });
  });

  it('is from the files where there is no snapshot', () => {
    const script = join(folder, 'start.sh');
    copyFileSync(join(kernel, 'start.sh'), script);
    assert.deepEqual(start({}, script), { there: false, given: ['kernel', 'a b'], frames: true });
  });

  // Node 20 takes no snapshot that was made with other flags; later ones look at fewer of them.
  it('works where Node is given flags', () => {
    const { given, frames } = start({ NODE_OPTIONS: '--max-old-space-size=3000 --max-semi-space-size=32' });
    assert.deepEqual([given, frames], [['kernel', 'a b'], true]);
  });

  it('has read what cells need of declarations, and finds what is wrong in a cell', { skip }, () => {
    const compiled = (counts: string) => {
      const cell = `import { dice } from 'unetlab/metrics';\nconst score: number = dice(${counts});`;
      const args = ['--snapshot-blob', snapshot, join(kernel, 'snapshot/check.cjs'), cell];
      return spawnSync(process.execPath, args, { encoding: 'utf8', cwd: join(root, 'notebooks') });
    };
    const right = compiled('{ truePositive: 1, falsePositive: 0, falseNegative: 0, trueNegative: 0 }');
    assert.equal(right.status, 0, right.stderr);
    const { handedOut, parsed } = JSON.parse(right.stdout) as { handedOut: number; parsed: number };
    assert.ok(handedOut > 150, right.stdout);
    assert.ok(parsed < 10, right.stdout);
    assert.match(compiled('{ truePositive: 1 }').stderr, /is not assignable to parameter of type/);
  });
});
