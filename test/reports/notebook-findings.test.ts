import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { describe as described, groupSummary, objectiveOf, rankRuns } from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import {
  adviceList,
  appraisalList,
  bestOfPull,
  bestRunTable,
  claimRunsOf,
  columnGaps,
  compareStrategies,
  correlationTable,
  factorTestTable,
  gridAppraisal,
  gridFacts,
  influenceLines,
  levelTable,
  luckFinding,
  measuredEvidence,
  measuredTable,
  narrowedTable,
  outcomeTable,
  pairTable,
  pullFindings,
  searchDocuments,
  searchFacts,
  searchFindings,
  shockTable,
  strategyEvidence,
  strategyFindings,
  strategyOutcome,
  strategyTable,
  studyReport,
  studyRuns,
  sweepDrawings,
  sweepFacts,
  sweepFindings,
  sweepInBrief,
  warningList,
} from 'unetlab/reports';
import { runRecordFromJson, type RunRecord } from 'unetlab/types';

const read = (file: string): RunRecord[] =>
  readFileSync(join(process.cwd(), 'data', file), 'utf8')
    .trim()
    .split('\n')
    .map(runRecordFromJson);

describe('what notebook 07 says', () => {
  it('of a setting of yes and no: its word', async () => {
    const records = read('published/wandb-sweep-1jpj8b17.jsonl')
      .slice(0, 40)
      .map((record, i) => ({ ...record, config: { ...record.config, flip: i % 2 === 0 } }));
    const facts = await sweepFacts(records, { random: new Random(1), resamples: 20 });
    assert.match(sweepFindings(facts, null, null).text, /flip (?:true|false)/);
  });

  it('of the published sweep', async () => {
    const records = read('published/wandb-sweep-1jpj8b17.jsonl');
    const random = new Random(1);
    const facts = await sweepFacts(records, { random, subject: 'a <b>', resamples: 20, method: 'bayes' });
    const rows = bestRunTable(facts);
    assert.deepEqual(rows.find(({ what }) => what === 'Validation Dice')!.value, '0.57267');
    assert.match(rows.at(-1)!.value!, /^0\.5577 \(p .*\): more than the luck of so many tries$/);
    const byBatch = groupSummary(facts.once, 'batch_size', facts.objective);
    const text = sweepFindings(facts, byBatch, []).text;
    assert.match(text, /\*\*0\.57267\*\* \(.*batch size 16/);
    assert.match(text, /0\.5278 for 4 \(n = 151\)/);
    assert.match(text, /learning rate \(r = −0\.374 \\\[−0\.448, −0\.294\\\]\)/);
    assert.match(text, /On our beads no sign of a setting can be held against/);
    assert.doesNotMatch(sweepFindings(facts, null, null).text, /batch size the means|our beads/);
    const r = correlationTable(facts).find(({ column }) => column === 'dropout')!;
    assert.deepEqual([r.r, r['interval from'], r.to, r.reading], [-0.063, -0.152, 0.027, 'sign open']);
    assert.equal(narrowedTable(facts).length, facts.narrowed.length);
    assert.match(sweepInBrief(facts).text, /\*\*a &lt;b&gt;:\*\* the best of 480 runs/);
    assert.equal(sweepDrawings(facts).filter(({ name }) => name.startsWith('heat_map_')).length, 1);
    assert.ok(warningList(facts.warnings).text.startsWith('- **'));
    assert.match(
      appraisalList(facts.appraisal, { leftOut: [{ name: '*x*', reason: 'y' }] }).text,
      /\*Left out:\* \\\*x\\\* \(y\)/,
    );
  });
});

describe('what notebook 08 says', () => {
  const search = studyRuns(
    'the search',
    { records: read('published/search-2025-10-10.jsonl'), notices: ['n'] },
    ['loss_weights'],
  );
  const objective = objectiveOf(search.records, { prefer: ['jaccard'] });
  const facts = searchFacts(search.records, { objective });

  it('of a study as it was read', () => {
    assert.equal(search.data, 'the search: 15 runs');
    assert.match(studyReport(search), /^the search: 15 runs\n {2}\d+ with a history\n {2}n\n/);
    assert.ok(search.records.every(({ config }) => !('loss_weights' in config)));
    const asked = claimRunsOf({ search });
    assert.deepEqual([asked.search, asked.data], [search.records, { search: 'the search: 15 runs' }]);
  });

  it('of the published search and grid, and writes its documents', () => {
    const grid = gridFacts(read('published/grid-2025-09-26.jsonl'));
    assert.match(gridAppraisal(grid).text, /\*\*The configured rate was never applied\*\*/);
    assert.match(
      luckFinding(facts.luck).text,
      /^The best of 15 draws .* the best run has \*\*0\.1640\*\* \(p = /,
    );
    assert.equal(factorTestTable(facts.factors)[0]!.runs, 15);
    assert.ok(pairTable(facts.loss).every(({ runs }) => /^\d+, \d+$/.test(String(runs))));
    assert.deepEqual(pairTable(null), []);
    assert.match(adviceList(facts).text, /^1\. \*\*/);
    const none = { beforehand: [], claims: [], others: 'our beads' };
    const text = searchFindings({ facts, data: search.data, grid, own: null, ...none }).text;
    assert.match(
      text,
      /\(the search: 15 runs\) is .*, with a .* of \*\*0\.1640\*\* in epoch \d+; the mean is 0\.\d{4} ± 0\.\d{4}/,
    );
    assert.match(
      text,
      /Grid: the learning rate was never applied, so 36 runs are 36 tries of fewer settings/,
    );
    const documents = searchDocuments({
      facts,
      grid,
      ...none,
      measured: [],
      figures: [],
      command: 'npm run x',
    });
    assert.deepEqual(
      documents.map(({ file }) => file),
      ['REPORT.md', 'ANALYSIS_COMPLETE.md', 'GRID_REPORT.md', 'CLAIMS.md', 'README.md'],
    );
  });

  it('of trainings with and without a recommendation', () => {
    const comparison = { baseline: [0.1, 0.2, 0.3], treatment: [0.4, 0.5, 0.6], note: '05', data: 'x' };
    const measured = measuredEvidence({ comparisons: { 'progressive training': comparison } });
    const [row] = measuredTable(measured);
    assert.deepEqual(
      [row!.without, row!.with, row!.difference, row!.pairs, row!.verdict],
      [0.2, 0.5, 0.3, 3, 'helped'],
    );
    assert.deepEqual(measuredEvidence({}), []);
  });
});

describe('what notebook 05 says', () => {
  const staged = (change: boolean) => ({
    points: [{ seconds: 1, score: 0.5, stage: 'a' }],
    seconds: 12.34,
    stages: [{ history: { epoch: [1, 2] } }, { history: { epoch: [1] } }],
    changes: change ? [{ before: 0.6, after: 0.4 }] : [],
  });
  const outcome = (strategy: string, seed: number, jaccard: number, change = false) =>
    strategyOutcome(strategy, seed, staged(change), { scores: { jaccard }, objects: { f1: 0.9 } });
  const outcomes = [
    outcome('straight', 1, 0.5),
    outcome('straight', 2, 0.52),
    outcome('half', 1, 0.7, true),
    outcome('half', 2, 0.73, true),
    outcome('mixed', 1, 0.1),
    outcome('mixed', 2, 0.9),
  ];
  const study = {
    outcomes,
    strategies: ['straight', 'half', 'mixed'],
    seconds: 12,
    side: 64,
    images: 3,
    unit: 'slides',
    words: 'beads',
    drawn: true,
  };

  it('in tables', () => {
    assert.deepEqual(outcomeTable(outcomes, 'slides')[2], {
      strategy: 'half',
      seed: 1,
      'time, s': 12.3,
      epochs: '2 + 1',
      'Jaccard, held-out slides': 0.7,
      'detection F1': 0.9,
    });
    const [shock] = shockTable(outcomes, 64);
    assert.deepEqual([shock!['at 32²'], shock!['same weights at 64²']], [0.6, 0.4]);
    const [half, mixed] = compareStrategies(outcomes, study.strategies);
    assert.ok(Math.abs(half!.difference - 0.205) < 1e-12 && half!.low! > 0);
    assert.ok(mixed!.low! < 0 && mixed!.high! > 0);
    const [single] = strategyTable(
      compareStrategies(
        outcomes.filter(({ seed }) => seed === 1),
        study.strategies,
      ),
    );
    assert.deepEqual([single!['interval from'], single!['Hedges’ g'], single!.seeds], [null, null, 1]);
  });

  it('in sentences', () => {
    const text = strategyFindings(study).text;
    assert.match(text, /In 12 s, half reaches 0\.715, straight reaches 0\.510, mixed reaches 0\.500 \(hard/);
    assert.match(text, /Against straight, half: \+0\.205, 95 % interval .*: more than the seeds explain\./);
    assert.match(text, /mixed: −0\.010, .* not told apart from straight with 2 seeds/);
    assert.match(text, /falls by 0\.200, from 0\.600 to 0\.400, before the first step at 64²/);
    const evidence = strategyEvidence(study, 'smoke') as {
      comparisons: Record<string, { treatment: number[]; data: string }>;
    };
    assert.deepEqual(evidence.comparisons['multi-scale training']!.treatment, [0.1, 0.9]);
    assert.match(evidence.comparisons['progressive training']!.data, /^beads at 64², .* seeds 1, 2$/);
    const none = strategyFindings({ ...study, outcomes: [outcomes[0]!] }).text;
    assert.doesNotMatch(none, /NaN|Against/);
  });
});

describe('what notebook 01 says', () => {
  it('of runs with and without a score', () => {
    const runs = read('published/search-2025-10-10.jsonl');
    const objective = objectiveOf(runs, { prefer: ['jaccard'] });
    const ranking = rankRuns(runs, objective);
    const byFactor = groupSummary(runs, 'batch_size', objective);
    const pull = { expected: 15, complete: true, repeated: [], missing: [] };
    const facts = {
      records: runs,
      ranking,
      goal: objective.goal,
      pull,
      gaps: columnGaps([]),
      columns: 9,
      settings: ['batch_size'],
      byFactor,
      sampled: [],
      sampledGoal: objective.goal,
      sampledHere: false,
    };
    const text = pullFindings(facts).text;
    assert.match(text, /\*\*15 runs in \d+ sweeps?\*\*, all that the server counts; 15 have a score\./);
    assert.match(text, /The best score is \*\*0\.16\d+\*\*, of the run .* at batch size \d+\./);
    assert.match(text, /By batch_size \(section 5\) the mean is best at \d+: 0\.\d{4} over \d+ runs/);
    const [first] = levelTable('batch_size', byFactor);
    const members = runs.filter(({ config }) => String(config.batch_size) === first!.value);
    const scores = members.map((run) => ranking.ranked.find(({ record }) => record === run)!.value);
    assert.equal(first!.mean, Number(described(scores).mean!.toFixed(4)));
    assert.equal(bestOfPull(ranking, objective.metric, ['batch_size']).at(-1)!.value, '15 of 15');
    assert.deepEqual(bestOfPull({ ranked: [], missing: runs }, 'x', []), []);
  });
});

describe('what notebook 04 says', () => {
  it('of the published shares', () => {
    const lines = influenceLines(2).split('\n');
    assert.match(lines[0]!, /57\.5:1 by count, 0\.575:1 weighted, .* 1\.74:1/);
    assert.match(lines[1]!, /1:3\.3 at 256², 1:7\.2 at 512²/);
    assert.match(lines[3]!, /at any p_t: 1\.\d\d$/);
  });
});
