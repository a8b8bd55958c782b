import assert from 'node:assert/strict';
import { before, describe as suite, it } from 'node:test';
import {
  checkClaims,
  claims,
  countHolds,
  countVerdicts,
  isGeneral,
  weightedShares,
  type CheckedClaim,
  type Verdict,
} from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import type { RunRecord } from 'unetlab/types';
import { close } from './close';
import { gridRuns, noRealData, ownGrid, ownSearch, searchRuns, sweepRuns } from './real-data';
import { run } from './runs';

const undecided: Verdict = 'cannot be decided from the data';
const unsupported: Verdict = 'not supported by the data';

const find = (checked: readonly CheckedClaim[], id: string): CheckedClaim => {
  const found = checked.find((claim) => claim.id === id);
  assert.ok(found, `no claim ${id}`);
  return found;
};
const expect = (checked: readonly CheckedClaim[], wanted: Readonly<Record<string, Verdict>>): void => {
  for (const [id, verdict] of Object.entries(wanted)) {
    const claim = find(checked, id);
    assert.equal(claim.verdict, verdict, `${id}: ${claim.reasoning}`);
  }
};

suite('the list of claims', () => {
  it('covers every document and every study, each claim with a name of its own', () => {
    assert.ok(claims.length >= 60, `${claims.length} claims`);
    assert.equal(new Set(claims.map(({ id }) => id)).size, claims.length);
    assert.equal(new Set(claims.map(({ source }) => source)).size, 6);
    assert.equal(new Set(claims.map(({ subject }) => subject)).size, 4);
    for (const { id, quotation } of claims) assert.ok(quotation.length > 8, id);
  });

  it('decides nothing but arithmetic without runs, and says what is missing', () => {
    for (const { subject, verdict, reasoning, id, wouldDecide, again } of checkClaims({})) {
      assert.equal(again, null);
      assert.equal(wouldDecide !== null, verdict === undecided, id);
      if (subject === 'arithmetic') continue;
      assert.equal(verdict, undecided, id);
      assert.match(
        reasoning,
        /^No runs of the|not among the published runs|was not run|Only one weighting/,
        id,
      );
    }
    for (const { subject, verdict } of checkClaims({ search: [], grid: [], sweep: [] }))
      assert.ok(subject === 'arithmetic' || verdict === undecided);
  });

  it('never throws, whatever the runs hold, and never says NaN or undefined', () => {
    const nasty: RunRecord[][] = [
      [run('bare')],
      [
        run('nan', {
          config: { learning_rate: NaN, batch_size: 'ERROR', loss_type: null },
          summary: { best_val_jacard: NaN },
        }),
      ],
      [1, 2].map((i) =>
        run(`r${i}`, {
          config: {
            learning_rate: 1e-3,
            batch_size: 8,
            dropout: 0.1,
            l2_reg: 0,
            loss_type: 'dice',
            architecture: 'UNet',
            epochs: 3,
          },
          summary: {
            best_val_jacard: 0.5,
            best_epoch: 1,
            total_epochs: 3,
            final_val_jacard: 0.5,
            val_dice_coefficient: 0.5,
            val_iou_metric: 0.4,
            val_loss: 1,
            loss: 1,
            training_time_seconds: 1,
          },
          history: { val_loss: [1, NaN], val_jacard_coef: [NaN, NaN], lr: [] },
        }),
      ),
    ];
    for (const runs of nasty)
      for (const { id, reasoning } of checkClaims({ search: runs, grid: runs, sweep: runs }))
        assert.doesNotMatch(reasoning, /NaN|undefined|Infinity|\bnull\b/, `${id}: ${reasoning}`);
  });
});

suite('claims of arithmetic', () => {
  const checked = checkClaims({});
  it('follow from the published weights, and from no stated confidences', () => {
    expect(checked, {
      'pixels.four-times': 'reproduced',
      'pixels.shares': 'reproduced',
      'focal.down-weights': 'reproduced',
      'influence.without-focal': 'reproduced',
      'influence.with-focal': 'reproduced',
      'influence.29': 'reproduced',
      'imbalance.ratios': 'reproduced',
      'influence.at-stated-confidence': 'contradicted',
      'imbalance.doubles': undecided,
      'dice.all-equal': 'contradicted',
    });
    // 0.5 · 0.5 against 0.9 · 0.1
    close(Number(find(checked, 'dice.all-equal').figures.ratio), 0.25 / 0.09, 'gradient');
    assert.match(find(checked, 'influence.with-focal').reasoning, /p_t of 0\.9, 0\.684, 0/);
  });
  it('weighs pixels', () => {
    const got = weightedShares([
      { name: 'many', pixels: 90, weight: 1 },
      { name: 'few', pixels: 10, weight: 9 },
    ]);
    close(got[0]!.influence, 0.5, 'influence');
    close(got[1]!.amplification, 5, 'amplification');
    assert.throws(() => weightedShares([{ name: 'x', pixels: 1, weight: 0 }]), /weight 0/);
    assert.throws(() => weightedShares([{ name: 'x', pixels: -1, weight: 1 }]), /invalid pixels of x/);
  });
});

suite('published numbers', () => {
  const best = (value: number) =>
    find(checkClaims({ search: [run('a', { summary: { best_val_jacard: value } })] }), 'search.best').verdict;
  it('are reproduced to the digits that were printed', () => {
    assert.equal(best(0.16404), 'reproduced');
    assert.equal(best(0.16396), 'reproduced');
    assert.equal(best(0.16407), 'contradicted');
    assert.equal(best(0.1639), 'contradicted');
  });
});

suite('claims that need evidence', () => {
  const comparison = (treatment: number[]) => ({ baseline: [0.5, 0.51, 0.49, 0.5], treatment });
  const accumulate = (treatment: number[]) =>
    find(
      checkClaims({ evidence: { comparisons: { 'gradient accumulation': comparison(treatment) } } }),
      'search.accumulation',
    );
  it('are decided by it, either way', () => {
    assert.equal(accumulate([0.6, 0.61, 0.59, 0.6]).verdict, 'reproduced');
    assert.equal(accumulate([0.4, 0.41, 0.39, 0.4]).verdict, 'contradicted');
    assert.equal(accumulate([0.5, 0.52, 0.49, 0.5]).verdict, unsupported);
    assert.equal(accumulate([0.9]).verdict, undecided);
    const checked = checkClaims({
      evidence: {
        jaccard256: 0.2456,
        foregroundShare: { at256: 0.04, at512: 0.0401 },
        lossRatios: [
          { dice: 0.5, scores: [0.4, 0.41, 0.39] },
          { dice: 0.7, scores: [0.3, 0.31, 0.29] },
        ],
      },
    });
    expect(checked, {
      'search.reference-256': 'reproduced',
      'imbalance.doubles': 'contradicted',
      'search.ratio': 'contradicted',
    });
  });
});

suite('claims on data where they hold', () => {
  const draw = new Random(3);
  it('search: a loss that truly wins, a batch of 4 that truly is better', () => {
    const search = [4, 8].flatMap((batch) =>
      ['combined', 'focal', 'dice'].flatMap((loss, l) =>
        Array.from({ length: 4 }, (_, i) =>
          run(`${batch}-${loss}-${i}`, {
            config: { batch_size: batch, loss_type: loss, learning_rate: 1e-4 * (i + 1), dropout: 0.1 },
            summary: { best_val_jacard: 0.5 - 0.1 * l + (batch === 4 ? 0.05 : 0) + 0.005 * draw.normal() },
          }),
        ),
      ),
    );
    const checked = checkClaims({ search });
    expect(checked, {
      'search.combined-wins': 'reproduced',
      'search.dice-failed': 'reproduced',
      'search.forced-to-4': 'contradicted',
      'search.best': 'contradicted',
      'search.configurations': 'contradicted',
      'search.best-epoch': undecided,
    });
    assert.match(find(checked, 'search.best-epoch').reasoning, /None of the 24 runs has a best epoch/);
    const flipped = search.map((record) => ({
      ...record,
      summary: { best_val_jacard: 1 - Number(record.summary.best_val_jacard) },
    }));
    expect(checkClaims({ search: flipped }), {
      'search.combined-wins': 'contradicted',
      'search.batch-4-best': 'contradicted',
    });
    const byBatch = search.map((record) => ({
      ...record,
      summary: {
        best_val_jacard:
          record.config.batch_size === 4 ? 0.5 + 0.01 * draw.normal() : 0.4 + 0.01 * draw.normal(),
      },
    }));
    expect(checkClaims({ search: byBatch }), { 'search.batch-4-best': 'reproduced' });
  });

  it('grid: a learning rate that was applied and matters, batches that steady the loss', () => {
    const grid = ['UNet', 'Attention_UNet', 'Attention_ResUNet'].flatMap((architecture) =>
      [8, 16, 32].flatMap((batch) =>
        [1e-4, 5e-4, 1e-3, 5e-3].flatMap((rate) =>
          [0, 1].map((repeat) => {
            const good = rate === 5e-4 || (rate === 1e-3 && architecture !== 'UNet') ? 0.2 : 0;
            const best = 0.5 + good + (rate === 1e-3 ? 0.05 : 0) + 0.002 * draw.normal();
            const noise = 1 / batch ** 2;
            return run(`${architecture}-${batch}-${rate}-${repeat}`, {
              config: { architecture, batch_size: batch, learning_rate: rate, epochs_requested: 30 },
              summary: {
                best_val_jaccard: best,
                epochs_completed: 20,
                best_epoch: 10,
                training_time_seconds: 4500,
              },
              history: {
                val_loss: Array.from({ length: 20 }, () => 1 + noise * draw.normal()),
                lr: Array.from({ length: 20 }, (_, i) => (i < 15 ? rate : rate / 2)),
              },
            });
          }),
        ),
      ),
    );
    expect(checkClaims({ grid, evidence: { jaccardBeforeGrid: 0.6 } }), {
      'grid.rates-tested': 'reproduced',
      'grid.h1': 'reproduced',
      'grid.h1-u-net': 'reproduced',
      'grid.h1-attention-u-net': 'reproduced',
      'grid.h2': 'reproduced',
      'grid.high-variance-8': 'reproduced',
      'grid.minutes': 'reproduced',
      'grid.patience': 'reproduced',
      'grid.plateau': 'reproduced',
      'grid.criterion-stability': 'reproduced',
      'grid.criterion-performance': 'reproduced',
      'grid.criterion-reproducibility': 'reproduced',
      'grid.size': 'contradicted',
      'grid.rate-speed': undecided,
    });
  });

  it('sweep: top runs as published, dropout that helps, a minor learning rate', () => {
    const sweep = Array.from({ length: 300 }, (_, i) => {
      const dropout = draw.between(0.1, 0.5);
      const top = [0.752, 0.746, 0.74][i];
      const dice = top ?? 0.5 + 0.2 * dropout + 0.05 * draw.normal();
      return run(`r${i}`, {
        sweep: 'one',
        config: {
          method: 'bayes',
          'metric.name': 'val_dice_coefficient',
          'metric.goal': 'maximize',
          dropout,
          batch_size: [4, 8, 16, 64][draw.int(4)]!,
          learning_rate: draw.between(0.0001, 0.01),
          l2_reg: draw.between(0.00001, 0.001),
          epochs: 40,
        },
        summary: {
          val_dice_coefficient: Math.min(dice, i < 3 ? 1 : 0.73),
          val_loss: 1 - dice,
          loss: 0.9 - dice,
          epoch: 40,
        },
      });
    });
    expect(checkClaims({ sweep }), {
      'sweep.top-1': 'reproduced',
      'sweep.top-3': 'reproduced',
      'sweep.dropout-sign': 'reproduced',
      'sweep.loss-dice-sign': 'reproduced',
      'sweep.learning-rate-minor': 'reproduced',
      'sweep.objective': 'reproduced',
      'sweep.one-sweep': 'reproduced',
      'sweep.bayesian': 'reproduced',
      'sweep.batch-values': 'contradicted',
      'sweep.optimal-batch': unsupported,
      'sweep.early-stopping': 'reproduced',
      'sweep.dice-iou': undecided,
    });
  });
});

suite('claims on the published data', { skip: noRealData }, () => {
  let checked: readonly CheckedClaim[] = [];
  before(async () => {
    checked = checkClaims({ search: await searchRuns(), grid: await gridRuns(), sweep: await sweepRuns() });
  });

  it('catch what the documents got wrong', () => {
    expect(checked, {
      'sweep.top-1': 'contradicted',
      'sweep.top-2': 'contradicted',
      'sweep.top-3': 'contradicted',
      'sweep.dropout-sign': unsupported,
      'sweep.optimal-batch': 'contradicted',
      'sweep.learning-rate-minor': unsupported,
      'sweep.one-sweep': 'contradicted',
      'search.combined-wins': unsupported,
      'search.dice-failed': unsupported,
      'search.batch-4-best': 'contradicted',
      'search.batch-16-tried': 'contradicted',
      'search.configurations': 'contradicted',
      'search.small-batch-rate': unsupported,
      'grid.rates-tested': 'contradicted',
      'grid.h1': undecided,
      'grid.h2': unsupported,
      'grid.minutes': 'contradicted',
      'grid.criterion-reproducibility': 'contradicted',
      'grid.criterion-stability': 'contradicted',
      'sweep.objective': undecided,
    });
  });

  it('reproduce what they got right', () => {
    expect(checked, {
      'sweep.dice-iou': 'reproduced',
      'sweep.loss-dice-sign': 'reproduced',
      'sweep.l2-minor': 'reproduced',
      'sweep.batch-values': 'reproduced',
      'sweep.range-learningRate': 'reproduced',
      'search.mean': 'reproduced',
      'search.combined': 'reproduced',
      'search.focal': 'reproduced',
      'search.dice': 'reproduced',
      'search.best-configuration': 'reproduced',
      'search.gap-256': 'reproduced',
      'search.patience': 'reproduced',
      'grid.patience': 'reproduced',
      'grid.plateau': 'reproduced',
    });
  });

  it('show the figures', () => {
    const figure = (id: string, name: string) => Number(find(checked, id).figures[name]);
    close(figure('sweep.top-1', 'maximum'), 0.57267, 'maximum', 1e-5);
    close(figure('sweep.dropout-sign', 'r'), -0.063, 'dropout', 0.01);
    close(figure('search.combined-wins', 'chanceOfBest'), 0.4, 'chance');
    close(figure('search.combined-wins', 'bestWithoutThatRun'), 0.1085, 'next best', 1e-3);
    assert.match(find(checked, 'search.batch-4-best').reasoning, /4: 0\.1121 \(n 7\), 8: 0\.1138 \(n 8\)/);
    assert.match(
      find(checked, 'grid.rates-tested').reasoning,
      /36 histories start from 0\.001, and 27 of them/,
    );
    assert.match(
      find(checked, 'sweep.learning-rate-minor').reasoning,
      /a medium effect by the estimate, and its sign is sure/,
    );
    assert.match(find(checked, 'search.batch-16-tried').reasoning, /no run has 16/);
  });

  it('leave a claim of one run to chance where it lies within the others, and open where it does not', () => {
    assert.match(
      find(checked, 'search.dice-failed').reasoning,
      /Dice loss was run once, .* of 0\.0798; .* have 0\.1154 ± 0\.0218 \(n = 14\): it lies within what they scatter \(p = 0\.14\)/,
    );
    const others = [0.5, 0.51, 0.49, 0.5].map((value, i) =>
      run(`o${i}`, { config: { loss_type: 'focal' }, summary: { best_val_jacard: value } }),
    );
    const failed = run('d', { config: { loss_type: 'dice' }, summary: { best_val_jacard: 0.1 } });
    const far = find(checkClaims({ search: [...others, failed] }), 'search.dice-failed');
    assert.equal(far.verdict, undecided);
    assert.equal(far.wouldDecide, 'dice loss run three times or more');
  });

  it('leave no verdict empty', () => {
    const counts = countVerdicts(checked);
    assert.equal(
      Object.values(counts).reduce((sum, n) => sum + n, 0),
      claims.length,
    );
    assert.ok(
      Object.values(counts).every((n) => n > 5),
      JSON.stringify(counts),
    );
    for (const { id, reasoning } of checked)
      assert.doesNotMatch(reasoning, /NaN|undefined|Infinity|\bnull\b/, id);
  });
});

/** Runs of a search in which the small batch met the large rates only, and the large batch the small ones. */
const uncrossed = (records: readonly RunRecord[]): RunRecord[] =>
  records.filter(({ config: { batch_size, learning_rate } }) =>
    batch_size === 4 ? Number(learning_rate) > 0.001 : Number(learning_rate) < 0.004,
  );

suite('claims asked again of other runs', () => {
  let checked: readonly CheckedClaim[] = [];
  before(async () => {
    checked = await askedOf(uncrossed(await ownSearch()));
  });
  const askedOf = async (search: readonly RunRecord[]): Promise<readonly CheckedClaim[]> =>
    checkClaims(
      {
        search: await searchRuns(),
        grid: await gridRuns(),
        sweep: await sweepRuns(),
        data: { search: 'the published search' },
      },
      { again: { search, grid: await ownGrid(), data: { search: 'ours', grid: 'our grid' } } },
    );
  const asked = (id: string) => find(checked, id).again;

  it('decide no published number: those stand by the published runs alone', () => {
    const best = find(checked, 'search.best');
    assert.equal(best.verdict, 'reproduced');
    assert.equal(best.by, 'the published search');
    for (const { id, kind, again } of checked)
      if (['number', 'design', 'criterion', 'recommendation'].includes(kind)) assert.equal(again, null, id);
    const alone = checkClaims({ search: [run('x', { summary: { best_val_jacard: 0.92 } })] });
    assert.equal(find(alone, 'search.best').verdict, 'contradicted');
  });

  it('change no verdict', async () => {
    const without = checkClaims({
      search: await searchRuns(),
      grid: await gridRuns(),
      sweep: await sweepRuns(),
    });
    assert.deepEqual(
      checked.map(({ verdict }) => verdict),
      without.map(({ verdict }) => verdict),
    );
  });

  it('are every general one, answered yes, no or not told', () => {
    const general = claims.filter(isGeneral).map(({ id }) => id);
    assert.deepEqual(
      checked.filter(({ again }) => again !== null).map(({ id }) => id),
      general,
    );
    const counts = countHolds(checked);
    assert.equal(counts.yes + counts.no + counts['not told'], general.length);
    assert.ok(counts.yes > 0 && counts.no > 0, JSON.stringify(counts));
    for (const { id, again } of checked)
      assert.doesNotMatch(again?.reasoning ?? '', /NaN|undefined|Infinity|\bnull\b/, id);
  });

  it('tell nothing where a setting was not crossed, nor where it was not tried', () => {
    assert.equal(asked('search.batch-4-best')?.holds, 'not told');
    assert.match(
      asked('search.batch-4-best')?.reasoning ?? '',
      /But batch size was not crossed with learning rate there/,
    );
    assert.equal(asked('sweep.optimal-batch')?.holds, 'not told');
    assert.equal(find(checked, 'sweep.optimal-batch').verdict, 'contradicted');
    assert.equal(asked('search.best-configuration')?.holds, 'not told');
    assert.match(asked('sweep.l2-minor')?.reasoning ?? '', /L2 is the same in all \d+ runs/);
  });

  it('are answered by a search that was crossed', async () => {
    const { again } = find(await askedOf(await ownSearch()), 'search.batch-4-best');
    assert.deepEqual([again?.holds, again?.by], ['yes', 'ours']);
  });

  it('take the crossed grid where the search cannot answer', () => {
    assert.equal(asked('search.learning-rate')?.holds, 'no');
    assert.equal(asked('search.learning-rate')?.by, 'our grid');
    assert.equal(asked('sweep.loss-dice-sign')?.holds, 'yes');
    assert.equal(asked('sweep.dice-iou')?.by, 'ours');
    assert.equal(asked('sweep.dice-iou')?.holds, 'yes');
    assert.equal(asked('grid.h3-batches')?.holds, 'no');
  });
});
