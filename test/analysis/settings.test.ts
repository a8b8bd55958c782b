import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import {
  analyseRuns,
  appraise,
  auditRecords,
  exactCopies,
  factorsOf,
  fisherExact,
  groupSummary,
  unevenFailures,
  withoutCopies,
} from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import type { ConfigValue, RunRecord } from 'unetlab/types';
import { close } from './close';
import { higher, lower } from './objectives';
import { run } from './runs';

const table = (
  n: number,
  config: (i: number) => Record<string, ConfigValue>,
  source: RunRecord['source'] = 'csv',
) =>
  Array.from({ length: n }, (_, i) =>
    run(`run-${i + 1}`, { source, config: config(i), summary: { val_dice: 0.5 + ((i * 7) % 13) / 30 } }),
  );

suite('what is a setting', () => {
  const told = (records: readonly RunRecord[]) => {
    const { factors, unusable } = factorsOf(records, undefined, higher('val_dice'));
    return {
      factors: factors.map(({ name }) => name),
      unusable: new Map(unusable.map(({ name, kind }) => [name, kind])),
    };
  };
  it('the settings, and none of what a table says about its runs', () => {
    const got = told(
      table(24, (i) => ({
        batch_size: [8, 16][i % 2]!,
        learning_rate: [1e-4, 1e-3, 1e-2][i % 3]!,
        optimizer: ['adam', 'sgd'][i % 2]!,
        'GPU Type': ['A100', 'T4'][i % 2]!,
        User: ['anna', 'ben'][i % 2]!,
        Notes: ['first try', 'after the bug fix'][i % 2]!,
        Agent: `agent${i % 3}`,
        started: `2025-05-0${1 + (i % 9)}T10:00:00`,
        day: `0${1 + (i % 9)}.05.2025`,
        output: `/scratch/run_${i % 4}/weights`,
        checkpoint: `model_${i % 4}.h5`,
        link: `https://example.org/${i}`,
        run_name: `run-${i + 1}`,
        uuid: `a${i}`,
        comment: ['again', 'lower rate'][i % 2]!,
        seed: i,
        trial: i,
        val_dice: 0.5 + ((i * 7) % 13) / 30,
        best_val_loss: 0.5 - ((i * 5) % 11) / 30,
        dice_threshold: [0.4, 0.5][i % 2]!,
        f1: [16, 32][i % 2]!,
        precision: [16, 32][i % 2]!,
        encoder: ['timm/b0', 'timm/b1'][i % 2]!,
      })),
    );
    assert.deepEqual(got.factors, [
      'batch_size',
      'learning_rate',
      'optimizer',
      'dice_threshold',
      'f1',
      'precision',
      'encoder',
    ]);
    const kinds = {
      'GPU Type': 'bookkeeping',
      started: 'date',
      day: 'date',
      output: 'path',
      checkpoint: 'path',
      link: 'path',
      run_name: 'identifier',
      uuid: 'identifier',
      seed: 'seed',
      trial: 'identifier',
      best_val_loss: 'result',
    };
    for (const [name, kind] of Object.entries(kinds)) assert.equal(got.unusable.get(name), kind, name);
  });
  it('is said, with the reason', () => {
    const { notices } = appraise(
      table(6, (i) => ({ lr: i % 2, seed: i })),
      higher('val_dice'),
    );
    assert.match(notices.join('\n'), /Not taken for settings: seed is a seed/);
  });
  it('what is named is taken', () => {
    const records = table(8, (i) => ({ Group: ['a', 'b'][i % 2]!, seed: i % 2 }));
    assert.deepEqual(
      factorsOf(records, ['Group', 'seed']).factors.map(({ name }) => name),
      ['Group', 'seed'],
    );
    assert.deepEqual(told(records).factors, []);
  });
  it('another form of the score is none', () => {
    const records = Array.from({ length: 20 }, (_, i) =>
      run(`r${i}`, { config: { half: i / 7, lr: (i * 11) % 20 }, summary: { val_dice: i / 20 } }),
    );
    assert.deepEqual(told(records).factors, ['lr']);
  });
  it('`none` as text is a level, also among a few numbers; only nothing is missing', () => {
    const words = table(9, (i) => ({
      augmentation: ['none', 'light', 'heavy'][i % 3]!,
      decay: ['none', 0.1, 0.2][i % 3]!,
    }));
    const { factors } = factorsOf(words);
    assert.deepEqual(
      factors.map(({ distinct, missing }) => [distinct, missing]),
      [
        [['heavy', 'light', 'none'], 0],
        [['0.1', '0.2', 'none'], 0],
      ],
    );
    const gaps = table(9, (i) => ({ lr: i < 4 ? null : i % 2 }));
    assert.match(
      appraise(gaps, higher('val_dice')).notices.join(),
      /4 of 9 runs have no lr and are left out/,
    );
  });
  it('a key that is configured and logged is the configured one', () => {
    const records = [1e-4, 1e-3, 1e-4, 1e-3].map((lr, i) =>
      run(`r${i}`, { config: { lr }, summary: { lr: 1e-6, val_dice: [0.6, 0.7, 0.8, 0.9][i]! } }),
    );
    const [factor] = factorsOf(records).factors;
    const { levels } = groupSummary(records, factor!.field, higher('val_dice'));
    assert.deepEqual(
      levels.map(({ level, mean, n }) => [level, mean!.toFixed(2), n]),
      [
        ['0.0001', '0.70', 2],
        ['0.001', '0.80', 2],
      ],
    );
  });
});

suite('exact copies', () => {
  const of = (id: string, val_dice: number, more: Partial<RunRecord> = {}) =>
    run(id, { config: { lr: 0.1, seed: 1 }, summary: { val_dice, _runtime: id.length }, ...more });
  it('count once and are named; repeats with other results, seeds or too few digits stay', () => {
    const runs = [
      of('a', 0.71234),
      of('a again', 0.71234),
      of('b', 0.71235),
      of('c', 0.71234, { config: { lr: 0.1, seed: 2 } }),
      of('d', 0.7, { config: { lr: 0.2 } }),
      of('e', 0.7, { config: { lr: 0.2 } }),
      of('f', NaN, { config: { lr: 0.3 }, state: 'crashed' }),
      of('g', NaN, { config: { lr: 0.3 }, state: 'crashed' }),
    ];
    const { records, copies } = withoutCopies(runs);
    assert.deepEqual(
      records.map(({ id }) => id),
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
    );
    assert.deepEqual(
      copies.map(({ copy, of: first }) => [copy.id, first.id]),
      [['a again', 'a']],
    );
    assert.match(exactCopies(runs)[0]!.message, /^1 of 8 runs is an exact copy.*a again of a.*counts once/);
    // what has been read of the runs is looked up by their list, so a list without copies stays itself
    assert.equal(withoutCopies(records).records, records);
  });
  it('do not make luck or tests surer', async () => {
    const once = table(12, (i) => ({ lr: i % 2 }), 'local').map((r, i) => ({
      ...r,
      summary: { val_dice: 0.50123 + ((i * 7) % 13) / 31 },
    }));
    const twice = [...once, ...once.map((r) => ({ ...r, id: `${r.id} again` }))];
    const say = (runs: readonly RunRecord[]) =>
      analyseRuns(runs, {
        objective: higher('val_dice'),
        random: new Random(1),
        importance: { resamples: 20, nullResamples: 2 },
      });
    const [a, b] = [await say(once), await say(twice)];
    assert.equal(b.ranking.ranked.length, 24);
    assert.deepEqual(b.bestOfN, a.bestOfN);
    assert.deepEqual(
      b.effects.map(({ p }) => p),
      a.effects.map(({ p }) => p),
    );
  });
  it('runs that differ in the seed alone are repeats of one configuration', () => {
    const runs = [0.51, 0.53, 0.61, 0.63].map((val_dice, i) =>
      run(`r${i}`, { config: { lr: i < 2 ? 1 : 2, seed: i }, summary: { val_dice } }),
    );
    const found = auditRecords(runs, { objective: higher('val_dice') }).find(
      ({ kind }) => kind === 'duplicate configurations',
    );
    assert.match(found!.message, /4 runs hold 2 distinct configurations/);
    close(Number(found!.evidence.noise), Math.sqrt(0.0002), 'noise');
  });
});

suite('failures at one value', () => {
  it('are tested against chance: 6 of 21 and 0 of 15', () => {
    close(
      fisherExact([
        [6, 15],
        [0, 15],
      ]),
      0.0302,
      'p',
      0.01,
    );
    close(
      fisherExact([
        [3, 1],
        [1, 3],
      ]),
      34 / 70,
      "Fisher's tea",
    );
    assert.throws(
      () =>
        fisherExact([
          [1.5, 1],
          [1, 1],
        ]),
      /not a whole number from 0: 1.5/,
    );
    const runs = Array.from({ length: 36 }, (_, i) =>
      run(`r${i}`, {
        config: { lr: i < 21 ? 0.01 : 0.001 },
        state: i < 6 ? 'crashed' : 'finished',
        summary: i < 6 ? {} : { loss: i },
      }),
    );
    const [found] = unevenFailures(runs, 'loss');
    assert.match(
      found!.message,
      /^All 6 failed runs have lr 0.01: 6 of 21 failed there, 0 of 15 elsewhere \(Fisher's exact test p = 0.03/,
    );
  });
  it('NaN losses of a minimised search at one end of a range', () => {
    const runs = Array.from({ length: 40 }, (_, i) =>
      run(`r${i}`, {
        config: { lr: 10 ** (-5 + i / 10) },
        summary: { val_loss: i >= 32 ? NaN : 1 + ((i * 7) % 11) / 10 },
      }),
    );
    const found = auditRecords(runs, { objective: lower('val_loss') });
    assert.match(
      found.find(({ kind }) => kind === 'missing results')!.message,
      /8 of 40 runs have no usable val_loss/,
    );
    const uneven = found.find(({ kind }) => kind === 'uneven failures')!;
    assert.deepEqual([uneven.evidence.failed, uneven.evidence.runs], [8, 10]);
    assert.ok(Number(uneven.evidence.pHolm) < 1e-4);
  });
});
