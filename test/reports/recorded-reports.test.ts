import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from 'unetlab/random';
import { gridFacts, gridReport, searchFacts, searchReport, sweepFacts, sweepReport } from 'unetlab/reports';
import { gridRecords, searchRecords, skip, sweepRecords } from './recorded-data';

describe('report of the recorded search', { skip }, () => {
  const facts = skip === false ? searchFacts(searchRecords()) : null;
  const markdown = facts === null ? '' : searchReport(facts, { figures: [] }).markdown;

  it('repeats the published figures that are true', () => {
    assert.match(
      markdown,
      /\(lr 2e-4, batch 4, dropout 0\.3, combined\) reaches a best validation Jaccard of 0\.1640 at epoch 52 of 72; its last epoch has 0\.1403 \(−14\.5 %\)/,
    );
    assert.match(markdown, /15 runs with a score: best validation Jaccard 0\.1130 ± 0\.0229, from 0\.0798/);
    assert.match(markdown, /Epochs trained: 40\.2 ± 17\.9; best epoch: 20\.2 ± 17\.9/);
    assert.match(markdown, /\| combined \| 6 \| 0\.1047 \| 0\.0315 \|.*\| 0\.1640 \|/);
    assert.match(markdown, /\| focal \| 8 \| 0\.1233 \| 0\.0018 \|.*\| 0\.1251 \|/);
    assert.match(markdown, /\| dice \| 1 \| 0\.0798 \| – \| – \| 0\.0798 \|/);
  });

  it('says what the published ones leave out', () => {
    assert.match(
      markdown,
      /Loss: the best single run has combined \(0\.1640\), but focal has the better mean/,
    );
    assert.match(
      markdown,
      /Batch size: the best single run has 4 \(0\.1640\), but 8 has the better mean \(0\.1138/,
    );
    assert.match(markdown, /no more than the luck of that many tries/);
    assert.match(markdown, /1 was run more than once/);
    assert.doesNotMatch(markdown, /\| 16 \| \d+ \| 0\./); // batch 16 was never run
  });
});

describe('report of the recorded grid', { skip }, () => {
  it('finds nine settings with four repeats and tells no factor from chance', () => {
    const markdown = skip === false ? gridReport(gridFacts(gridRecords()), { figures: [] }).markdown : '';
    assert.match(markdown, /all 36 histories start from 1e-3/);
    assert.match(markdown, /36 runs hold 9 distinct configurations/);
    assert.doesNotMatch(markdown, /By learning rate|differ by more than chance/);
    assert.match(markdown, /values of architecture cannot be told apart/);
  });
});

describe('report of the recorded sweep', { skip }, () => {
  it('has the true best run, correlations and no sign for dropout', async () => {
    const facts = await sweepFacts(sweepRecords(), { random: new Random(1), resamples: 20, method: 'bayes' });
    const { markdown } = sweepReport(facts, { figures: [] });
    assert.match(markdown, /The best of 480 runs is vital-sweep-1 with a validation Dice of 0\.5727/);
    assert.match(markdown, /\| Validation Dice \| 0\.57267 \|/);
    assert.match(
      markdown,
      /\| Batch size \| 16 \|\n\| Dropout \| 0\.1758 \|[\s\S]*\| Learning rate \| 2\.35\d*e-4 \|/,
    );
    assert.match(markdown, /\| Validation IoU \| 0\.988 \|/);
    assert.match(markdown, /Dropout: no trend is told \(r = −0\.063/);
    assert.match(markdown, /\| learning_rate \| linear \| −0\.374 \|/);
    assert.match(markdown, /\| l2_reg \| linear \| −0\.034 \|/);
    assert.match(markdown, /1jpj8b17 \(470\), 2biywyyd \(10\)/);
    assert.doesNotMatch(markdown, /0\.752/);
  });
});
