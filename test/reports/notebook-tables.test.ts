import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { groupSummary, objectiveOf } from 'unetlab/analysis';
import { recipes } from 'unetlab/recipes';
import {
  columnGaps,
  columnTable,
  countTable,
  crossValidationFindings,
  foldTable,
  fourScores,
  heldOutRow,
  levelTable,
  noticedRuns,
  planTable,
  predictedTable,
  pullSummary,
  recipeRow,
  runsRead,
  statesOf,
  trainingFindings,
  trivialTable,
  varyingColumns,
} from 'unetlab/reports';
import type { RunRecord } from 'unetlab/types';

const run = (id: string, rest: Partial<RunRecord> = {}): RunRecord => ({
  id,
  name: id,
  source: 'local',
  state: 'finished',
  sweep: null,
  url: null,
  created: null,
  tags: [],
  config: {},
  summary: {},
  history: null,
  notices: [],
  ...rest,
});

describe('tables of notebooks', () => {
  it('name what tells recipes apart', () => {
    assert.deepEqual(recipeRow(recipes['published-512']), {
      size: '512²',
      loss: 'combined',
      'batch size': 4,
      'learning rate': 2e-4,
      dropout: 0.3,
      norm: 'batch',
    });
    assert.equal(recipeRow({ ...recipes.best, size: 'native' }).size, 'native');
  });

  it('show the levels of a setting with their interval, and who has no score only where one has none', () => {
    const runs = [0.1, 0.3, 0.2].map((score, i) =>
      run(`r${i}`, { config: { batch_size: i < 2 ? 4 : 8 }, summary: { val_jaccard: score } }),
    );
    const objective = objectiveOf(runs, { prefer: ['jaccard'] });
    const rows = levelTable('batch_size', groupSummary(runs, 'batch_size', objective));
    assert.deepEqual(rows[0], {
      setting: 'batch_size',
      value: '4',
      mean: 0.2,
      'interval from': -1.0706,
      to: 1.4706,
      sd: 0.1414,
      best: 0.3,
      runs: 2,
    });
    assert.deepEqual([rows[1]!.sd, rows[1]!['interval from'], rows[1]!.best], [null, null, 0.2]);
    const more = [...runs, run('r3', { config: { batch_size: 8 } })];
    const summary = groupSummary(more, 'batch_size', objective);
    assert.deepEqual(
      levelTable('b', summary).map((row) => row['without score']),
      [0, 1],
    );
  });

  it('name notices of some runs and count the rest', () => {
    const runs = ['a', 'b', 'c', 'd'].map((id) => run(id, { notices: ['odd'] }));
    assert.deepEqual(noticedRuns(runs, 2), ['run a: odd', 'run b: odd', '… and notices about 2 more runs']);
    assert.deepEqual(noticedRuns(runs.slice(0, 3), 2).at(-1), '… and notices about 1 more run');
    assert.equal(statesOf([run('a'), run('b', { state: 'crashed' }), run('c')]), '2 finished, 1 crashed');
    assert.equal(
      runsRead({ records: [run('a')], notices: ['x'], layout: 'a table' }, 'file.csv'),
      '1 run read from file.csv, recognised as a table: 1 finished; none with a history.\nx',
    );
  });

  it('say whether a pull is complete', () => {
    const counts = { expected: 3, complete: false, repeated: ['a'], missing: [{}] };
    const text = pullSummary([run('a', { sweep: 's' }), run('b', { sweep: 's' })], [], counts);
    assert.equal(
      text,
      '- 2 runs in 1 sweep: 2 finished.\n- The server counts 3: the pull is not complete; 1 repeated, 1 missing.',
    );
    assert.match(
      pullSummary([run('a')], ['n'], null),
      /1 run in 0 sweeps.*\n- Nothing to compare with.*\n- n$/,
    );
  });

  it('tell columns that vary from those with gaps and those that do not', () => {
    const column = (name: string, rest: object) => ({
      column: name,
      type: 'number',
      filled: 2,
      missing: 0,
      distinct: 2,
      range: [1, 2] as [number, number],
      ...rest,
    });
    const columns = [
      column('lr', {}),
      column('dropout', { distinct: 1 }),
      column('score', { filled: 1, missing: 1 }),
      column('none', { type: 'empty', filled: 0, missing: 2, distinct: 0, range: null }),
    ];
    const gaps = columnGaps(columns);
    assert.deepEqual([gaps.gaps, gaps.empty, gaps.constant], [['score'], ['none'], ['dropout']]);
    assert.match(gaps.said, /1 columns with gaps; 1 empty; 1 the same in every run .*: dropout$/);
    assert.deepEqual(varyingColumns(columns, [run('a', { config: { lr: 1, dropout: 0 } })]), ['lr']);
    assert.deepEqual([columnTable(columns)[3]!.least, columnTable(columns)[0]!.greatest], [null, '2']);
  });

  it('write what a sweep draws from', () => {
    const part = { values: null, min: null, max: null, distribution: null };
    assert.deepEqual(
      planTable({
        lr: { ...part, min: 1, max: 2, distribution: 'uniform' },
        w: { ...part, values: [[1, 2], 'a'] },
      }),
      [
        { setting: 'lr', values: '1 to 2', distribution: 'uniform' },
        { setting: 'w', values: '[1,2], a', distribution: null },
      ],
    );
  });

  it('show held-out scores with their units', () => {
    const objects = { tolerantJaccard: 0.7, truth: 40, predicted: 44, f1: 0.9, countError: 0.1 };
    const row = heldOutRow({ scores: { jaccard: 0.6 }, objects });
    assert.deepEqual([row['hard Jaccard, mean over tiles'], row.found, row['count error, %']], [0.6, 44, 10]);
    const scores = { jaccard: 0.1, jaccardPooled: 0.2, accuracy: 0.3, images: 4 };
    assert.deepEqual(
      fourScores({ scores, soft: 0.4 }).map(({ value }) => value),
      [0.1, 0.2, 0.4, 0.3],
    );
    const trivial = {
      everything: scores,
      nothing: scores,
      threshold: { ...scores, level: 0.25, foreground: 'darker' },
    };
    const rows = trivialTable(trivial as unknown as Parameters<typeof trivialTable>[0]);
    assert.equal(rows[2]!['without a network'], 'darker than 0.25');
    const facts = { test: { scores, soft: 0.4 }, foreground: 0.02, unit: 'groups' };
    const training = { seconds: 3.4, updates: 7 };
    const text = trainingFindings({ ...facts, training, published: 0.25, drawn: false }).text;
    assert.match(text, /On 4 images of held-out groups .*\*\*0\.100\*\* \(soft: 0\.400\) after 3 s/);
    assert.match(text, /0\.300 above the hard one/);
    assert.match(text, /against 98\.0 % for predicting nothing: accuracy says little/);
    assert.match(text, /This run is above it/);
  });

  it('leave out columns that no predicted image has a value for', () => {
    const image = { image: 'a', count: 3, coveredArea: 90, jaccard: null, reason: null };
    assert.deepEqual(predictedTable([image]), [{ image: 'a', objects: 3, 'covered area, px': 90 }]);
    const damaged = { ...image, image: 'b', count: null, coveredArea: null, reason: 'torn' };
    assert.equal(predictedTable([image, damaged])[1]!.problem, 'torn');
  });

  it('put all folds into the last row, and the interval into the sentence', () => {
    const objects = { truth: 10, found: 11, matched: 9, f1: 0.857, countError: 0.1 };
    const part = { name: 'fold 0', images: 4, scored: 3, jaccard: 0.5, objects, trivial: 0.2 };
    const fold = { ...part, seconds: 1, peakMemory: 1 };
    const interval = { low: 0.4, high: 0.6, level: 0.95 };
    const all = { ...part, overGroups: { mean: 0.55, interval } };
    const rows = foldTable({ folds: [fold], all });
    assert.deepEqual([rows.length, rows[1]!.name, rows[1]!.images], [2, 'all', '3 of 4']);
    assert.equal(countTable({ groups: [part] })[0]!['count error, %'], 10);
    const text = crossValidationFindings({ images: [], groups: [part], all, audited: all }).text;
    assert.match(text, /Against audited masks the Jaccard is 0\.550\./);
    assert.match(
      text,
      /a Jaccard of \*\*0\.550\*\* \(95 % interval 0\.400 to 0\.600\); without a network 0\.200/,
    );
  });
});
