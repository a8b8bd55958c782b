import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GradientSnapshot } from 'unetlab/analysis';
import {
  influenceSharesInfo,
  lossMathematicsInfo,
  pixelInfluence,
  pixelInfluenceInfo,
  publishedPixelClasses,
  publishedPixelClassesAt256,
} from 'unetlab/figures';
import { mathematicalStatements, mathematicalSummary, type MathematicalFacts } from 'unetlab/reports';

/** A snapshot in which Dice has `dice` of the update, and the edge `edge` of every gradient with 5 % of the pixels. */
function snapshot(epoch: number, dice: number, edge: number): GradientSnapshot {
  const rings = ['Background', 'Inside', 'Edge'];
  const shares = [0.9, 0.05, 0.05];
  const influence = [0.9 * (1 - edge), 0.1 * (1 - edge), edge];
  const rows = rings.map((name, i) => ({
    name,
    pixels: 1000 * shares[i]!,
    share: shares[i]!,
    mean: 1,
    weight: influence[i]! / shares[i]! / (edge / 0.05),
    influence: influence[i]!,
    amplification: influence[i]! / shares[i]!,
  }));
  const profile = { distance: [], pixels: [], mean: [], influence: [] };
  const term = (name: string, weight: number, share: number): GradientSnapshot['terms'][number] => ({
    name,
    weight,
    value: 1,
    ofLoss: weight,
    ofPixels: share,
    ofUpdate: share,
    norm: share,
  });
  return {
    epoch,
    rings,
    losses: ['cross-entropy', 'dice', 'focal', 'combined'].map((name) => ({
      name,
      influence: rows,
      profile,
    })),
    terms: [term('dice', 0.7, dice), term('focal', 0.3, 1 - dice)],
    update: { norm: 1, terms: [], classes: [], cosine: 0.5 },
    confidence: [0.9, 0.6, 0.5],
    scene: { foreground: 0.1, onForeground: 0.5, onBackground: 0.05 },
  };
}

const facts: MathematicalFacts = {
  gamma: 2,
  published: {
    at256: pixelInfluence(publishedPixelClassesAt256),
    at512: pixelInfluence(publishedPixelClasses),
  },
  scenes: [
    { side: 256, foreground: 0.12, edge: 0.16 },
    { side: 512, foreground: 0.12, edge: 0.08 },
  ],
  doubled: [{ loss: 'dice', perPixel: 0.25, sum: 1 }],
  snapshots: [snapshot(0, 0.9, 0.7), snapshot(1, 0.95, 0.8), snapshot(2, 0.99, 0.9)],
};

function verdicts(given: MathematicalFacts): Record<string, string> {
  return Object.fromEntries(mathematicalStatements(given).map(({ id, verdict }) => [id, verdict]));
}

describe('statements about the losses', () => {
  it('are judged by the numbers: the table is reproduced, what it is said to mean is not', () => {
    const all = Object.values(verdicts(facts));
    assert.deepEqual(all, [
      ...Array.from({ length: 6 }, () => 'reproduced'),
      ...Array.from({ length: 9 }, () => 'contradicted'),
    ]);
  });

  it('get another verdict where the numbers are others', () => {
    const changed = (given: Partial<MathematicalFacts>): string[] => {
      const now = verdicts({ ...facts, ...given });
      return Object.entries(verdicts(facts))
        .filter(([id, verdict]) => now[id] !== verdict)
        .map(([id]) => id);
    };
    const at512 = pixelInfluence(publishedPixelClasses.map((row) => ({ ...row, weight: 1 })));
    assert.deepEqual(changed({ published: { ...facts.published, at512 } }), [
      'loss-02',
      'loss-03',
      'loss-04',
    ]);
    assert.deepEqual(changed({ gamma: 1 }), ['loss-06']);
    assert.deepEqual(changed({ scenes: [facts.scenes[0]!, { side: 512, foreground: 0.06, edge: 0.08 }] }), [
      'loss-10',
    ]);
    assert.deepEqual(changed({ doubled: [{ loss: 'dice', perPixel: 0.06, sum: 0.25 }] }), ['loss-11']);
    // gradient as the pixels are, 70 % Dice throughout
    const flat = [0, 1, 2].map((epoch) => snapshot(epoch, 0.7, 0.05));
    assert.deepEqual(changed({ snapshots: flat }), ['loss-07', 'loss-12', 'loss-13', 'loss-14']);
    const story = [snapshot(0, 0.2, 0.9), snapshot(1, 0.5, 0.9), snapshot(2, 0.9, 0.9)];
    assert.deepEqual(changed({ snapshots: story }), ['loss-15']);
    const late = [snapshot(0, 0.9, 0.7), snapshot(1, 0.95, 0.4), snapshot(2, 0.99, 0.3)];
    assert.deepEqual(changed({ snapshots: late }), ['loss-13']);
  });

  it('carry the numbers that decided', () => {
    const evidence = (id: string): string =>
      mathematicalStatements(facts).find((row) => row.id === id)!.evidence;
    assert.match(evidence('loss-02'), /p_t = 0\.90 \/ 0\.68 \/ 0\.00/);
    assert.match(
      evidence('loss-04'),
      /57\.5:1 is background over boundary, 1\.74:1 is boundary over background/,
    );
    assert.match(evidence('loss-06'), /loss of such a pixel falls by 99\.0 %, its gradient by 97\.1 %/);
    assert.match(evidence('loss-10'), /1:7\.3 at 256² and 1:7\.3 at 512².*16\.0 % and 8\.0 %/);
    // 2 / DSC − 1 with DSC = 2 · 0.05 / (0.15 + 0.045)
    assert.match(evidence('loss-12'), /foreground 3× as hard as background before training/);
    assert.match(evidence('loss-14'), /70\.0 % of the value, 90\.0 % of the pixels’ gradients/);
  });

  it('need three snapshots with both terms', () => {
    assert.throws(
      () => mathematicalStatements({ ...facts, snapshots: facts.snapshots.slice(1) }),
      /three snapshots or more; got 2/,
    );
    const other = facts.snapshots.map((one) => ({ ...one, terms: one.terms.slice(1) }));
    assert.throws(() => mathematicalStatements({ ...facts, snapshots: other }), /no term dice/);
  });
});

describe('the summary written from them', () => {
  it('holds every statement, and measured shares with one decimal each', () => {
    const claims = mathematicalStatements(facts);
    const { markdown } = mathematicalSummary({
      mathematics: lossMathematicsInfo(),
      influence: pixelInfluenceInfo([{ name: '512²', classes: publishedPixelClasses }]),
      claims,
      measured: influenceSharesInfo(
        ['Background', 'Inside', 'Edge'],
        [{ name: 'Dice', group: 'Epoch 1', sums: [0.52, 0.321, 0.159] }],
      ),
    });
    assert.match(markdown, /\| Dice \| 52\.0 % \| 32\.1 % \| 15\.9 % \|/);
    for (const { statement, verdict } of claims)
      assert.ok(markdown.includes(`| ${statement} | ${verdict} |`));
  });
});
