import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import {
  appraise,
  bestSoFar,
  cellTable,
  convergenceOf,
  correlation,
  factorsOf,
  fieldsOf,
  groupsOf,
  groupSummary,
  levelsOf,
  narrowedSpace,
  numbersOf,
  objectiveOf,
  rankRuns,
  sweepYaml,
} from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import type { RunRecord } from 'unetlab/types';
import { parse } from 'yaml';
import { close } from './close';
import { higher, lower } from './objectives';
import { gridRuns, noRealData, searchRuns, sweepRuns } from './real-data';
import { run } from './runs';

suite('fields of a run', () => {
  const runs = [
    run('a', { config: { lr: 0.1, loss: 'dice' }, summary: { score: 1, loss: 0.5 } }),
    run('b', { config: { lr: '0.2' }, summary: { score: 'NaN' } }),
    run('c', { config: { lr: 'ERROR' }, summary: { score: Infinity } }),
    run('d', { config: { lr: null }, summary: { score: '' } }),
  ];
  it('reads numbers, and counts what is none', () => {
    const lr = numbersOf(runs, 'lr');
    assert.deepEqual([...lr.values], [0.1, 0.2, NaN, NaN]);
    assert.deepEqual([lr.n, lr.text, lr.absent, lr.textExamples], [2, 1, 1, ['ERROR']]);
    const score = numbersOf(runs, 'score');
    assert.deepEqual([score.n, score.notFinite, score.absent], [1, 2, 1]);
  });
  it('looks in the configuration first, unless told where', () => {
    assert.deepEqual(levelsOf(runs, 'loss'), ['dice', null, null, null]);
    assert.equal(numbersOf(runs, 'summary.loss').values[0], 0.5);
    assert.equal(numbersOf(runs, { name: 'double', read: (r) => Number(r.config.lr) * 2 }).values[0], 0.2);
  });
  it('tells factors from keys that explain nothing', () => {
    const many = Array.from({ length: 20 }, (_, i) =>
      run(`r${i}`, {
        config: {
          lr: i,
          fixed: 3,
          path: `/model-${i}`,
          gone: null,
          flag: i % 2 === 0,
          mixed: i === 3 ? 'bad' : i,
        },
      }),
    );
    const { factors, unusable } = factorsOf(many);
    assert.deepEqual(
      factors.map(({ name, kind, count, missing }) => [name, kind, count, missing]),
      [
        ['lr', 'number', 20, 0],
        ['flag', 'level', 2, 0],
        ['mixed', 'number', 19, 1],
      ],
    );
    assert.deepEqual(
      unusable.map(({ name, kind }) => [name, kind]),
      [
        ['fixed', 'constant'],
        ['path', 'path'],
        ['gone', 'empty'],
      ],
    );
  });
});

suite('summaries', () => {
  const runs = [0.3, 0.5, NaN, 0.4, 0.9].map((score, i) =>
    run(`r${i}`, {
      config: { batch: [8, 16, 8, 16, 32][i]!, depth: i },
      summary: { score },
      created: new Date(Date.UTC(2025, 0, 5 - i)).toISOString(),
    }),
  );
  it('groups in numeric order, with n = 1 and missing values', () => {
    const got = groupSummary(runs, 'batch', higher('score'));
    assert.deepEqual(
      got.levels.map(({ level, runs: n, n: known, mean, sd, best, bestRun }) => [
        level,
        n,
        known,
        mean,
        sd,
        best,
        bestRun?.id,
      ]),
      [
        ['8', 2, 1, 0.3, null, 0.3, 'r0'],
        ['16', 2, 2, 0.45, Math.sqrt(0.005), 0.5, 'r1'],
        ['32', 1, 1, 0.9, null, 0.9, 'r4'],
      ].map((row) => row.map((value) => (value === Math.sqrt(0.005) ? got.levels[1]!.sd : value))),
    );
    close(got.levels[1]!.sd, Math.sqrt(0.005), 'sd');
    assert.equal(groupSummary(runs, 'batch', lower('score')).levels[1]!.best, 0.4);
    assert.deepEqual(
      groupsOf(runs, 'batch', 'score').map(({ name, values }) => [name, values.length]),
      [
        ['8', 1],
        ['16', 2],
        ['32', 1],
      ],
    );
  });
  it('cuts many values into quartiles', () => {
    const many = Array.from({ length: 100 }, (_, i) =>
      run(`r${i}`, { config: { lr: i }, summary: { score: i } }),
    );
    const got = groupSummary(many, 'lr', higher('score'));
    assert.equal(got.binned, true);
    assert.deepEqual(
      got.levels.map(({ n }) => n),
      [25, 25, 25, 25],
    );
    const cells = cellTable(many, 'lr', 'lr', 'score');
    assert.equal(cells.cells[0]![0]!.n, 25);
    assert.equal(cells.cells[0]![1]!.mean, null);
  });
  it('ranks, and follows the best so far in order of start', () => {
    assert.deepEqual(
      rankRuns(runs, higher('score'))
        .ranked.slice(0, 2)
        .map(({ rank, value }) => [rank, value]),
      [
        [1, 0.9],
        [2, 0.5],
      ],
    );
    const curve = bestSoFar(runs, higher('score'));
    assert.equal(curve.order, 'created');
    assert.deepEqual(
      curve.points.map(({ trial, value, best }) => [trial, value, best]),
      [
        [1, 0.9, 0.9],
        [2, 0.4, 0.9],
        [4, 0.5, 0.9],
        [5, 0.3, 0.9],
      ],
    );
    const undated = bestSoFar(
      runs.map((record) => ({ ...record, created: null })),
      lower('score'),
    );
    assert.deepEqual(
      [undated.order, ...undated.points.map(({ best }) => best)],
      ['given', 0.3, 0.3, 0.3, 0.3],
    );
  });
});

suite('convergence of a run', () => {
  it('measures from the history alone', () => {
    const history = {
      val_jacard_coef: [0.1, 0.3, NaN, 0.5, 0.4],
      val_loss: [3, 1, 1, 1, 2],
      loss: [2, 1, 1, 0.5, 0.5],
      lr: [1e-3, 1e-3, 5e-4, 5e-4, 5e-4],
    };
    const got = convergenceOf(run('a', { history }), { window: 4 })!;
    assert.deepEqual(
      [got.metric, got.epochs, got.bestEpoch, got.best, got.final, got.epochsTo95, got.epochsAfterBest],
      ['val_jacard_coef', 5, 4, 0.5, 0.4, 4, 1],
    );
    close(got.drop, 0.2, 'drop');
    close(got.stability, Math.sqrt(0.1875), 'stability of 1, 1, 1, 2');
    assert.equal(got.overfittingGap, 1.5);
    assert.equal(got.gapAtBest, 0.5);
    assert.deepEqual(got.learningRate, { first: 1e-3, last: 5e-4 });
    const loss = convergenceOf(run('a', { history: { val_loss: [3, 1, 2] } }))!;
    assert.deepEqual([loss.metric, loss.bestEpoch, loss.drop], ['val_loss', 2, 1]);
    assert.equal(convergenceOf(run('a')), null);
    assert.equal(convergenceOf(run('a', { history: { epoch: [1] } })), null);
  });
});

suite('appraisal: what can and cannot be said', () => {
  const scored = (score: RunRecord['summary'][string], i: number, more: Partial<RunRecord> = {}) =>
    run(`r${i}`, { config: { lr: i }, summary: { score }, ...more });
  const say = (runs: readonly RunRecord[], metric = 'score') => {
    const { can, cannot, notices } = appraise(runs, higher(metric));
    return [...can, ...cannot, ...notices].join('\n');
  };
  it('0 rows', () => {
    assert.match(say([]), /There are no runs, so nothing can be said/);
  });
  it('a metric that no run has', () => {
    assert.match(say([scored(1, 0)], 'dice'), /No run has a finite dice.*The summaries hold score/);
  });
  it('a column of NaN', () => {
    const said = say([scored(NaN, 0), scored('nan', 1)]);
    assert.match(said, /No run has a finite score/);
    assert.match(said, /2 of 2 runs lack a usable score.*2 hold NaN or infinity/);
  });
  it('one run', () => {
    assert.match(say([scored(1, 0)]), /One run has score: there is nothing to compare it with/);
  });
  it('two sweeps mixed', () => {
    assert.match(
      say([scored(1, 0, { sweep: 'x' }), scored(2, 1, { sweep: 'y' })]),
      /2 sweeps \(x: 1, y: 1\)/,
    );
  });
  it('text in a column of numbers', () => {
    const runs = [scored(1, 0), scored('ERROR', 1), scored(2, 2, { config: { lr: 'high' } }), scored(3, 3)];
    const said = say(runs);
    assert.match(said, /1 hold text \(ERROR\)/);
    assert.match(said, /lr is a number in 3 runs and text in 1 \(high\)/);
  });
  it('crashed runs without a metric', () => {
    assert.match(
      say([scored(1, 0), scored(2, 1), run('x', { state: 'crashed' })]),
      /1 of 3 runs lack a usable score.*1 have none; by state, crashed: 1/,
    );
  });
  it('equal values, nothing varied, few runs, no repeats', () => {
    assert.match(say([scored(1, 0), scored(1, 1)]), /same in every run/);
    const fixed = [1, 2, 3].map((score, i) => run(`r${i}`, { config: { lr: 1 }, summary: { score } }));
    assert.match(say(fixed), /No hyperparameter varies/);
    assert.match(
      say([scored(1, 0), scored(2, 1)]),
      /2 runs are too few for a forest[^]*No configuration was run twice/,
    );
  });
});

suite('narrowed search space', () => {
  const draw = new Random(8);
  const runs = Array.from({ length: 120 }, (_, i) => {
    const lr = 10 ** draw.between(-4, -2);
    const dropout = draw.between(0, 0.5);
    const batch = [4, 8, 16][draw.int(3)]!;
    const score = 1 - (Math.log10(lr) + 3) ** 2 + (batch === 4 ? -0.5 : 0) + 0.1 * draw.normal();
    return run(`r${i}`, { config: { lr, dropout, batch }, summary: { score } });
  });
  const space = narrowedSpace(runs, higher('score'), ['lr', 'dropout', 'batch']);
  it('narrows where there is an effect and keeps what has none', () => {
    const [lr, dropout, batch] = space;
    if (lr === undefined || 'values' in lr.now) assert.fail('a range was expected');
    assert.equal(lr.change, 'narrowed');
    assert.equal(lr.now.distribution, 'log_uniform_values');
    assert.ok(
      lr.now.min > 2e-4 && lr.now.min < 1e-3 && lr.now.max > 1e-3 && lr.now.max < 5e-3,
      JSON.stringify(lr.now),
    );
    assert.equal(dropout!.change, 'kept');
    assert.deepEqual(dropout!.now, dropout!.was);
    assert.match(dropout!.reason, /No effect of dropout was found \(p = /);
    assert.deepEqual(batch!.now, { values: [8, 16] });
  });
  it('goes beyond the border where the best lies there', () => {
    const rising = Array.from({ length: 60 }, (_, i) =>
      run(`r${i}`, { config: { lr: i + 1 }, summary: { score: i } }),
    );
    const [lr] = narrowedSpace(rising, higher('score'), ['lr']);
    assert.equal(lr!.change, 'extended');
    assert.ok(!('values' in lr!.now) && lr!.now.max > 60);
    assert.match(lr!.reason, /upper border/);
  });
  it('is valid YAML with a reason for each range', () => {
    const yaml = sweepYaml(space, {
      objective: higher('val dice: x'),
      fixed: { epochs: 40, tiny: 1e-7 },
      name: 'next',
    });
    const read = parse(yaml) as {
      method: string;
      metric: { name: string; goal: string };
      parameters: Record<string, { min?: number; max?: number; values?: number[]; value?: number }>;
    };
    assert.equal(read.method, 'bayes');
    assert.deepEqual(read.metric, { name: 'val dice: x', goal: 'maximize' });
    assert.deepEqual(read.parameters.batch!.values, [8, 16]);
    assert.equal(read.parameters.tiny!.value, 1e-7);
    assert.ok(read.parameters.lr!.min! < read.parameters.lr!.max!);
    assert.equal(
      yaml.split('\n').filter((line) => line.startsWith('  # ') && /narrowed:|kept:/.test(line)).length,
      3,
    );
    assert.throws(() => sweepYaml(space, { objective: higher('x'), method: 'grid' }), /lr is a range/);
    assert.throws(
      () => narrowedSpace(runs, higher('score'), ['lr'], { top: 2 }),
      /invalid top; not in \(0, 0.5\]: 2/,
    );
  });
  it('does not fail without runs', () => {
    assert.deepEqual(narrowedSpace([], higher('score'), ['lr']), []);
  });
});

suite('published figures of the real data', { skip: noRealData }, () => {
  const at = (value: number | null, digits: number) => value?.toFixed(digits);
  it('15-configuration search', async () => {
    const runs = await searchRuns();
    const fields = fieldsOf(runs);
    const jaccard = objectiveOf(runs, { prefer: ['jaccard'] });
    const all = groupSummary(
      runs.map((r) => ({ ...r, config: { all: 'all' } })),
      'all',
      jaccard,
    ).levels[0]!;
    assert.deepEqual([all.n, at(all.mean, 4), at(all.sd, 4)], [15, '0.1130', '0.0229']);
    const loss = groupSummary(runs, fields.loss!, jaccard).levels;
    assert.deepEqual(
      loss.map(({ level, n, mean, sd }) => [level, n, at(mean, 4), at(sd, 4)]),
      [
        ['combined', 6, '0.1047', '0.0315'],
        ['dice', 1, '0.0798', undefined],
        ['focal', 8, '0.1233', '0.0018'],
      ],
    );
    const batch = groupSummary(runs, fields.batchSize!, jaccard).levels;
    assert.deepEqual(
      batch.map(({ level, mean }) => [level, at(mean, 4)]),
      [
        ['4', '0.1121'],
        ['8', '0.1138'],
      ],
    );
    const best = convergenceOf(rankRuns(runs, jaccard).ranked[0]!.record)!;
    assert.deepEqual([best.bestEpoch, best.epochs, at(best.drop, 3)], [52, 72, '0.145']);
  });
  it('W&B sweep', async () => {
    const runs = await sweepRuns();
    const best = rankRuns(runs, objectiveOf(runs)).ranked;
    assert.equal(runs.length, 480);
    assert.deepEqual(
      [best[0]!.record.name, at(best[0]!.value, 5), best[0]!.record.config.batch_size],
      ['vital-sweep-1', '0.57267', 16],
    );
    const r = (a: string, b = 'val_dice_coefficient') =>
      at(correlation(numbersOf(runs, a).values, numbersOf(runs, b).values).r, 3);
    assert.deepEqual(
      [r('val_iou_metric'), r('dropout'), r('learning_rate'), r('l2_reg')],
      ['0.988', '-0.063', '-0.374', '-0.034'],
    );
  });
  it('grid: the stability that was published is that of the last ten epochs', async () => {
    for (const record of await gridRuns())
      close(convergenceOf(record)!.stability, Number(record.summary.val_loss_stability), record.id, 1e-6);
  });
});
