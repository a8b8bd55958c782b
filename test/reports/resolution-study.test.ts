import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ResolutionStudy } from 'unetlab/reports';
import { epochs, photographs, recorded, study } from './recorded-resolution';

describe('resolution study', () => {
  it('puts the published pair, the single changes and the recipe best into rows, in order', () => {
    const rows = study.ladderTable();
    assert.deepEqual(
      rows.map(({ training }) => training),
      [
        '256², 16 epochs',
        '256², 100 epochs',
        '512², 16 epochs',
        'gradients of 8 batches an update',
        'group normalisation, 8 groups',
        'Dice image by image, ε = 10⁻⁶',
        'learning rate 2 · 10⁻³',
        'one more pooling',
        'Dice + cross-entropy',
        'slides held out whole',
        'masks moved onto their beads',
        '256², 30 epochs',
        '512², 30 epochs',
      ],
    );
    // 44 of 59 photographs in batches of 32: 2 updates an epoch
    assert.deepEqual([rows[0]!.updates, rows[0]!['soft Jaccard']], [32, 0.0332]);
    // an update takes 8 batches
    assert.equal(rows[3]!.updates, 22);
    assert.deepEqual([rows[3]!['hard, change'], rows[2]!['hard, change']], [-0.5185, null]);
  });

  it('sums beads over all held-out tiles, and takes means over slides and then seeds', () => {
    const { at256, at512 } = study;
    assert.deepEqual([at256!.seeds, at256!.slides, at512!.seeds, at512!.slides], [1, 8, 2, 8]);
    assert.equal(at512!.given.toFixed(4), '0.7063');
    assert.equal(at512!.audited.toFixed(4), '0.8325');
    assert.equal(at512!.f1.toFixed(4), '0.9638');
    assert.equal((100 * at512!.countError).toFixed(2), '-2.02');
    assert.deepEqual([at256!.givenOverSeeds, study.resultTable()[0]!['given, sd of seeds']], [null, null]);
  });

  it('measures light on the slides that were held out both ways, the largest gain first', () => {
    assert.deepEqual(
      study.light.map(({ slide, gain }) => [slide.split('_')[0], Number(gain.toFixed(4))]),
      [
        ['320x', 0.0915],
        ['160x', 0.0332],
      ],
    );
    assert.match(study.lightSentence().text, /eight slides a bead is 23, .*palest on 320x.*\+0\.092 on 320x/);
  });

  it('writes sentences that the numbers decide', () => {
    const text = study.ladderFindings().text;
    assert.match(text, /The published order \*\*does not come back\*\* on these images, although both/);
    assert.match(
      text,
      /help: \*masks moved onto their beads\* \(0\.749\), \*learning rate 2 · 10⁻³\* \(0\.688\)/,
    );
    const here = {
      words: 'a `*b*`',
      jaccard: 0.5,
      f1: 0.6,
      images: 3,
      unit: 'slides',
      seconds: 2,
      updates: 9,
    };
    const sharpness = [0.1, 0.3, 0.2].map((soft) => ({ soft, hard: 0.4 }));
    const findings = study.findings({ sharpness, here }).text;
    assert.match(findings, /the gap does not come back/);
    assert.match(findings, /\(hard 0\.400\) scores between 0\.100 and 0\.300/);
    assert.match(findings, /would score 0\.75 on the masks as given/);
    assert.match(findings, /This run, on a \\`\\\*b\\\*\\`: hard Jaccard 0\.500/);
  });

  it('says which training is missing', () => {
    assert.throws(
      () => new ResolutionStudy({ recorded: recorded.slice(0, 1), photographs, rungs: [], epochs }),
      /the records hold no training published-512; npm run ladder makes them/,
    );
  });
});
