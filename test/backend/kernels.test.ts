import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { describeBackend, type OwnOpsDescription } from 'unetlab/backend';

const { caches, instructions } = describeBackend({ measure: false }).ownOps;
/** What a process of its own prints: what the variables set is read once. */
function run(set: Readonly<Record<string, string>>, ...args: string[]) {
  // A test file that is run from a test file would otherwise report to it rather than print.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, ...set };
  return spawnSync(process.execPath, args, { encoding: 'utf8', env });
}
function ownOps(set: Readonly<Record<string, string>>): OwnOpsDescription {
  const code =
    "process.stdout.write(JSON.stringify(require('unetlab/backend').describeBackend({ measure: false })))";
  return (JSON.parse(run(set, '-e', code).stdout) as { ownOps: OwnOpsDescription }).ownOps;
}
/** The tests against TensorFlow's ops, with other kernels or blocks. */
function givesTheSame(set: Readonly<Record<string, string>>): void {
  for (const file of ['backend/convolution', 'backend/own-ops', 'models/inference']) {
    const { stdout, stderr } = run(set, '--test-reporter=tap', '--test', `test/.dist/${file}.test.js`);
    assert.match(stdout, /^# fail 0$/m, `${JSON.stringify(set)}: ${stdout}${stderr}`);
  }
}

describe('the kernels', { skip: caches === null ? 'this processor has no kernel of ours' : false }, () => {
  // blocks of 16, one row or 32 tiles at a time; a larger server's
  for (const given of ['64,1024', '3072,98304'])
    it(`give the same with other caches (KiB): ${given}`, () => {
      const set = { UNETLAB_CACHES: given };
      assert.equal(Object.values(ownOps(set).caches!).join(','), given);
      givesTheSame(set);
    });

  it('take sizes of this machine that can be true', () => {
    assert.ok(caches!.level2 >= 64 && caches!.level2 <= 8192, String(caches!.level2));
    assert.ok(caches!.level3 >= 1024 && caches!.level3 <= 131072, String(caches!.level3));
  });

  it(
    'give the same in AVX2',
    { skip: instructions === 'AVX-512' ? false : 'this processor runs no others' },
    () => {
      const set = { UNETLAB_ISA: 'avx2' };
      const { instructions, bfloat16, float32 } = ownOps(set);
      assert.equal(instructions, 'AVX2');
      assert.deepEqual(bfloat16, []);
      assert.ok(float32.includes('UnetlabConvWeightGradient'));
      givesTheSame(set);
    },
  );

  it('are asked for by names that are known', () => {
    const { status, stderr } = run({ UNETLAB_ISA: 'avx' }, '-e', "require('unetlab/backend')");
    assert.notEqual(status, 0);
    assert.match(stderr, /UNETLAB_ISA=avx is not known; use avx512 or avx2, or leave it out/);
  });
});
