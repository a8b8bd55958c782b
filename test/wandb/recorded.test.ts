import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { History } from 'unetlab/types';
import { pullRuns } from 'unetlab/wandb';
import { testWorld } from './world';

const folder = join(process.cwd(), 'data', 'wandb-recorded');

describe('the recorded answer', () => {
  it('is a whole pull: every run with its whole history, without a key or a network', async () => {
    const { records, report, sweep } = await pullRuns({
      entity: 'lab',
      project: 'microbeads',
      sweep: 'search-15',
      histories: 'all',
      baseUrl: 'https://recorded.example',
      cache: folder,
      offline: true,
      world: testWorld(),
    });
    assert.ok(records.length >= 15);
    assert.equal(report.complete, true);
    assert.equal(report.expected, records.length);
    assert.equal(sweep!.id, 'search-15');
    for (const { history, summary, config } of records) {
      assert.equal(history!.epoch!.length, summary.epochs_run);
      assert.equal(Math.max(...history!.val_jaccard!), summary.best_val_jaccard);
      assert.ok(typeof config.batch_size === 'number');
    }
    const sampled = JSON.parse(readFileSync(join(folder, 'sampled.json'), 'utf8')) as {
      samples: number;
      runs: Record<string, History>;
    };
    for (const { id, history } of records) {
      const sample = sampled.runs[id]!;
      assert.equal(sample.epoch!.length, Math.min(sampled.samples, history!.epoch!.length));
      sample._step!.forEach((step, i) => {
        assert.equal(sample.val_jaccard![i], history!.val_jaccard![history!._step!.indexOf(step)]);
      });
    }
  });
});
