import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wandbRunState } from 'unetlab/wandb';

describe('the state of a run, by W&B’s word', () => {
  it('is kept; a preempted run was ended from outside, one that is being preempted still runs', () => {
    for (const word of ['finished', 'running', 'crashed', 'failed', 'killed'])
      assert.equal(wandbRunState(word), word);
    assert.equal(wandbRunState('preempted'), 'killed');
    assert.equal(wandbRunState('preempting'), 'running');
  });

  it('is nothing for another word', () => {
    for (const word of ['', 'done', 'toString']) assert.equal(wandbRunState(word), null);
  });
});
