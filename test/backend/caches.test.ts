import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { describeBackend } from 'unetlab/backend';

const { caches } = describeBackend({ measure: false }).ownOps;
/** What a process of its own prints: the sizes are read once. */
function run(given: string, ...args: string[]): string {
  // A test file that is run from a test file would otherwise report to it rather than print.
  const env = { ...process.env, UNETLAB_CACHES: given, NODE_TEST_CONTEXT: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  assert.equal(status, 0, `UNETLAB_CACHES=${given}: ${stdout}${stderr}`);
  return stdout;
}
const described =
  "process.stdout.write(JSON.stringify(require('unetlab/backend').describeBackend({ measure: false })))";

describe('the kernels', { skip: caches === null ? 'this processor has no kernel of ours' : false }, () => {
  // blocks of 16, one row or 32 tiles at a time; a larger server's
  for (const given of ['64,1024', '3072,98304'])
    it(`give the same with other caches (KiB): ${given}`, () => {
      const found = JSON.parse(run(given, '-e', described)) as { ownOps: { caches: object } };
      assert.deepEqual(Object.values(found.ownOps.caches).join(','), given);
      for (const file of ['backend/convolution', 'backend/own-ops', 'models/inference'])
        assert.match(
          run(given, '--test-reporter=tap', '--test', `test/.dist/${file}.test.js`),
          /^# fail 0$/m,
        );
    });

  it('take sizes of this machine that can be true', () => {
    assert.ok(caches!.level2 >= 64 && caches!.level2 <= 8192, String(caches!.level2));
    assert.ok(caches!.level3 >= 1024 && caches!.level3 <= 131072, String(caches!.level3));
  });
});
