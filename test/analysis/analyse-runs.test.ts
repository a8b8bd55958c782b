import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import { analyseRuns, objectiveOf } from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import type { ConfigValue, RunRecord } from 'unetlab/types';
import { higher } from './objectives';
import { gridRuns, noRealData, sweepRuns } from './real-data';
import { run } from './runs';

const quick = { resamples: 20, nullResamples: 5 };
const analyse = (runs: readonly RunRecord[], metric = 'score') =>
  analyseRuns(runs, { objective: higher(metric), random: new Random(1), importance: quick });

suite('the whole analysis', () => {
  const draw = new Random(2);
  const runs = Array.from({ length: 60 }, (_, i) => {
    const lr = 10 ** draw.between(-4, -2);
    const loss = ['dice', 'focal', 'both'][draw.int(3)]!;
    const score = -Math.log10(lr) + (loss === 'focal' ? 1 : 0) + 0.3 * draw.normal();
    return run(`r${i}`, { config: { lr, loss, seed: 1 }, summary: { score } });
  });

  it('agrees with itself', async () => {
    const got = await analyse(runs);
    assert.deepEqual(
      got.factors.map(({ name }) => name),
      ['lr', 'loss'],
    );
    assert.equal(got.ranking.ranked[0]!.value, got.bestOfN.best);
    assert.equal(got.ranking.ranked[0]!.value, got.progress.points.at(-1)!.best);
    assert.deepEqual(got.pearson.names, ['score', 'lr']);
    const [lr, loss] = got.effects;
    assert.ok(lr!.pHolm! < 1e-3 && lr!.spearman!.r! < -0.5 && lr!.summary.binned);
    assert.equal(loss!.pairs.length, 3);
    assert.ok(loss!.pHolm! < 1e-3);
    assert.deepEqual(
      got.nextSpace.map(({ name, p }) => [name, p]),
      [
        ['lr', lr!.pHolm],
        ['loss', loss!.pHolm],
      ],
    );
    assert.deepEqual(
      got.importance.features.map(({ fanova }) => fanova.detected),
      [true, true],
    );
    assert.deepEqual(await analyse(runs), got);
  });

  it('is plain data', async () => {
    const got = await analyse(runs);
    assert.doesNotMatch(JSON.stringify({ ...got, factors: [] }), /"NaN"|undefined/);
  });

  const bad: Record<string, { runs: RunRecord[]; says: RegExp }> = {
    'no rows': { runs: [], says: /There are no runs/ },
    'no such metric': {
      runs: runs.map((r) => ({ ...r, summary: { other: 1 } })),
      says: /No run has a finite score.*other/,
    },
    'a column of NaN': {
      runs: runs.map((r) => ({ ...r, summary: { score: NaN } })),
      says: /No run has a finite score/,
    },
    'one run': { runs: runs.slice(0, 1), says: /One run has score/ },
    'two sweeps mixed': {
      runs: runs.map((r, i) => ({ ...r, sweep: i % 2 ? 'a' : 'b' })),
      says: /2 sweeps \(b: 30, a: 30\)/,
    },
    'text in a column of numbers': {
      runs: runs.map((r, i) => (i < 5 ? { ...r, config: { ...r.config, lr: 'ERROR' } } : r)),
      says: /lr is a number in 55 runs and text in 5 \(ERROR\)/,
    },
    'crashed runs without the metric': {
      runs: runs.map((r, i) => (i < 7 ? { ...r, state: 'crashed', summary: {} } : r)),
      says: /7 of 60 runs lack a usable score.*crashed: 7/,
    },
  };
  for (const [name, { runs: these, says }] of Object.entries(bad))
    it(`bad input: ${name}`, async () => {
      const { appraisal, importance, warnings } = await analyse(these);
      const said = [...appraisal.can, ...appraisal.cannot, ...appraisal.notices].join('\n');
      assert.match(said, says);
      assert.doesNotMatch(said + warnings.map(({ message }) => message).join(), /undefined|\bnull\b/);
      if (appraisal.usable < 10) assert.match(importance.reason!, /a forest needs at least 10/);
    });

  // `npm run bench -- analysis` times it, with all resamples.
  it('10,000 runs × 40 columns stay below 1 GiB', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => {
      const config: Record<string, ConfigValue> = {};
      for (let f = 0; f < 40; f += 1) config[`f${f}`] = f % 5 === 4 ? `level ${draw.int(6)}` : draw.uniform();
      const [a, b, c] = [Number(config.f0), Number(config.f1), Number(config.f2)];
      return run(`r${i}`, {
        config,
        summary: { score: 10 * Math.sin(Math.PI * a * b) + 10 * c + draw.normal() },
      });
    });
    const got = await analyse(many);
    assert.deepEqual(
      got.importance.features
        .slice(0, 3)
        .map(({ name }) => name)
        .sort(),
      ['f0', 'f1', 'f2'],
    );
    assert.ok(process.resourceUsage().maxRSS < 2 ** 20, `${process.resourceUsage().maxRSS} KiB`);
  });
});

suite('the whole analysis of real runs', { skip: noRealData }, () => {
  it('W&B sweep: learning rate and batch size matter, dropout and L2 are not seen', async () => {
    const got = await analyseRuns(await sweepRuns(), {
      objective: objectiveOf(await sweepRuns()),
      method: 'bayes',
      random: new Random(1),
      importance: { resamples: 60, nullResamples: 20 },
    });
    const detected = got.importance.features
      .filter(({ permutation }) => permutation.detected)
      .map(({ name }) => name);
    assert.deepEqual(detected.sort(), ['batch_size', 'learning_rate']);
    const kept = got.nextSpace.filter(({ change }) => change === 'kept').map(({ name }) => name);
    assert.deepEqual(kept.sort(), ['dropout', 'l2_reg']);
  });
  it('grid: the learning rate is no factor', async () => {
    const got = await analyse(await gridRuns(), 'best_val_jaccard');
    assert.deepEqual(got.factors.map(({ name }) => name).sort(), ['architecture', 'batch_size']);
    assert.ok(got.importance.features.every(({ permutation }) => !permutation.detected));
  });
});
