import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import { omegaSquared } from 'unetlab/analysis';

suite('effect sizes', () => {
  it('omega squared covers 0 when F is below 1 and has no value without degrees of freedom', () => {
    const weak = omegaSquared(0.4, 2, 12, 15);
    assert.ok(weak.value! < 0);
    assert.equal(weak.interval!.low, 0);
    assert.equal(omegaSquared(1, 0, 12, 15).value, null);
  });
});
