import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

/** The history of a training in a process of its own. */
function history(precision: string, env: NodeJS.ProcessEnv = {}): Record<string, number[]> {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['test/.dist/training/print-history.js', precision],
    { encoding: 'utf8', env: { ...process.env, ...env } },
  );
  const line = stdout.trim().split('\n').at(-1)!;
  assert.ok(line.startsWith('{'), stderr);
  return JSON.parse(line) as Record<string, number[]>;
}

describe('a training with the library’s own ops', () => {
  for (const [precision, tolerance] of [
    ['float32', 2e-3],
    ['bfloat16', 0.05],
  ] as const)
    it(`goes as one with TensorFlow's, and twice the same, in ${precision}`, () => {
      const own = history(precision);
      assert.deepEqual(history(precision), own);
      const stock = history(precision, { UNETLAB_OPS: 'tensorflow' });
      assert.deepEqual(Object.keys(own), Object.keys(stock));
      for (const name of ['loss', 'jaccard', 'valLoss'])
        own[name]!.forEach((value, epoch) => {
          const difference = Math.abs(value - stock[name]![epoch]!);
          assert.ok(difference <= tolerance, `${name}, epoch ${epoch + 1}: ${difference}`);
        });
    });
});
