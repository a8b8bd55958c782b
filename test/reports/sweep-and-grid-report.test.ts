import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from 'unetlab/random';
import { gridFacts, gridFigures, gridReport, sweepFacts, sweepFigures, sweepReport } from 'unetlab/reports';
import type { RunRecord } from 'unetlab/types';
import { parse } from 'yaml';
import { syntheticGrid, syntheticSweep } from '../figures/gallery/synthetic-sweep';

describe('sweepReport', () => {
  const write = async (records: RunRecord[]): Promise<string> => {
    const facts = await sweepFacts(records, { random: new Random(1), resamples: 20, method: 'random' });
    return sweepReport(facts, { figures: sweepFigures(facts) }).markdown;
  };

  it('is the same for the same input, and has no hole', async () => {
    const first = await write(syntheticSweep(7));
    assert.equal(first, await write(syntheticSweep(7)));
    assert.doesNotMatch(first, /undefined|NaN|\[object|Infinity/);
  });

  it('tells a trend where there is one and leaves a sign open where there is none', async () => {
    const markdown = await write(syntheticSweep(7));
    assert.match(markdown, /- Learning rate: lower values go with a higher score/);
    assert.match(markdown, /- L2 regularisation: no trend is told/);
    const flat = syntheticSweep(7).map((record, index) => ({
      ...record,
      summary: { ...record.summary, val_dice_coefficient: 0.5 + 0.01 * Math.sin(index * 12.9898) },
    }));
    const nothing = await write(flat);
    assert.doesNotMatch(nothing, /Learning rate: (lower|higher) values go/);
  });

  it('links the runs and gives the next sweep as YAML', async () => {
    const markdown = await write(syntheticSweep(7));
    assert.match(markdown, /\[run-\d+\]\(https:\/\/example\.org\/runs\/\d+\)/);
    const yaml = parse(/```yaml\n([\s\S]*?)```/.exec(markdown)![1]!) as {
      metric: { name: string; goal: string };
      parameters: Record<string, unknown>;
    };
    assert.deepEqual(yaml.metric, { name: 'val_dice_coefficient', goal: 'maximize' });
    assert.deepEqual(Object.keys(yaml.parameters).sort(), [
      'batch_size',
      'dropout',
      'l2_reg',
      'learning_rate',
    ]);
  });

  it('draws the most important of many parameters', async () => {
    const random = new Random(2);
    const wide = syntheticSweep(7).map((record) => ({
      ...record,
      config: {
        ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`noise_${index}`, random.uniform()])),
        ...record.config,
      },
    }));
    const facts = await sweepFacts(wide, { random: new Random(1), resamples: 20, method: 'random' });
    const drawn = sweepFigures(facts).find(({ name }) => name === 'parallel_coordinates')!.description;
    assert.match(drawn, /Learning rate/);
    assert.ok(drawn.split(',').length < 12, drawn);
  });

  it('says why there is nothing to report', async () => {
    await assert.rejects(
      sweepFacts([], { random: new Random(1) }),
      /there are no runs, so there is nothing to judge/,
    );
  });
});

describe('gridReport', () => {
  const withRate = (applied: boolean): RunRecord[] =>
    syntheticGrid(9).map((record) => ({
      ...record,
      history: {
        val_jaccard: [0.1, 0.2],
        val_loss: [1, 0.9],
        lr: [applied ? (record.config.learning_rate as number) : 1e-3, 1e-4],
      },
    }));
  const write = (records: RunRecord[]): string => {
    const facts = gridFacts(records);
    return gridReport(facts, { figures: gridFigures(facts) }).markdown;
  };

  it('reports no effect of a learning rate that was never applied', () => {
    const idle = write(withRate(false));
    assert.match(idle, /The learning rate was never applied: 4 values were configured/);
    assert.match(idle, /Apply the learning rate and run the grid again/);
    assert.doesNotMatch(idle, /By learning rate|values of learning rate/);
    const applied = write(withRate(true));
    assert.match(applied, /The logged learning rate is the configured one in all 36 runs/);
    assert.match(applied, /### By learning rate/);
    assert.doesNotMatch(applied, /never applied/);
  });

  it('is the same for the same input, and has no hole', () => {
    assert.equal(write(withRate(true)), write(withRate(true)));
    assert.doesNotMatch(write(withRate(false)), /undefined|NaN|\[object|Infinity/);
  });

  it('works without histories and without architectures', () => {
    const bare = syntheticGrid(9).map(({ config, ...record }) => ({
      ...record,
      config: { batch_size: config.batch_size!, learning_rate: config.learning_rate! },
    }));
    const markdown = write(bare);
    assert.match(markdown, /### By batch size/);
    assert.doesNotMatch(markdown, /Maps of the grid\n\n!\[[^\]]*architecture/);
  });
});
