import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { syntheticCells } from 'unetlab/data';
import {
  crossValidate,
  crossValidationScores,
  heldOutMap,
  trainingReport,
  type Recipe,
} from 'unetlab/recipes';
import { groupsCsv, htmlPage, imagesCsv, trainingDocument } from 'unetlab/reports';
import type { RunRecord } from 'unetlab/types';

const root = mkdtempSync(join(tmpdir(), 'report-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});

const recipe: Recipe = {
  size: 'native',
  architecture: 'unet',
  model: { baseFilters: 4, depth: 2 },
  loss: 'dice-bce',
  augment: {},
  config: { epochs: 3, batchSize: 2 },
};

/** A fold's record with the scores given, and nothing else of interest. */
function record(
  fold: number,
  images: readonly [
    image: string,
    group: string,
    jaccard: number,
    truth: number,
    found: number,
    matched: number,
  ][],
  trivial: readonly [everything: number, nothing: number, threshold: number],
): RunRecord {
  const scored = images.filter(([, , jaccard]) => Number.isFinite(jaccard));
  const mean = scored.reduce((sum, [, , jaccard]) => sum + jaccard, 0) / scored.length;
  return {
    id: `r${fold}`,
    name: 'cells',
    source: 'local',
    state: 'finished',
    sweep: null,
    url: null,
    created: null,
    tags: [],
    config: { fold, folds: 2 },
    summary: {
      training_images: 3,
      test_jaccard: mean,
      test_images_scored: scored.length,
      trivial_everything: trivial[0],
      trivial_nothing: trivial[1],
      trivial_threshold: trivial[2],
      epochs_run: 3,
      best_epoch: 2,
      final_val_jaccard: mean,
      seconds: 30 + 60 * fold,
      peak_memory_mb: 1024 * (1 + fold),
      parameters: 1234,
      machine: 'test × 2, 4 GiB',
      objects: 'connected pieces are objects',
      images: images.map(([image]) => image),
      groups: images.map(([, group]) => group),
      jaccard: images.map(([, , jaccard]) => jaccard),
      objects_truth: images.map(([, , , truth]) => truth),
      objects_found: images.map(([, , , , found]) => found),
      objects_matched: images.map(([, , , , , matched]) => matched),
    },
    history: { epoch: [1, 2, 3], loss: [1, 0.8, 0.7], val_jaccard: [0.1, 0.5, 0.4] },
    notices: fold === 0 ? ['masks to train on: 1 of 6 replaced'] : [],
  };
}

/** The record with scores against audited masks beside those against masks as given. */
function audited(base: RunRecord, columns: Readonly<Record<string, readonly number[]>>): RunRecord {
  const own = Object.entries(columns).map(([name, values]) => [`audited_${name}`, values] as const);
  return { ...base, summary: { ...base.summary, ...Object.fromEntries(own) } };
}

const records = [
  record(
    0,
    [
      ['a1', 'A', 0.8, 10, 9, 8],
      ['a2', 'A', 0.6, 10, 11, 9],
      ['a3', 'A', NaN, 0, 1, 0],
    ],
    [0.1, 0, 0.5],
  ),
  record(1, [['b1', 'B', 0.3, 5, 5, 2]], [0.2, 0, 0.4]),
];
const parts = {
  name: 'cells',
  folder: 'out/train/my cells',
  summary: 'cells: 4 images\nnoticed: 1\n  something <b>odd</b>',
  dataSet: { name: 'cells', hash: 'h', eachItsOwn: false },
  decisions: [{ field: 'config.epochs', value: '40', reason: 'because | of `this`' }],
  planned: { ...recipe, config: { ...recipe.config, epochs: 40 } },
  recipe,
  folds: 3,
  seed: 1,
  records,
};

describe('crossValidationScores', () => {
  it('warns where masks agree and objects do not, and only there', () => {
    const of = (jaccard: number, truth: number, matched: number): readonly string[] =>
      crossValidationScores([record(1, [['a', 'A', jaccard, truth, truth / 2, matched]], [0, 0, 0])])
        .warnings;
    assert.deepEqual(of(0.977, 60, 27), [
      'masks agree (Jaccard 0.977), objects do not: 30 found for 60 there, F1 0.600; objects that touch are not told apart well, so use areas and no counts',
    ]);
    assert.deepEqual(of(0.5, 60, 27), []);
    assert.deepEqual(of(0.977, 10, 4), []);
  });
});

describe('trainingReport', () => {
  const report = trainingReport(parts);

  it('gives scores against audited masks beside those as given, over the images that could be judged', () => {
    const [first, second] = records;
    assert.equal(crossValidationScores(records).audited, null);
    const columns = {
      jaccard: [0.9, NaN, NaN],
      truth: [10, NaN, 0],
      found: [9, NaN, 1],
      matched: [9, NaN, 0],
    };
    const { all, audited: moved } = crossValidationScores([audited(first!, columns), second!]);
    assert.equal(all.images, 4);
    assert.deepEqual([moved!.images, moved!.scored, moved!.jaccard], [2, 1, 0.9]);
    assert.deepEqual([moved!.objects.truth, moved!.objects.found, moved!.objects.f1], [10, 10, 0.9]);
    assert.equal(moved!.overGroups.mean, 0.9);
  });

  it('says over how many images and groups each mean is', () => {
    const { all, groups, images } = report.scores;
    assert.deepEqual([all.images, all.scored], [4, 3]);
    assert.ok(Math.abs(all.jaccard - (0.8 + 0.6 + 0.3) / 3) < 1e-12);
    assert.ok(Math.abs(all.overGroups.mean - (0.7 + 0.3) / 2) < 1e-12);
    assert.deepEqual(
      groups.map(({ name, images: all_, scored }) => [name, all_, scored]),
      [
        ['A', 3, 2],
        ['B', 1, 1],
      ],
    );
    assert.deepEqual(
      images.map(({ image }) => image),
      ['b1', 'a2', 'a1', 'a3'],
    );
    assert.deepEqual([all.objects.truth, all.objects.found, all.objects.matched], [25, 26, 19]);
    assert.ok(Math.abs(all.objects.f1 - 38 / 51) < 1e-12);
    assert.ok(Math.abs(all.objects.countError - 1 / 25) < 1e-12);
  });

  it('weighs what needs no network by images with foreground, and names folds that do not beat it', () => {
    const { baselines } = report;
    assert.deepEqual(
      baselines.all.map(({ name }) => name),
      ['threshold', 'everything', 'nothing'],
    );
    assert.ok(Math.abs(baselines.all[0]!.jaccard - (2 * 0.5 + 0.4) / 3) < 1e-12);
    assert.equal(baselines.beaten, true);
    assert.deepEqual(
      baselines.notBeaten.map(({ fold, best }) => [fold, best.name]),
      [[1, 'threshold']],
    );
  });

  it('keeps what was asked for in place of the plan, unfinished folds, time, memory and quoted commands', () => {
    assert.deepEqual(report.plan.changes, [{ field: 'config.epochs', planned: '40', used: '3' }]);
    assert.deepEqual(report.unfinished, [2]);
    assert.deepEqual([report.seconds, report.peakMemoryMb], [120, 2048]);
    assert.match(report.next[0]!.command, /--model 'out\/train\/my cells' /);
  });

  it('becomes tables with empty cells for what has no score', () => {
    assert.equal(imagesCsv(report).split('\r\n')[4], 'a3,A,0,,,0,1,0,0,');
    assert.equal(groupsCsv(report).split('\r\n')[2], 'B,1,1,0.3,5,5,2,0.4,0');
  });

  it('becomes a page that holds its pictures, with what was read as text', () => {
    const png = Uint8Array.from([1, 2, 3]);
    const page = htmlPage(trainingDocument(report, { worst: { png, alt: 'worst' } }));
    assert.match(page, /<img src="data:image\/png;base64,AQID" alt="worst">/);
    assert.doesNotMatch(page, /<b>odd/);
    assert.doesNotMatch(page, /undefined|NaN|\[object/);
    assert.match(page, /1 of 3 folds are not trained yet/);
    assert.match(page, /Fold 1 does not beat what needs no network/);
    assert.match(page, /its score cannot be measured on these images/);
    assert.match(page, /npm run predict -- --model 'out\/train\/my cells'/);
    assert.doesNotMatch(page, /(?:src|href)="https?:/);
  });

  it('refuses to report on nothing', () => {
    assert.throws(() => trainingReport({ ...parts, records: [] }), /no finished fold/);
  });
});

describe('heldOutMap', () => {
  it('reads what a colour training predicted, at the size of the image', async () => {
    const grey = syntheticCells({ count: 4, wells: 2, height: 48, width: 64, radius: 6 });
    const samples = grey.map((sample) => ({
      ...sample,
      channels: 3 as const,
      image: Float32Array.from(
        { length: 3 * sample.image.length },
        (_, i) => sample.image[Math.floor(i / 3)]!,
      ),
    }));
    const folder = join(root, 'run');
    const { records: done } = await crossValidate({
      name: 'cells',
      recipe: { ...recipe, model: { ...recipe.model, channels: 3 }, config: { epochs: 1, batchSize: 2 } },
      samples,
      folds: 2,
      data: {
        name: 'cells',
        hash: 'h',
        masks: 'masks: numbered objects',
        intensity: { ranges: { uint8: { low: 0, high: 255 } }, text: 'images: 8-bit', notices: [] },
      },
      folder,
    });
    const held = done[0]!.summary.images as string[];
    const map = await heldOutMap(folder, 0, held[0]!);
    assert.equal(map?.length, 48 * 64);
    assert.ok(map.every((value) => value >= 0 && value <= 1));
    assert.equal(await heldOutMap(folder, 0, 'no such image'), null);
    assert.ok(existsSync(join(folder, 'fold-1', 'record.json')));
  });
});
