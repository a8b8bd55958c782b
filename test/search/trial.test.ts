import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { syntheticMicrobeads, writeSamples } from 'unetlab/data';
import { recipes } from 'unetlab/recipes';
import {
  plannedTrials,
  prepareSearch,
  runSearchTrial,
  type SearchManifest,
  type SearchTrial,
  type TrialOutcome,
} from 'unetlab/search';
import type { RunRecord } from 'unetlab/types';
import { smallSpace } from './small-search';

const root = mkdtempSync(join(tmpdir(), 'unetlab-trial-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});
const data = join(root, 'data');
const folder = join(root, 'search');
const values = {
  size: 32,
  'model.depth': 1,
  'model.baseFilters': 4,
  'config.epochs': 4,
  'config.learningRate': 0.01,
};
let manifest: SearchManifest;
const trial = (configuration: number, more: Partial<SearchTrial> = {}): SearchTrial => ({
  ...plannedTrials(manifest.space, manifest.recipe, [{ configuration, values }])[0]!,
  ...more,
});
const recordOf = (outcome: TrialOutcome): RunRecord => {
  assert.equal(outcome.state, 'recorded');
  return (outcome as { record: RunRecord }).record;
};

before(async () => {
  await writeSamples(data, syntheticMicrobeads({ count: 8, size: 64, seed: 3 }));
  ({ manifest } = await prepareSearch({ space: smallSpace, data, options: { group: 'image' }, out: folder }));
});

describe('a trial of a search', () => {
  it('leaves a record with all that a search is judged by', async () => {
    const epochs: string[] = [];
    const record = recordOf(
      await runSearchTrial(folder, trial(0), {
        onNotice: () => undefined,
        onEpoch: (epoch, score) => {
          epochs.push(`${epoch} ${score.toFixed(6)}`);
          return Promise.resolve('go on');
        },
      }),
    );
    assert.deepEqual([record.id, record.sweep, record.state], ['c0000-s1-f0', 'small', 'finished']);
    assert.match(record.name, /learning_rate 0\.01, seed 1, fold 0$/);
    for (const key of [
      'best_val_jaccard',
      'final_val_jaccard',
      'best_epoch',
      'val_loss_std',
      'overfitting_gap',
      'seconds_per_epoch',
      'peak_memory_mb',
      'parameters',
      'network_bytes',
      'test_jaccard',
    ])
      assert.equal(typeof record.summary[key], 'number', key);
    assert.equal(
      record.summary.network_bytes,
      statSync(join(folder, 'trials', record.id, 'network.safetensors')).size,
    );
    assert.match(String(record.summary.machine), /GiB$/);
    for (const key of ['unetlab', 'node', 'tensorflow', 'backend']) assert.ok(record.about![key], key);
    assert.deepEqual([record.about!.configuration, record.about!.values], [0, JSON.stringify(values)]);
    assert.deepEqual(
      [record.config.learning_rate, record.config.seed, record.config.fold, record.config.folds],
      [0.01, 1, 0, 2],
    );
    assert.ok(!Object.keys(record.config).some((key) => key.includes('.')), 'no setting stands twice');
    assert.deepEqual(
      epochs,
      record.history!.val_jaccard!.map((score, i) => `${i + 1} ${score.toFixed(6)}`),
    );
  });

  it('is not trained again where it is finished', async () => {
    const before = statSync(join(folder, 'trials', 'c0000-s1-f0', 'network.safetensors')).mtimeMs;
    const record = recordOf(
      await runSearchTrial(folder, trial(0), { onEpoch: () => assert.fail('it was trained again') }),
    );
    assert.equal(record.state, 'finished');
    assert.equal(statSync(join(folder, 'trials', 'c0000-s1-f0', 'network.safetensors')).mtimeMs, before);
  });

  it('goes on after its last epoch when it was stopped, and comes to the same', async () => {
    const whole = recordOf(await runSearchTrial(folder, trial(0)));
    const controller = new AbortController();
    const seen: number[] = [];
    const stopped = await runSearchTrial(folder, trial(1), {
      signal: controller.signal,
      onEpoch: (epoch) => {
        seen.push(epoch);
        if (epoch === 2) controller.abort();
        return Promise.resolve('go on');
      },
    });
    assert.equal(stopped.state, 'interrupted');
    const record = recordOf(
      await runSearchTrial(folder, trial(1), {
        onEpoch: (epoch) => {
          seen.push(epoch);
          return Promise.resolve('go on');
        },
      }),
    );
    assert.deepEqual(
      seen,
      [1, 2, 2, 3, 4],
      'the last finished epoch is reported again, none is trained again',
    );
    const scores = ({ history, summary }: RunRecord): unknown => [
      history!.val_jaccard,
      history!.loss,
      summary.test_jaccard,
      summary.jaccard,
    ];
    assert.deepEqual(scores(record), scores(whole));
  });

  it('that is pruned has its history and no held-out score', async () => {
    const record = recordOf(
      await runSearchTrial(folder, trial(2), {
        onEpoch: (epoch) => Promise.resolve(epoch === 2 ? 'prune' : 'go on'),
      }),
    );
    assert.equal(record.state, 'pruned');
    assert.equal(record.history!.epoch!.length, 2);
    assert.equal(record.summary.test_jaccard, undefined);
    assert.ok(!existsSync(join(folder, 'trials', 'c0002-s1-f0', 'network.safetensors')));
    assert.equal(recordOf(await runSearchTrial(folder, trial(2))).state, 'pruned');
  });

  it('that has no memory halves its batch, or is left out where the space says so', async () => {
    const os = createRequire(__filename)('node:os') as { freemem: () => number };
    const { freemem } = os;
    os.freemem = () => 1;
    try {
      const reasons: string[] = [];
      const record = recordOf(await runSearchTrial(folder, trial(3, { outOfMemory: 'skip' })));
      assert.equal(record.state, 'failed');
      assert.match(
        record.notices[0]!,
        /^left out for want of memory with batches of \d+: a step is estimated to take/,
      );
      assert.equal(record.summary.stopped, 'out of memory');
      await assert.rejects(
        runSearchTrial(folder, trial(4), { onNotice: (line) => reasons.push(line) }),
        /a step is estimated/,
      );
      assert.match(reasons.join(), /going on with 1,/);
    } finally {
      os.freemem = freemem;
    }
  });

  it('is refused where the images are others than the search began with', async () => {
    const before = readdirSync(join(data, 'masks')).sort();
    writeFileSync(join(folder, 'images.bin'), 'damaged');
    assert.equal(
      recordOf(await runSearchTrial(folder, trial(5))).state,
      'finished',
      'read from the folder again',
    );
    rmSync(join(data, 'masks', before[0]!));
    await assert.rejects(
      runSearchTrial(folder, trial(6)),
      /holds other images or masks now than the search began with/,
    );
  });
});

describe('a search that is prepared', () => {
  it('goes on with the same images, and names what differs', async () => {
    await assert.rejects(
      prepareSearch({ space: smallSpace, data, options: { group: 'image' }, out: folder }),
      /holds another search \(data\.hash .* there, .* here\); name a new folder with --out/,
    );
    await assert.rejects(
      prepareSearch({ space: { ...smallSpace, base: 'bets' }, data, options: { group: 'image' } }),
      {
        message: `there is no base bets; allowed: plan, ${Object.keys(recipes).join(', ')}, or a recipe file`,
      },
    );
    await assert.rejects(
      prepareSearch({ space: smallSpace }),
      /name the folder of your images and masks: --data DIR/,
    );
  });
});
