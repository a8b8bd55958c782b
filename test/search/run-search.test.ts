import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  runSearch,
  SearchStore,
  type SearchOptions,
  type SearchResult,
  type Suggester,
} from 'unetlab/search';
import type { RunRecord, SearchProgress } from 'unetlab/types';
import { fixedSuggester, rates, smallFolder, smallRunner, smallSpace, trainedLines } from './small-search';

const root = mkdtempSync(join(tmpdir(), 'unetlab-search-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});
let count = 0;
const fresh = (): string => join(root, String((count += 1)));
const search = (
  folder: string,
  suggester: Suggester,
  more: Partial<SearchOptions> = {},
): Promise<SearchResult> => runSearch({ folder, suggester, runner: smallRunner(folder), ...more });

describe('a search', () => {
  it('runs each trial once, ranks configurations, and a second one trains nothing', async () => {
    const folder = fresh();
    smallFolder(folder, { seeds: [1, 2] });
    const suggester = fixedSuggester(rates(0.2, 0.8, 0.5));
    const seen: SearchProgress[] = [];
    const result = await search(folder, suggester, {
      jobs: 2,
      configurations: 3,
      onChange: (progress) => seen.push(progress),
    });
    assert.equal(result.stopped, 'finished');
    assert.deepEqual(
      result.records.map(({ id, state }) => `${id} ${state}`),
      ['c0000-s1-f0', 'c0000-s2-f0', 'c0001-s1-f0', 'c0001-s2-f0', 'c0002-s1-f0', 'c0002-s2-f0'].map(
        (id) => `${id} finished`,
      ),
    );
    assert.deepEqual(
      result.ranked.map(({ configuration, score }) => `${configuration} ${score.toFixed(4)}`),
      ['1 0.6015', '2 0.3765', '0 0.1515'],
    );
    assert.equal(trainedLines(folder).filter((line) => line.endsWith('ended')).length, 6);
    const last = seen.at(-1)!;
    assert.deepEqual([last.done, last.total, last.running.length, last.secondsLeft], [6, 6, 0, 0]);
    assert.equal(last.best!.title, 'learning_rate 0.8');
    assert.ok(seen.some(({ running }) => running.length === 2));
    assert.equal(result.records[0]!.about!.tries, 1);

    const before = trainedLines(folder).length;
    const again = await search(folder, fixedSuggester(rates(0.2, 0.8, 0.5)));
    assert.equal(trainedLines(folder).length, before);
    assert.deepEqual(again.records, result.records);
  });

  it('tries a failed trial again, then records it with its reason; a retry goes on from its epochs', async () => {
    const folder = fresh();
    smallFolder(folder);
    const notices: string[] = [];
    const values = [1, 2, 3, 4].map((l2) => ({ 'config.l2': l2 }));
    const suggester = fixedSuggester(values);
    const { records, ranked } = await search(folder, suggester, { onNotice: (line) => notices.push(line) });
    assert.deepEqual(
      records.map(({ state, about, notices }) => [state, about!.tries, ...notices]),
      [
        ['failed', 2, 'its process ended with code 1: the loss fell off the table'],
        ['finished', 2],
        ['failed', 2, 'its process was killed (SIGKILL): by hand, or by the system for want of memory'],
        ['finished', 2],
      ],
    );
    assert.match(
      notices[0]!,
      /^c0000-s1-f0: c0000-s1-f0 failed|^c0000-s1-f0 failed and is tried again: its process ended/,
    );
    assert.equal(ranked.length, 2);
    assert.deepEqual(
      suggester.heard.filter((line) => line.startsWith('tell')),
      ['tell 0 failed', 'tell 1 finished 0.376', 'tell 2 failed', 'tell 3 finished 0.376'],
    );
    const epochs = trainedLines(folder).filter((line) => line.startsWith('c0001'));
    assert.deepEqual(
      epochs,
      ['epoch 1', 'epoch 2', 'epoch 3', 'ended'].map((word) => `c0001-s1-f0 ${word}`),
    );
  });

  it('prunes by the first trial of a configuration and runs no other of it', async () => {
    const folder = fresh();
    smallFolder(folder, {
      seeds: [1, 2],
      prune: { kind: 'asha', minEpochs: 1, maxEpochs: 3, factor: 3 },
    });
    const suggester = fixedSuggester(
      rates(0.2, 0.8),
      (configuration, epoch) => configuration === 0 && epoch === 2,
    );
    const { records } = await search(folder, suggester, { jobs: 2 });
    assert.deepEqual(
      records.map(({ id, state, history }) => [id, state, history!.epoch!.length]),
      [
        ['c0000-s1-f0', 'pruned', 2],
        ['c0001-s1-f0', 'finished', 3],
        ['c0001-s2-f0', 'finished', 3],
      ],
    );
    assert.ok(suggester.heard.includes('tell 0 pruned'));
    assert.ok(!suggester.heard.includes('report 1 4'));
    assert.equal(suggester.heard.filter((line) => line === 'report 1 2').length, 1);
  });

  it('stops in order, and goes on with the same suggestions and without repeating an epoch', async () => {
    const folder = fresh();
    smallFolder(folder, { prune: { kind: 'asha', minEpochs: 1, maxEpochs: 9, factor: 3 } }, 6);
    const controller = new AbortController();
    const first = fixedSuggester(rates(0.2, 0.8, 0.5));
    const stopped = await search(folder, first, {
      runner: smallRunner(folder, 30),
      signal: controller.signal,
      onChange: ({ running }) => {
        if (running.some(({ id, epoch }) => id.startsWith('c0001') && epoch === 3)) controller.abort();
      },
    });
    assert.equal(stopped.stopped, 'interrupted');
    assert.equal(stopped.records.length, 1);
    const second = fixedSuggester(rates(0.2, 0.8, 0.5));
    const done = await search(folder, second);
    assert.equal(done.records.length, 3);
    const epochs = trainedLines(folder).filter((line) => line.includes('epoch'));
    assert.equal(new Set(epochs).size, epochs.length, 'no epoch twice');
    assert.equal(epochs.length, 18);
    const replayed = first.heard;
    assert.deepEqual(second.heard.slice(0, replayed.length), replayed);
    assert.equal(second.heard.filter((line) => line === 'report 1 3').length, 1);
  });

  it('refuses to go on where the suggester says something else than before', async () => {
    const folder = fresh();
    smallFolder(folder);
    await search(folder, fixedSuggester(rates(0.2)));
    await assert.rejects(search(folder, fixedSuggester(rates(0.3))), {
      message:
        /its suggestion 1 was \{"config.learningRate":0.2\} then and is \{"config.learningRate":0.3\} now/,
    });
  });

  it('keeps to a budget of configurations, and goes on with a larger one', async () => {
    const folder = fresh();
    const { space } = smallFolder(folder);
    const endless = (): Suggester =>
      fixedSuggester(rates(...Array.from({ length: 50 }, (_, i) => (i + 1) / 100)));
    const two = await search(folder, endless(), {
      configurations: null,
      space: { ...space, budget: { trials: 2, hours: null } },
    });
    assert.deepEqual([two.records.length, two.stopped], [2, 'budget']);
    const five = await search(folder, endless(), {
      configurations: null,
      space: { ...space, budget: { trials: 5, hours: null } },
    });
    assert.equal(five.records.length, 5);
    const hours = await search(folder, endless(), {
      configurations: null,
      space: { ...space, budget: { trials: null, hours: 7 / 3600 } },
    });
    assert.deepEqual([hours.records.length, hours.stopped], [7, 'budget']);
    // A smaller one trains nothing more, and takes nothing back.
    const fewer = await search(folder, endless(), {
      configurations: null,
      space: { ...space, budget: { trials: 2, hours: null } },
    });
    assert.deepEqual([fewer.records.length, fewer.stopped], [7, 'budget']);
  });

  it('runs in one process at a time: a second start says who it is', async () => {
    const folder = fresh();
    smallFolder(folder, {}, 10);
    const both = await Promise.allSettled([
      search(folder, fixedSuggester(rates(0.2, 0.3))),
      search(folder, fixedSuggester(rates(0.2, 0.3))),
    ]);
    const [one] = both.filter(({ status }) => status === 'rejected');
    assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.match(
      String((one as PromiseRejectedResult).reason),
      /runs already \(process \d+ on .*search -- stop/,
    );
    assert.equal(trainedLines(folder).filter((line) => line.endsWith('ended')).length, 2);
  });

  it('waits for trials that another process runs, and takes its records', async () => {
    const folder = fresh();
    smallFolder(folder);
    const store = new SearchStore(folder);
    const lease = store.claim('c0000-s1-f0')!;
    const done = search(folder, fixedSuggester(rates(0.2, 0.8)), {
      onRecord: ({ id }) => {
        assert.equal(id, 'c0001-s1-f0');
      },
    });
    while (!store.has('c0001-s1-f0')) await new Promise((resolve) => setTimeout(resolve, 50));
    const other = new SearchStore(folder);
    const template = JSON.parse(readFileSync(join(folder, 'records', 'c0001-s1-f0.json'), 'utf8')) as object;
    other.write({
      ...(template as never as RunRecord),
      id: 'c0000-s1-f0',
      name: 'from elsewhere',
    });
    lease.release();
    const { records } = await done;
    assert.deepEqual(
      records.map(({ name }) => name),
      ['from elsewhere', 'c0001-s1-f0'],
    );
  });

  it('ends with one line where the disk is full, other trials saved', async () => {
    const folder = fresh();
    smallFolder(folder);
    await assert.rejects(search(folder, fixedSuggester([{ 'config.l2': 5 }, ...rates(0.5)]), { jobs: 2 }), {
      message: `${folder} cannot be written to: no space is left there`,
    });
    assert.equal(new SearchStore(folder).record('c0000-s1-f0'), null);
  });

  it('gives each trial a GPU of its own where there are several', async () => {
    const folder = fresh();
    smallFolder(folder);
    const { records } = await search(folder, fixedSuggester(rates(0.1, 0.2, 0.3, 0.4)), {
      jobs: 2,
      runner: smallRunner(folder, 40, ['0', '1']),
    });
    assert.deepEqual(new Set(records.map(({ config }) => config.gpu)), new Set(['0', '1']));
  });

  it('is refused where the folder holds another search', () => {
    const folder = fresh();
    smallFolder(folder);
    assert.throws(() => smallFolder(folder, { seeds: [1, 2] }), {
      message: `${folder} holds another search (seeds [1] there, [1,2] here); name a new folder with --out`,
    });
    smallFolder(folder, { budget: { trials: 7, hours: null }, retries: smallSpace.retries + 1 });
  });
});
