import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from 'unetlab/random';
import {
  analysisComplete,
  quickStart,
  recommendationsOf,
  searchFacts,
  searchFigures,
  searchReport,
} from 'unetlab/reports';
import type { RunRecord } from 'unetlab/types';
import { higher } from '../analysis/objectives';
import { blankRecord, syntheticSearch } from '../figures/gallery/synthetic-runs';

/** Runs of two losses, `shift` apart, in a crossed design. */
function twoLosses(shift: number, seed = 1): RunRecord[] {
  const random = new Random(seed);
  return Array.from({ length: 24 }, (_, index) => ({
    ...blankRecord(`run ${index + 1}`),
    config: { loss_type: index % 2 === 0 ? 'dice' : 'focal', batch_size: index % 4 < 2 ? 4 : 8 },
    summary: {
      best_val_jaccard: 0.5 + (index % 2) * shift + 0.01 * random.normal(),
      best_epoch: 10 + (index % 7),
      total_epochs: 30,
      final_val_jaccard: 0.48,
    },
  }));
}

const write = (records: RunRecord[]): string => {
  const facts = searchFacts(records, { subject: 'made-up runs' });
  return searchReport(facts, { figures: searchFigures(facts) }).markdown;
};

describe('searchReport', () => {
  it('is the same, byte for byte, for the same input', () => {
    assert.equal(write(syntheticSearch(3)), write(syntheticSearch(3)));
    assert.notEqual(write(syntheticSearch(3)), write(syntheticSearch(4)));
  });

  it('says that losses differ only where they do', () => {
    const apart = write(twoLosses(0.05));
    assert.match(apart, /The 2 values of loss differ by more than chance \(Kruskal–Wallis p < 0\.001/);
    assert.match(apart, /dice and focal differ in their means by −0\.0[45]\d\d/);
    assert.doesNotMatch(apart, /values of loss cannot be told apart/);
    const alike = write(twoLosses(0, 4)); // p = 0.24 after correction
    assert.match(alike, /The 2 values of loss cannot be told apart/);
    assert.match(alike, /No pair of loss values differs in its mean by more than chance/);
    assert.doesNotMatch(alike, /values of loss differ by/);
  });

  it('keeps the best run apart from the best mean', () => {
    const records = twoLosses(0.03);
    const lucky = { ...records[0]!, summary: { ...records[0]!.summary, best_val_jaccard: 0.7 } };
    const markdown = write([lucky, ...records.slice(1)]);
    assert.match(markdown, /Loss: the best single run has dice \(0\.7000\), but focal has the better mean/);
    assert.match(markdown, /stands out from the other runs by more than the luck/);
    assert.match(write(records), /Loss: focal has both the best run .* and the best mean/);
    assert.match(write(records), /no more than the luck of that many tries/);
  });

  it('calls for seeds where the lead is luck, and for crossing where settings were not crossed', () => {
    const advice = (records: RunRecord[]): string =>
      recommendationsOf(searchFacts(records))
        .map((row) => row.advice)
        .join('\n');
    assert.match(advice(twoLosses(0)), /Repeat the best two configurations/);
    assert.doesNotMatch(advice(twoLosses(0)), /Cross the settings/);
    const aliased = twoLosses(0).map((record, index) => ({
      ...record,
      config: { loss_type: index % 2 === 0 ? 'dice' : 'focal', batch_size: index % 2 === 0 ? 4 : 8 },
    }));
    assert.match(advice(aliased), /Cross the settings: run every combination of loss_type and batch_size/);
  });

  it('names a reference, and no cause while several settings differ', () => {
    const facts = searchFacts(twoLosses(0), {
      reference: { label: 'the smaller size', score: 1, differs: ['resolution', 'batch size'] },
    });
    assert.match(
      searchReport(facts, { figures: [] }).markdown,
      /Against 1\.0000 for the smaller size that is −4\d %.*cannot name one of them as the cause/,
    );
    assert.doesNotMatch(write(twoLosses(0)), /Against/);
  });

  it('writes a report of one run, without what one run cannot show', () => {
    const markdown = write(twoLosses(0).slice(0, 1));
    assert.match(markdown, /The best run .* reaches a best validation Jaccard/);
    assert.match(markdown, /there is nothing to compare it with/);
    assert.doesNotMatch(
      markdown,
      /equal tries|Kruskal|cannot be told apart|## Learning curves|NaN|undefined|null/,
    );
  });

  it('refuses runs without a score, with the reason', () => {
    assert.throws(() => searchFacts([blankRecord('a')]), /the one run holds no number that could be a score/);
    assert.throws(() => searchFacts([]), /there are no runs, so there is nothing to judge/);
    assert.throws(
      () => searchFacts([blankRecord('a')], { objective: higher('dice') }),
      /no report without a score: No run has a finite dice/,
    );
  });

  it('leaves no hole in any document', () => {
    const facts = searchFacts(syntheticSearch(5));
    const figures = searchFigures(facts);
    const report = searchReport(facts, { figures });
    const parts = { documents: [report], figures };
    for (const { markdown } of [report, analysisComplete(facts, parts), quickStart(facts, parts)]) {
      assert.doesNotMatch(markdown, /undefined|NaN|\[object|null|Infinity/);
      assert.doesNotMatch(markdown, /\n{3,}|[ \t]+\n/);
      assert.ok(markdown.startsWith('# ') && markdown.endsWith('\n'));
    }
  });
});

describe('measured recommendations', () => {
  const facts = searchFacts(twoLosses(0));
  const row = {
    recommendation: 'Gradient accumulation',
    notebook: '05-progressive-training',
    comparison: 'batch 4 against 4 × 4',
    before: 0.5,
    after: 0.52,
    pairs: 3,
  };
  const verdictOf = (low: number, high: number): string =>
    /(helped|hurt|no difference told) \| notebook 05-progressive-training/.exec(
      searchReport(facts, {
        figures: [],
        evidence: [{ ...row, interval: { low, high, level: 0.95 } }],
      }).markdown,
    )![1]!;

  it('are judged by their interval', () => {
    assert.equal(verdictOf(0.01, 0.03), 'helped');
    assert.equal(verdictOf(-0.03, -0.01), 'hurt');
    assert.equal(verdictOf(-0.01, 0.05), 'no difference told');
  });
});
