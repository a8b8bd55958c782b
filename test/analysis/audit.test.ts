import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import {
  adaptiveSampling,
  auditRecords,
  collapsedRuns,
  confoundedFactors,
  contradictingHistory,
  duplicateConfigurations,
  earlyStopping,
  groupsOfOne,
  missingResults,
  neverApplied,
  pooledSweeps,
  unevenFailures,
} from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import type { ConfigValue } from 'unetlab/types';
import { close } from './close';
import { higher, lower } from './objectives';
import { gridRuns, noRealData, searchRuns, sweepRuns } from './real-data';
import { run } from './runs';

const date = (minute: number) => new Date(Date.UTC(2025, 0, 1, 0, minute)).toISOString();

suite('warnings, each where it belongs and not elsewhere', () => {
  it('adaptive sampling: values that draw together with time', () => {
    const draw = new Random(1);
    const drawn = (narrowing: boolean) =>
      Array.from({ length: 90 }, (_, i) =>
        run(`r${i}`, {
          created: date(i),
          config: { lr: 0.5 + (narrowing ? 1 - i / 100 : 1) * draw.between(-0.5, 0.5) },
        }),
      );
    const [found] = adaptiveSampling(drawn(true));
    assert.match(found!.message, /lr changes its spread with time \(p/);
    assert.deepEqual(adaptiveSampling(drawn(false)), []);
    const [told] = adaptiveSampling(drawn(false), 'bayes');
    assert.match(told!.message, /method is bayes: no drift .*smallest corrected p = /);
    assert.match(
      adaptiveSampling([run('a', { config: { method: 'bayes' } })])[0]!.message,
      /do not show the order/,
    );
  });

  it('early stopping', () => {
    const runs = [10, 30, 40].map((epochs, i) =>
      run(`r${i}`, { config: { epochs: 40 }, summary: { epochs_completed: epochs } }),
    );
    assert.match(
      earlyStopping(runs)[0]!.message,
      /2 of 3 runs ended before the longest \(epochs_completed from 10 to 40.*budget 40/,
    );
    assert.deepEqual(earlyStopping(runs.slice(2)), []);
    // W&B's last epoch is one less than the budget when it counts from 0
    const full = [39, 39].map((epoch, i) => run(`r${i}`, { config: { epochs: 40 }, summary: { epoch } }));
    assert.deepEqual(earlyStopping(full), []);
  });

  it('confounded factors: empty cells, aliases, columns that move together', () => {
    const cell = (config: Record<string, ConfigValue>, i: number) => run(`r${i}`, { config });
    const crossed = [4, 8].flatMap((a) => ['u', 'v'].map((b, i) => cell({ a, b }, a + i)));
    assert.deepEqual(confoundedFactors(crossed), []);
    const [gap] = confoundedFactors([...crossed.slice(0, 3), cell({ a: 8, b: 'u' }, 20)]);
    assert.match(
      gap!.message,
      /a and b were not crossed fully.*1 of 4 combinations were never run \(8 × v\)/,
    );
    const [alias] = confoundedFactors([4, 8, 4, 8].map((a, i) => cell({ a, b: a * 2 }, i)));
    assert.equal(alias!.evidence.aliased, true);
    assert.match(alias!.message, /no analysis of these runs can tell the two apart/);
    const draw = new Random(2);
    const [together] = confoundedFactors(
      Array.from({ length: 60 }, (_, i) => {
        const x = draw.uniform();
        return cell({ x, y: x + 0.2 * draw.normal() }, i);
      }),
    );
    assert.match(together!.message, /x and y move together \(Spearman/);
  });

  it('duplicate configurations, whatever the order of the keys', () => {
    const runs = [
      run('a', { config: { lr: 1, batch: 2 }, summary: { score: 1 } }),
      run('b', { config: { batch: 2, lr: 1 }, summary: { score: 3 } }),
      run('c', { config: { lr: 2, batch: 2 }, summary: { score: 9 } }),
    ];
    const [found] = duplicateConfigurations(runs, 'score');
    assert.match(
      found!.message,
      /3 runs hold 2 distinct configurations: 1 was run more than once.*deviation of 1\.41 in score/,
    );
    assert.deepEqual(duplicateConfigurations(runs.slice(1)), []);
  });

  it("pooled sweeps, and Simpson's paradox", () => {
    const point = (sweep: string, lr: number, score: number) =>
      run(`${sweep}${lr}`, { sweep, config: { lr }, summary: { score } });
    const runs = [0, 1, 2, 3, 4].flatMap((i) => [point('low', i, 10 - i), point('high', i + 20, 40 - i)]);
    const [found] = pooledSweeps(runs, 'score');
    assert.match(
      found!.message,
      /2 sweeps \(low: 5, high: 5\).*means differ.*opposite sign.*lr \(pooled 0\.\d+, within -1 and -1\)/,
    );
    assert.deepEqual(pooledSweeps(runs.filter(({ sweep }) => sweep === 'low')), []);
  });

  it('a factor never applied, and one applied with a warm-up', () => {
    const told = (lr: number, logged: number[]) =>
      run(`r${lr}`, { config: { learning_rate: lr }, history: { lr: logged } });
    const [never] = neverApplied([told(0.1, [0.001, 0.0005]), told(0.2, [0.001])]);
    assert.match(
      never!.message,
      /was never applied: 2 values were configured \(0\.1, 0\.2\).*2 histories start from 0\.001/,
    );
    const [some] = neverApplied([told(0.1, [0.1]), told(0.2, [0.1]), told(0.3, [0.3])]);
    assert.match(some!.message, /differs from the configured one in 1 of 3 runs/);
    assert.deepEqual(neverApplied([told(0.1, [0.01, 0.1, 0.05]), told(0.2, [0.2])]), []);
    assert.deepEqual(neverApplied([run('a')]), []);
  });

  it('a history that contradicts its summary, without being told the names', () => {
    const runs = [0.5, 0.6, 0.7, 0.8].map((best, i) =>
      run(`r${i}`, {
        history: { acc: [0.1, best, 0.2], l: [3, 2, 1] },
        summary: { top: i === 2 ? 0.9 : best, at: 2, n: 3 },
      }),
    );
    const found = contradictingHistory(runs);
    assert.equal(found.length, 1);
    assert.match(
      found[0]!.message,
      /history of r2 does not give its summary: top is 0\.9, the history's maximum of acc is 0\.7/,
    );
    // three of eight agree by chance: that is no meaning
    const chance = Array.from({ length: 8 }, (_, i) =>
      run(`c${i}`, { history: { acc: [i, i + 0.5] }, summary: { other: i < 3 ? i + 0.5 : 99 } }),
    );
    assert.deepEqual(contradictingHistory(chance), []);
    assert.match(
      contradictingHistory([...runs.slice(0, 2), runs[3]!, run('bare')])[0]!.message,
      /1 of 4 runs have no history of their own \(bare\)/,
    );
  });

  it('a value of the epoch that was best by another score is no contradiction', () => {
    // the Dice of the epoch with the best Jaccard index: the best Dice in all runs but r0
    const runs = [0.5, 0.6, 0.7, 0.8].map((best, i) =>
      run(`r${i}`, {
        history: { jaccard: [0.1, best, 0.2], dice: [0.3, best + 0.1, i === 0 ? 0.65 : 0.4] },
        summary: { jaccard: best, dice: best + 0.1 },
      }),
    );
    assert.deepEqual(contradictingHistory(runs), []);
    const altered = { ...runs[1]!, summary: { jaccard: 0.6, dice: 0.75 } };
    assert.deepEqual(
      contradictingHistory([runs[0]!, altered, ...runs.slice(2)]).map(({ message }) => message),
      [
        "The history of r1 does not give its summary: dice is 0.75, the history's dice at the maximum of jaccard is 0.7. One of the two belongs to another run.",
      ],
    );
  });

  it('groups of one', () => {
    const runs = ['a', 'a', 'b'].map((loss, i) => run(`r${i}`, { config: { loss }, summary: { score: i } }));
    assert.match(groupsOfOne(runs, 'score')[0]!.message, /loss = b has one run \(a: 2\)/);
    assert.deepEqual(groupsOfOne(runs.slice(0, 2), 'score'), []);
  });

  it('missing results that depend on a setting', () => {
    const runs = Array.from({ length: 12 }, (_, i) =>
      run(`r${i}`, {
        config: { batch: i < 4 ? 32 : 8 },
        summary: i < 3 ? {} : { score: i },
        state: i < 3 ? 'crashed' : 'finished',
      }),
    );
    assert.match(
      missingResults(runs, 'score')[0]!.message,
      /3 of 12 runs have no usable score and are left out \(by state: crashed 3\)/,
    );
    assert.deepEqual(missingResults(runs.slice(3), 'score'), []);
    const [uneven] = unevenFailures(runs, 'score');
    // hypergeometric: 4 · 3 · 2 / (12 · 11 · 10)
    close(Number(uneven!.evidence.p), 24 / 1320, 'p');
    assert.match(
      uneven!.message,
      /^All 3 failed runs have batch 32: 3 of 4 failed there, 0 of 8 elsewhere \(Fisher's exact test p = 0.018, p = 0.036 after Holm/,
    );
    const even = runs.map((record, i) => ({ ...record, config: { batch: i % 2 } }));
    assert.deepEqual(unevenFailures(even, 'score'), []);
    assert.deepEqual(
      unevenFailures(
        runs.map((record) => ({ ...record, state: record.state === 'crashed' ? 'killed' : record.state })),
        'score',
      ),
      [],
    );
  });

  it('collapsed runs', () => {
    const runs = [0.7, 0.71, 0.72, 0.7, 0.73, 0.69, 0.71, 1e-9].map((score, i) =>
      run(`r${i}`, { summary: { score } }),
    );
    assert.match(
      collapsedRuns(runs, higher('score'))[0]!.message,
      /1 of 8 runs lie far below the others in score \(r7: 1e-9/,
    );
    assert.deepEqual(collapsedRuns(runs, lower('score')), []);
  });

  it('nothing to say about no runs', () => {
    assert.deepEqual(auditRecords([], { objective: higher('score') }), []);
  });
});

suite('audit of the real data', { skip: noRealData }, () => {
  it('search: one configuration twice, dice once, batch size and loss not crossed, one history lost', async () => {
    const found = auditRecords(await searchRuns(), { objective: higher('best_val_jacard') });
    const say = (kind: string) =>
      found
        .filter((w) => w.kind === kind)
        .map((w) => w.message)
        .join('\n');
    assert.match(say('duplicate configurations'), /15 runs hold 14 distinct configurations/);
    assert.match(say('group of one'), /loss_type = dice has one run \(combined: 6, focal: 8\)/);
    assert.match(say('confounded factors'), /batch_size and loss_type were not crossed fully.*8 × dice/);
    assert.match(say('history contradicts summary'), /1 of 15 runs have no history of their own/);
    assert.equal(say('factor never applied'), '');
  });
  it('search: the overwritten history is found where it was attached', async () => {
    const runs = await searchRuns();
    const other = runs.find(({ name, history }) => name === 'lr0.0001_bs8_dr0.1_focal' && history !== null)!;
    const found = contradictingHistory(
      runs.map((r) => (r.history === null ? { ...r, history: other.history } : r)),
    );
    assert.equal(found.length, 1);
    assert.match(found[0]!.message, /best_val_jacard is 0\.1207.*maximum of val_jacard_coef is 0\.1248/);
  });
  it('grid: the learning rate was never applied, so nine cells of four', async () => {
    const found = auditRecords(await gridRuns(), { objective: higher('best_val_jaccard') });
    assert.equal(found[0]!.kind, 'factor never applied');
    assert.deepEqual(
      [found[0]!.evidence.compared, found[0]!.evidence.different, found[0]!.evidence.logged],
      [36, 27, [0.001]],
    );
    assert.match(found.map(({ message }) => message).join('\n'), /36 runs hold 9 distinct configurations/);
    assert.ok(
      !found.some(({ kind }) => kind === 'confounded factors' || kind === 'history contradicts summary'),
    );
  });
  it('W&B sweep: two sweeps pooled, runs of different length', async () => {
    const found = auditRecords(await sweepRuns(), {
      objective: higher('val_dice_coefficient'),
      method: 'bayes',
    });
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['pooled sweeps', 'adaptive sampling', 'early stopping'],
    );
    assert.match(found[0]!.message, /1jpj8b17: 470, 2biywyyd: 10/);
  });
});
