import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { writePng } from 'unetlab/data';
import { recipes } from 'unetlab/recipes';
import {
  afterSearch,
  commandLines,
  configurationsIn,
  costText,
  ensembleGain,
  followUp,
  namedSpace,
  plannedTrials,
  gridOf,
  rankRows,
  readSpace,
  rungsOf,
  scoredTrials,
  searchKey,
  SearchStore,
  spaceRows,
  toldOptions,
  trainingsOf,
  withBudget,
  type RankedConfiguration,
} from 'unetlab/search';
import type { RunRecord, Sample } from 'unetlab/types';
import { smallFolder, smallSpace } from './small-search';

const root = mkdtempSync(join(tmpdir(), 'unetlab-after-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});

const text = `
name: beads
method: bayes
base: best
folds: { of: 3, only: [0] }
early_terminate: { type: asha, min_iter: 2, eta: 3 }
budget: { trials: 10 }
parameters:
  lr: { distribution: log_uniform_values, min: 0.001, max: 0.01 }
  epochs: { value: 18 }
  batch_size: { values: [4, 8] }
sizes:
  smoke: { budget: { trials: 2 } }
`;
const space = readSpace(text, 'beads.yaml');

describe('a space before its search', () => {
  it('lists what varies before what is fixed', () => {
    assert.deepEqual(
      spaceRows(space).map(({ parameter, field, count }) => [parameter, field, count]),
      [
        ['lr', 'config.learningRate', null],
        ['batch_size', 'config.batchSize', 2],
        ['epochs', 'config.epochs', 1],
      ],
    );
    assert.equal(configurationsIn(space), null);
    const listed = { parameters: space.parameters.filter(({ name }) => name !== 'lr') };
    assert.equal(configurationsIn(listed), 2);
  });

  it('costs what its trials take', () => {
    const cost = trainingsOf({ ...space, seeds: [1, 2] }, recipes.best, 0.5, 2);
    assert.deepEqual([cost.tried, cost.trainings, cost.epochs, cost.secondsEach], [10, 20, 18, 12]);
    assert.equal(cost.seconds, 120);
    const endless = trainingsOf(
      withBudget({ ...space, budget: { trials: null, hours: 2 } }, {}),
      recipes.best,
      1,
    );
    assert.equal(endless.seconds, null);
    assert.match(
      costText({ ...endless, secondsPerEpoch: 1 }, { isPruned: true }),
      /until the search is stopped/,
    );
    assert.match(
      costText({ ...cost, secondsPerEpoch: 0.5 }, { isPruned: true, jobs: 2 }),
      /without end[^]*10 are tried, 20 trainings of 18 epochs, less where one is pruned\.[^]*0\.5 s here[^]*2 min at most with 2 at a time/,
    );
  });

  it('decides at every rung below the last epoch', () => {
    assert.deepEqual(rungsOf(space), [2, 6]);
    assert.deepEqual(rungsOf({ prune: null }), []);
  });

  it('is found by its name or its file, in the size where it has it', () => {
    writeFileSync(join(root, 'mine.yaml'), text);
    assert.equal(namedSpace('mine', root, { sizeIfThere: 'smoke' }).budget.trials, 2);
    assert.equal(namedSpace(join(root, 'mine.yaml'), '/nowhere', { sizeIfThere: 'teach' }).budget.trials, 10);
    assert.throws(() => namedSpace('yours', root), /there is no space yours; .* with a name there are mine/);
  });

  it('takes another budget and seed where they are given', () => {
    assert.equal(withBudget(space, { trials: 3 }).budget.trials, 3);
    assert.deepEqual(withBudget(space, { trials: null, seed: null }), space);
    assert.equal(withBudget(space, { seed: 5 }).seed, 5);
    assert.deepEqual(toldOptions({ group: 'a', pages: null }), { group: 'a' });
  });

  it('has a folder of its own for other spaces and images, not for another budget', () => {
    const samples = [sampleOf('a', [1, 0, 0, 0])];
    const range = { ranges: { uint8: { low: 0, high: 255 } }, text: '', notices: [] };
    const images = { samples, name: 'x', masks: 'x', range };
    const key = searchKey(space, images);
    assert.equal(searchKey(withBudget(space, { trials: 99 }), images), key);
    assert.notEqual(searchKey(withBudget(space, { seed: 9 }), images), key);
    assert.notEqual(searchKey(space, images, ['size=64']), key);
    const other = { ...images, samples: [sampleOf('a', [1, 1, 0, 0])] };
    assert.notEqual(searchKey(space, other), key);
  });
});

describe('followUp', () => {
  const values = { 'config.learningRate': 0.004, 'config.batchSize': 8, 'config.epochs': 18 };

  it('trains the winner alone, with other seeds, at each length', () => {
    const next = followUp(space, { values }, { seeds: 2, epochs: [18, 36] });
    const trials = plannedTrials(next, recipes.best, gridOf(next));
    assert.equal(trials.length, 4);
    assert.deepEqual(
      trials.map(({ seed, recipe }) => [seed, recipe.config.epochs, recipe.config.learningRate]),
      [
        [2, 18, 0.004],
        [3, 18, 0.004],
        [2, 36, 0.004],
        [3, 36, 0.004],
      ],
    );
    assert.equal(next.prune, null);
    assert.equal(next.parameters[0]!.name, 'lr');
  });

  it('refuses no seed at all', () => {
    assert.throws(() => followUp(space, { values }, { seeds: 0, epochs: [18] }), /number of seeds; .*: 0/);
  });
});

describe('afterSearch', () => {
  const trial = (seed: number, epochs: number, score: number): RunRecord => ({
    ...recordOf(`s${seed}-${epochs}`, []),
    config: { seed, epochs },
    summary: { best_val_jaccard: score },
  });
  const ranked = [0.8, 0.6, 0.4].map(
    (score, configuration): RankedConfiguration => ({
      configuration,
      values: { 'config.learningRate': score / 100, 'config.epochs': 18 },
      score,
      records: [trial(1, 18, score)],
    }),
  );
  const best = {
    winner: ranked[0]!,
    objective: { metric: 'best_val_jaccard', goal: 'maximize', range: [0, 1], source: 'asked' },
    luck: {
      n: 3,
      best: 0.8,
      runnerUp: 0.6,
      expectedBest: 0.77,
      p: 1,
      corrected: null,
      beyond: null,
      reason: null,
    },
  } as const;

  it('pairs more epochs with as many by seed, and says what is kept of the lead', () => {
    const records = [
      trial(11, 18, 0.7),
      trial(12, 18, 0.74),
      trial(11, 36, 0.72),
      trial(12, 36, 0.8),
      trial(13, 36, 0.1),
    ];
    const facts = afterSearch(best, ranked, records)!;
    assert.deepEqual(facts.again.scores, [0.7, 0.74]);
    assert.ok(Math.abs(facts.again.mean! - 0.72) < 1e-12);
    assert.ok(Math.abs(facts.gain.mean! - 0.04) < 1e-12); // of the seeds that have both
    assert.ok(Math.abs(facts.kept! - 0.12 / 0.2) < 1e-9);
    assert.deepEqual(facts.luck, { value: 0.77, tries: 3 });
  });

  it('takes the mean over held-out parts of a seed', () => {
    const records = [trial(11, 18, 0.7), { ...trial(11, 18, 0.5), id: 'other part' }];
    assert.deepEqual(afterSearch(best, ranked, records)!.again.scores, [0.6]);
  });

  it('has nothing to say before the first training', () => {
    assert.equal(afterSearch(best, ranked, []), null);
  });

  it('shows a pruned trial with what it had, and no failed one', () => {
    const pruned = { ...trial(1, 18, 0.3), state: 'pruned' as const };
    const failed = { ...trial(1, 18, 0), state: 'failed' as const };
    assert.deepEqual(
      scoredTrials([pruned, failed, trial(2, 18, 0.4)]).map(({ state, summary }) => [
        state,
        summary.best_val_jaccard,
      ]),
      [
        ['finished', 0.3],
        ['finished', 0.4],
      ],
    );
  });

  it('lists what varies', () => {
    const [row] = rankRows(ranked, space);
    assert.deepEqual(row, {
      configuration: 0,
      learning_rate: 0.008,
      batch_size: null,
      trials: 1,
      best_val_jaccard: 0.8,
    });
  });
});

describe('ensembleGain', () => {
  const samples = [
    sampleOf('a', [1, 1, 0, 0]),
    sampleOf('b', [1, 0, 0, 0]),
    sampleOf('c', [1, 1, 1, 0]),
    sampleOf('empty', [0, 0, 0, 0]),
  ];

  it('averages probabilities, and scores the images that have foreground', async () => {
    smallFolder(join(root, 'maps'), smallSpace);
    const store = new SearchStore(join(root, 'maps'));
    // each is sure where the other is wrong, so that both together are right
    const maps: Record<string, number[][]> = {
      one: [
        [1, 0.4, 0, 0],
        [1, 0.6, 0, 0],
        [1, 1, 0.3, 0],
        [0, 0, 0, 0],
      ],
      two: [
        [0.4, 1, 0, 0],
        [1, 0, 0, 0],
        [0.6, 0.6, 1, 0],
        [0, 0, 0, 0],
      ],
    };
    const ids = samples.map(({ id }) => id);
    for (const [trial, rows] of Object.entries(maps))
      for (const [i, row] of rows.entries()) {
        const pixels = Uint8Array.from(row, (value) => Math.round(255 * value));
        const path = join(store.trialFolder(trial).maps, `${ids[i]!}.png`);
        await writePng(path, { height: 2, width: 2, channels: 1, data: pixels });
      }
    const gain = (await ensembleGain(store, [recordOf('one', ids), recordOf('two', ids)], samples))!;
    assert.equal(gain.images, 3);
    assert.equal(gain.together, 1);
    assert.ok(Math.abs(gain.members[0]!.jaccard - (0.5 + 0.5 + 2 / 3) / 3) < 1e-9);
    assert.ok(Math.abs(gain.members[1]!.jaccard - (0.5 + 1 + 1) / 3) < 1e-9);
    assert.ok(Math.abs(gain.overBest.mean - 0.5 / 3) < 1e-9);
    assert.ok(gain.overMean.mean > gain.overBest.mean);
    assert.ok(gain.overMean.interval!.low <= gain.overMean.mean);
  });

  it('takes two trials of one fold', async () => {
    const store = new SearchStore(join(root, 'maps'));
    assert.equal(await ensembleGain(store, [recordOf('one', ['a'])], samples), null);
    await assert.rejects(
      ensembleGain(store, [recordOf('one', ['a']), recordOf('two', ['b'])], samples),
      /two and one held out different images/,
    );
    await assert.rejects(
      ensembleGain(store, [recordOf('one', ['a']), recordOf('three', ['a'])], samples),
      /three has no held-out map of a/,
    );
  });
});

describe('commandLines', () => {
  it('writes what can be typed in the checkout', () => {
    const shell = { root: '/x', folder: '/x/out/search/a b', data: '/data/beads', python: null };
    const lines = commandLines({ ...shell, network: null, other: null });
    assert.equal(lines[0], "npm run search -- status 'out/search/a b'   # where it stands");
    assert.match(
      lines[3]!,
      /^npm run train -- --data \/data\/beads --recipe 'out\/search\/a b\/recipes\/best\.json' /,
    );
    assert.equal(lines.length, 5);
    const more = commandLines({ ...shell, network: '/x/out/n.safetensors', other: '/data/cells' });
    assert.match(more[4]!, /^npm run train -- --data \/data\/cells --from out\/n\.safetensors /);
  });
});

function sampleOf(id: string, mask: number[]): Sample {
  return {
    id,
    group: id,
    height: 2,
    width: 2,
    channels: 1,
    image: new Float32Array(4),
    mask: Uint8Array.from(mask),
  };
}

function recordOf(id: string, images: readonly string[]): RunRecord {
  return {
    id,
    name: id,
    source: 'local',
    state: 'finished',
    sweep: null,
    url: null,
    created: null,
    tags: [],
    config: {},
    summary: { images },
    history: null,
    notices: [],
  };
}
