import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { spawnSync } from 'node:child_process';
import { searchProgress, searchText } from 'unetlab/notebook';
import { recipeFromJson } from 'unetlab/recipes';
import { readRuns } from 'unetlab/runs';
import {
  bestOfSearch,
  collectRecords,
  putBack,
  rankConfigurations,
  runSearch,
  searchCsv,
  SearchStore,
} from 'unetlab/search';
import type { RunRecord, SearchProgress } from 'unetlab/types';
import { fixedSuggester, smallFolder, smallRunner, smallSpace } from './small-search';

const root = mkdtempSync(join(tmpdir(), 'unetlab-results-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});
const fixture = join(process.cwd(), 'test', 'fixtures', 'search', 'folder-1');
let count = 0;
const copy = (): string => {
  const folder = join(root, `copy-${(count += 1)}`);
  cpSync(fixture, folder, { recursive: true });
  return folder;
};

/** A finished trial of a configuration, with held-out images of two groups. */
function finished(configuration: number, seed: number, score: number): RunRecord {
  return {
    id: `c000${configuration}-s${seed}-f0`,
    name: `${configuration} ${seed}`,
    source: 'local',
    state: 'finished',
    sweep: 'small',
    url: null,
    created: null,
    tags: [],
    config: { learning_rate: configuration / 10, seed, fold: 0, folds: 2 },
    summary: {
      best_val_jaccard: score,
      seconds: 3,
      images: ['a', 'b', 'c'],
      groups: ['one', 'one', 'two'],
      jaccard: [score, score, score + 0.1],
      objects_truth: [1, 1, 1],
      objects_found: [1, 1, 1],
      objects_matched: [1, 1, 1],
    },
    about: { configuration, values: JSON.stringify({ 'config.learningRate': configuration / 10 }) },
    history: null,
    notices: [],
  };
}

describe('the best of a search', () => {
  const space = { ...smallSpace, seeds: [1, 2, 3] };
  const manifest = { name: 'small', space, recipe: smallFolder(join(root, 'manifest')).recipe };
  const scores = [
    [0.3, 0.31, 0.32],
    [0.5, 0.52, 0.54],
    [0.4, 0.41, 0.45],
    [0.2, 0.21, 0.19],
  ];
  const records = scores.flatMap((own, i) => own.map((score, s) => finished(i + 1, s + 1, score)));

  it('is the mean over trials, with intervals over trials and groups, and what luck would have given', () => {
    const best = bestOfSearch(records, manifest);
    assert.equal(best.winner.configuration, 2);
    assert.equal(best.winner.score.toFixed(4), '0.5200');
    assert.equal(best.recipe.config.learningRate, 0.2);
    const { interval } = best.trials;
    assert.ok(
      interval && interval.low >= 0.5 && interval.low < 0.52 && interval.high <= 0.54 && interval.high > 0.52,
    );
    assert.equal(best.groups!.count, 2);
    assert.equal(best.groups!.mean.toFixed(4), '0.5700');
    // pooled variance of (3 × 3) values within, over 8 degrees of freedom, of a mean of three
    const within = (2 * 0.01 ** 2 + 2 * 0.02 ** 2 + (0.02 ** 2 + 0.01 ** 2 + 0.03 ** 2) + 2 * 0.01 ** 2) / 8;
    assert.equal(best.noise!.toFixed(6), Math.sqrt(within / 3).toFixed(6));
    assert.ok(best.luck.expectedBest! > 0.42 && best.luck.corrected! < best.winner.score);
    assert.deepEqual([best.compared, best.incomplete], [4, 0]);
    assert.deepEqual(
      best.next.map(({ configuration }) => configuration),
      [3, 1, 4],
    );
  });

  it('turns round where lower is better', () => {
    const { ranked } = rankConfigurations(records, {
      ...space,
      objective: { metric: 'best_val_jaccard', goal: 'minimize' },
    });
    assert.equal(ranked[0]!.configuration, 4);
  });

  it('leaves out a configuration of which a trial is missing or failed, however good the others', () => {
    const some = records
      .filter(({ id }) => id !== 'c0002-s3-f0')
      .map((record) =>
        record.id === 'c0003-s1-f0' ? { ...record, state: 'failed' as const, summary: {} } : record,
      );
    const best = bestOfSearch(some, manifest);
    assert.deepEqual([best.winner.configuration, best.compared, best.incomplete], [1, 2, 2]);
  });

  it('says what is missing where there is none', () => {
    assert.throws(() => bestOfSearch([], manifest), {
      message: 'no configuration of small is finished yet (0 trials have a record)',
    });
    const other = {
      ...manifest,
      space: { ...space, objective: { metric: 'val_f1', goal: 'maximize' as const } },
    };
    assert.throws(() => bestOfSearch(records, other), {
      message: 'no trial of small has the objective val_f1; its records have best_val_jaccard, seconds',
    });
  });
});

describe('a search as runs', () => {
  it('is read from its folder, with its objective', async () => {
    const { records, objective, layout } = await readRuns(fixture);
    assert.match(layout!, /a search folder of unetlab/);
    assert.deepEqual(objective, { metric: 'best_val_jaccard', goal: 'maximize' });
    assert.deepEqual(
      records.map(({ state }) => state),
      ['finished', 'finished', 'failed', 'pruned', 'finished'],
    );
  });

  it('is the same as a table: settings, results, states', async () => {
    const { records } = await readRuns(fixture);
    const odd = {
      ...records[0]!,
      id: 'odd',
      name: 'a "b", c',
      summary: { best_val_jaccard: NaN, list: [1, 2] },
    };
    const path = join(root, 'runs.csv');
    writeFileSync(path, searchCsv([...records, odd]));
    const back = (await readRuns(path)).records;
    assert.deepEqual(
      back.map(({ id, state }) => `${id} ${state}`),
      [...records, odd].map(({ id, state }) => `${id} ${state}`),
    );
    assert.equal(back[5]!.name, 'a "b", c');
    assert.equal(back[1]!.config.learning_rate, 0.8);
    assert.equal(back[1]!.summary.best_val_jaccard, records[1]!.summary.best_val_jaccard);
    assert.ok(Number.isNaN(back[5]!.summary.best_val_jaccard));
    assert.equal(back[5]!.summary.list, undefined);
    assert.equal(back[0]!.config.configuration, undefined);
  });
});

describe('trials that failed', () => {
  it('are put back, tried again from their epochs, and recorded anew', async () => {
    const folder = join(root, 'retry');
    smallFolder(folder);
    const values = [{ 'config.l2': 1 }, { 'config.learningRate': 0.5 }];
    const search = (): Promise<unknown> =>
      runSearch({ folder, suggester: fixedSuggester(values), runner: smallRunner(folder) });
    await search();
    assert.throws(() => putBack(folder, ['c0001-s1-f0']), {
      message: 'c0001-s1-f0 did not fail; failed are c0000-s1-f0',
    });
    assert.deepEqual(putBack(folder), ['c0000-s1-f0']);
    assert.deepEqual(putBack(folder), []);
    assert.ok(!new SearchStore(folder).has('c0000-s1-f0'));
    await search();
    const again = new SearchStore(folder).record('c0000-s1-f0')!;
    assert.deepEqual([again.state, again.about!.tries], ['failed', 2]);
  });

  it('are not put back while the search runs', () => {
    const folder = copy();
    const lease = new SearchStore(folder).claim('coordinator')!;
    assert.throws(() => putBack(folder), /this search runs now; npm run search -- stop .* ends it first/);
    lease.release();
  });
});

describe('records of several folders', () => {
  it('come together, those that a killed process left in a trial too', () => {
    const [one, two] = [copy(), copy()];
    rmSync(join(one, 'records', 'c0000-s1-f0.json'));
    rmSync(join(two, 'records', 'c0001-s1-f0.json'));
    const trial = join(two, 'trials', 'c0005-s1-f0');
    mkdirSync(trial, { recursive: true });
    const { recipe } = new SearchStore(two).manifest();
    const order = {
      id: 'c0005-s1-f0',
      configuration: 5,
      values: { 'config.learningRate': 0.6 },
      recipe,
      seed: 1,
      fold: { index: 0, of: 2 },
      outOfMemory: 'halve',
    };
    writeFileSync(join(trial, 'trial.json'), JSON.stringify(order));
    assert.deepEqual(collectRecords([one, two], join(root, 'both')), {
      records: 5,
      added: ['c0001-s1-f0', 'c0002-s1-f0', 'c0003-s1-f0', 'c0004-s1-f0', 'c0000-s1-f0'],
      unfinished: ['c0005-s1-f0'],
    });
    const pruned = { ...finished(5, 1, 0.3), id: 'c0005-s1-f0', name: 'left', state: 'pruned' };
    writeFileSync(join(trial, 'record.json'), JSON.stringify(pruned));
    assert.deepEqual(collectRecords([two], two), { records: 5, added: ['c0005-s1-f0'], unfinished: [] });
    assert.equal(new SearchStore(two).record('c0005-s1-f0')!.sweep, 'small');
  });

  it('of other searches are refused', () => {
    const other = join(root, 'other');
    smallFolder(other, { seeds: [4] });
    assert.throws(
      () => collectRecords([copy(), other], join(root, 'mixed')),
      /other holds another search than .*\(/,
    );
  });
});

describe('the live table of a search', () => {
  const progress: SearchProgress = {
    name: 'small',
    folder: 'out/search/small',
    metric: 'best_val_jaccard',
    running: [{ id: 'c0001-s1-f0', title: 'learning_rate 0.1', epoch: 2, epochs: 9, score: 0.25 }],
    done: 3,
    pruned: 1,
    failed: 1,
    total: 12,
    best: { title: 'learning_rate 0.5', score: 0.5123, trials: 3 },
    secondsLeft: 125,
    elapsedSeconds: 1,
  };

  it('is a line where there is no notebook, every few seconds, and once at the end', () => {
    assert.equal(
      searchText(progress),
      'small: 1 running · 3 of 12 done · 1 pruned · 1 failed · best best_val_jaccard 0.5123 (learning_rate 0.5) · 2 min 05 s left',
    );
    const lines: string[] = [];
    const report = searchProgress({ print: (line) => lines.push(line) });
    report(progress);
    report({ ...progress, elapsedSeconds: 2 });
    report({ ...progress, done: 12, total: null, best: null, secondsLeft: null, elapsedSeconds: 3 });
    report.done();
    assert.equal(lines.length, 2);
    assert.equal(lines[1], 'small: 1 running · 12 done · 1 pruned · 1 failed');
  });
});

describe('the commands of a search', () => {
  const search = (...command: string[]) =>
    spawnSync(process.execPath, ['scripts/search.mjs', ...command], { encoding: 'utf8' });
  const said = (text: string): string =>
    text
      .split('\n')
      .filter((line) => !/absl|oneDNN|^$/.test(line))
      .join('\n');

  it('show a folder on one screen, its winner and its table', () => {
    const folder = copy();
    const status = search('status', folder);
    assert.equal(said(status.stderr), '');
    assert.match(status.stdout, /^small: grid over learning_rate\n/);
    assert.match(status.stdout, /trials {6}5 of 7 trials ended: 3 finished, 1 pruned, 1 failed; 0 running/);
    assert.match(status.stdout, /best so far best_val_jaccard 0\.6010 over 1 trial: learning_rate 0\.8/);
    assert.match(status.stdout, /run by {6}nobody; npm run search -- start .* goes on/);
    assert.match(
      status.stdout,
      /failed {6}c0002-s1-f0: its process ended with code 1: the loss fell off the table/,
    );
    assert.ok(status.stdout.split('\n').length <= 24);

    const best = search('best', folder, '--name', 'mine');
    assert.match(
      best.stdout,
      /winner {3}learning_rate 0\.8\nscore {4}0\.6010, one trial; three trials or more give an interval/,
    );
    assert.match(
      best.stdout,
      /luck {5}the best of 3 draws with the mean and spread of these would be 0\.\d{4}: no more than the luck/,
    );
    assert.match(best.stdout, /next: npm run train -- --data \/nowhere --recipe .*recipes\/mine\.json/);
    const recipe = recipeFromJson(readFileSync(join(folder, 'recipes', 'mine.json'), 'utf8'), 'mine.json');
    assert.equal(recipe.config.learningRate, 0.8);

    const table = search('export-csv', folder, '--out', join(root, 'table.csv'));
    assert.match(table.stdout, /^5 trials in .*table\.csv\nnext: npm run notebook -- 07 -p runs=/);
    assert.match(readFileSync(join(root, 'table.csv'), 'utf8'), /^id,name,state,created,config\./);

    assert.match(search('retry', folder).stdout, /^put back: c0002-s1-f0; npm run search -- start/);
    assert.match(search('collect', folder).stdout, /: 4 records, 0 of them new/);
  });

  for (const [command, message] of [
    [['frobnicate'], /^name what to do: npm run search -- start \| status/],
    [['status', 'nowhere'], /^nowhere holds no search: there is no search\.json in it/],
    [['status', '--sedes'], /^Unknown option '--sedes'/],
    [['start'], /^name one space: npm run search -- start SPACE\.yaml --data DIR/],
    [
      ['start', 'nothing-like-it', '--data', 'x'],
      /^there is no space nothing-like-it; name a file, or a search folder/,
    ],
    [['start', 'README.md', '--jobs', '0'], /^invalid --jobs 0; allowed: whole numbers from 1/],
  ] as const)
    it(`${command.join(' ')}: one line`, () => {
      const { status, stdout, stderr } = search(...command);
      assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
      assert.match(said(stderr), message);
      assert.equal(said(stderr).split('\n').length, 1);
    });

  it('say what they do', () => {
    assert.match(
      search('--help').stdout,
      /^Searches for settings.*\n {2}npm run search -- start SPACE\.yaml/,
    );
    assert.match(search('stop', '--help').stdout, /^Asks a running search to end in order/);
  });
});
