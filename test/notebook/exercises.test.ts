import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { classFocalCases, focusCases, jaccardSlopeCases, mixCases } from 'unetlab/losses';
import {
  assertSolved,
  checkBetterChance,
  checkChanceKept,
  checkCorrelation,
  checkCountError,
  checkDifferenceError,
  checkEpochsAt,
  checkEqualBudget,
  checkExercise,
  checkF1,
  checkGoOn,
  checkGridHours,
  checkGroupMean,
  checkHandJaccard,
  checkHolm,
  checkLeaks,
  checkMeanOfPresent,
  checkPooledJaccard,
  checkRuleOfThumb,
  checkRunsNeeded,
  checkSeenShare,
  checkShiftedDisc,
  checkSoftJaccard,
  checkStandardError,
  checkSurer,
  checkUpdates,
  checkVarianceShare,
} from 'unetlab/notebook';

/** What was printed while it ran. */
function printed(run: () => void): string {
  const log = mock.method(console, 'log', () => undefined);
  try {
    run();
    return log.mock.calls.map(({ arguments: [text] }) => String(text)).join('\n');
  } finally {
    log.mock.restore();
  }
}

const disc = (r: number, d: number): number => {
  const overlap = 2 * r * r * Math.acos(d / (2 * r)) - (d / 2) * Math.sqrt(4 * r * r - d * d);
  return overlap / (2 * Math.PI * r * r - overlap);
};
const tile = { truth: 10, predicted: 8, hit: 6 };

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const together = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, one, i) => sum + (one - meanOf(x)) * (y[i]! - meanOf(y)), 0);
const varianceOf = (values: readonly number[]): number => together(values, values) / (values.length - 1);

const checks: Record<string, { right: () => void; wrong: () => void; says?: RegExp }> = {
  'shifted disc': {
    right: () => {
      checkShiftedDisc(disc);
    },
    wrong: () => {
      checkShiftedDisc((r) => r);
    },
  },
  'Jaccard by hand': {
    right: () => {
      checkHandJaccard((truth, predicted, hit) => hit / (truth + predicted - hit), tile);
    },
    wrong: () => {
      checkHandJaccard((truth, predicted, hit) => hit / (truth + predicted), tile);
    },
    says: /shared pixels twice/,
  },
  'count error': {
    right: () => {
      checkCountError((truth, found) => found / truth - 1);
    },
    wrong: () => {
      checkCountError((truth, found) => found - truth);
    },
    says: /divide by those that are there/,
  },
  F1: {
    right: () => {
      checkF1((truth, found, matched) => (2 * matched) / (truth + found));
    },
    wrong: () => {
      checkF1((truth, _, matched) => matched / truth);
    },
    says: /recall/,
  },
  'mean over groups': {
    right: () => {
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
      checkGroupMean((groups) => mean(groups.map(mean)));
    },
    wrong: () => {
      checkGroupMean((groups) => groups.flat().reduce((a, b) => a + b) / groups.flat().length);
    },
    says: /each image the same weight/,
  },
  'rule of thumb': {
    right: () => {
      checkRuleOfThumb((mean, sd, n) => mean - sd * Math.sqrt(2 * Math.log(n)), 'minimize');
    },
    wrong: () => {
      checkRuleOfThumb((mean, sd, n) => mean - sd * Math.sqrt(2 * Math.log(n)));
    },
  },
  'runs needed': {
    right: () => {
      checkRunsNeeded((difference, sd) => Math.ceil(15.68 * (sd / difference) ** 2));
    },
    wrong: () => {
      checkRunsNeeded((difference, sd) => 15.68 * (sd / difference) ** 2);
    },
  },
  'how many go on': {
    right: () => {
      checkGoOn((n, factor) => Math.max(1, Math.floor(n / factor)));
    },
    wrong: () => {
      checkGoOn((n, factor) => Math.round(n / factor));
    },
  },
  'a better one': {
    right: () => {
      checkBetterChance((recorded, further) => further / (recorded + further));
    },
    wrong: () => {
      checkBetterChance((recorded, further) => 1 - 0.5 ** (further / recorded));
    },
  },
  'what a grid costs': {
    right: () => {
      checkGridHours((values, seeds, minutes) => (values.reduce((a, b) => a * b, 1) * seeds * minutes) / 60);
    },
    wrong: () => {
      checkGridHours((values, seeds, minutes) => (values.reduce((a, b) => a + b, 0) * seeds * minutes) / 60);
    },
  },
  'standard error': {
    right: () => {
      checkStandardError((sd, n) => sd / Math.sqrt(n));
    },
    wrong: () => {
      checkStandardError((sd, n) => sd / n);
    },
    says: /root of the count/,
  },
  'epochs at each size': {
    right: () => {
      checkEpochsAt((B, s, c) => [(4 * B * s) / c, (B * (1 - s)) / c]);
    },
    wrong: () => {
      checkEpochsAt((B, s, c) => [(B * s) / c, (B * (1 - s)) / c]);
    },
    says: /costs a quarter/,
  },
  'mean with gaps': {
    right: () => {
      checkMeanOfPresent((values) => meanOf(values.filter((value) => value !== null)));
    },
    wrong: () => {
      checkMeanOfPresent((values) => meanOf(values.map((value) => value ?? 0)));
    },
    says: /gaps are counted as 0/,
  },
  'chance that the best row is kept': {
    right: () => {
      checkChanceKept((rows, samples) => samples / rows);
    },
    wrong: () => {
      checkChanceKept((rows, samples) => 1 - samples / rows);
    },
    says: /chance that it is lost/,
  },
  'pooled Jaccard': {
    right: () => {
      checkPooledJaccard(
        (tiles) => {
          const [truth, predicted, hit] = [
            tiles.reduce((sum, one) => sum + one.truth, 0),
            tiles.reduce((sum, one) => sum + one.predicted, 0),
            tiles.reduce((sum, one) => sum + one.hit, 0),
          ];
          return hit / (truth + predicted - hit);
        },
        [tile, { truth: 0, predicted: 3, hit: 0 }],
      );
    },
    wrong: () => {
      checkPooledJaccard(
        (tiles) => meanOf(tiles.map(({ truth, predicted, hit }) => hit / (truth + predicted - hit))),
        [tile],
      );
    },
    says: /mean over tiles/,
  },
  'soft Jaccard': {
    right: () => {
      checkSoftJaccard((truth, p) => {
        const product = truth.reduce((sum, y, i) => sum + y * p[i]!, 0);
        return product / (truth.reduce((a, b) => a + b) + p.reduce((a, b) => a + b) - product);
      });
    },
    wrong: () => {
      checkSoftJaccard((truth, p) => {
        const hit = truth.filter((y, i) => y === 1 && p[i]! >= 0.5).length;
        const either = truth.filter((y, i) => y === 1 || p[i]! >= 0.5).length;
        return hit / either;
      });
    },
    says: /hard score/,
  },
  'torn groups': {
    right: () => {
      checkLeaks((train, heldOut) => new Set(heldOut.filter((group) => train.includes(group))).size);
    },
    wrong: () => {
      checkLeaks((train, heldOut) => heldOut.filter((group) => train.includes(group)).length);
    },
    says: /counts images/,
  },
  'updates in an epoch': {
    right: () => {
      checkUpdates((images, batch, accumulate) => Math.ceil(Math.ceil(images / batch) / accumulate));
    },
    wrong: () => {
      checkUpdates((images, batch, accumulate) => Math.floor(images / batch / accumulate));
    },
    says: /remainder counts too/,
  },
  'a surer pixel': {
    right: () => {
      checkSurer((p, factor) => p ** factor / (p ** factor + (1 - p) ** factor));
    },
    wrong: () => {
      checkSurer((p, factor) => p * factor);
    },
    says: /belongs to the logit/,
  },
  'error of a difference': {
    right: () => {
      checkDifferenceError((a, b) => Math.sqrt(varianceOf(a) / a.length + varianceOf(b) / b.length));
    },
    wrong: () => {
      checkDifferenceError(
        (a, b) => Math.sqrt(varianceOf(a) / a.length) + Math.sqrt(varianceOf(b) / b.length),
      );
    },
    says: /squares do/,
  },
  'what a unit sees': {
    right: () => {
      checkSeenShare((radius, sees, scale) => Math.PI * ((radius * scale) / sees) ** 2);
    },
    wrong: () => {
      checkSeenShare((radius, sees, scale) => (Math.PI * radius ** 2 * scale) / sees ** 2);
    },
    says: /square of the scale/,
  },
  'share of the variance': {
    right: () => {
      checkVarianceShare((groups) => {
        const grand = meanOf(groups.flat());
        const between = groups.reduce((sum, one) => sum + one.length * (meanOf(one) - grand) ** 2, 0);
        return between / groups.flat().reduce((sum, value) => sum + (value - grand) ** 2, 0);
      });
    },
    wrong: () => {
      checkVarianceShare((groups) => {
        const grand = meanOf(groups.flat());
        const between = groups.reduce((sum, one) => sum + (meanOf(one) - grand) ** 2, 0);
        return between / groups.flat().reduce((sum, value) => sum + (value - grand) ** 2, 0);
      });
    },
    says: /as often as it has runs/,
  },
  correlation: {
    right: () => {
      checkCorrelation((x, y) => together(x, y) / Math.sqrt(together(x, x) * together(y, y)));
    },
    wrong: () => {
      checkCorrelation((x, y) => together(x, y) / together(x, x));
    },
    says: /slope of the line/,
  },
  Holm: {
    right: () => {
      checkHolm((p) => {
        const order = p.map((_, at) => at).sort((a, b) => p[a]! - p[b]!);
        let least = 0;
        const corrected = [...p];
        order.forEach((at, rank) => {
          least = Math.max(least, Math.min(1, p[at]! * (p.length - rank)));
          corrected[at] = least;
        });
        return corrected;
      });
    },
    wrong: () => {
      checkHolm((p) => p.map((one) => Math.min(1, one * p.length)));
    },
    says: /Bonferroni/,
  },
  'best of an equal budget': {
    right: () => {
      checkEqualBudget((scores, budget) => {
        // the i-th smallest is the best where the others are drawn from those below
        const choose = (n: number, k: number): number => (k === 0 ? 1 : (n / k) * choose(n - 1, k - 1));
        const sorted = [...scores].sort((a, b) => a - b);
        const ways = sorted.map((score, i) => (i < budget - 1 ? 0 : score * choose(i, budget - 1)));
        return ways.reduce((a, b) => a + b) / choose(scores.length, budget);
      });
    },
    wrong: () => {
      checkEqualBudget((scores) => Math.max(...scores));
    },
    says: /larger group is favoured/,
  },
};

describe('exercises', () => {
  for (const [name, { right, wrong, says }] of Object.entries(checks))
    it(`${name}: the right answer passes, a near one is named with what was wanted`, () => {
      assert.match(printed(right), /:\*\* right, all \d cases$/);
      assert.match(printed(wrong), /:\*\* not yet, \d of \d right; .* wanted /);
      if (says) assert.match(printed(wrong), says);
    });

  it('on losses ask what differences of the loss say', () => {
    const slope = (y: number, hit: number, truth: number, predicted: number): number => {
      const union = truth + predicted - hit + 1;
      return y === 1 ? -1 / union : (hit + 1) / union ** 2;
    };
    const focal = (y: number, z: number, alpha: number, gamma: number): number => {
      const s = 2 * y - 1;
      const [pt, m] = [1 / (1 + Math.exp(-s * z)), 1 / (1 + Math.exp(s * z))];
      return s * (y === 1 ? alpha : 1 - alpha) * m ** gamma * (gamma * pt * Math.log(pt) - m);
    };
    printed(() => {
      assert.ok(checkExercise('1', slope, jaccardSlopeCases()).passed);
      assert.ok(checkExercise('3', focal, classFocalCases()).passed);
      assert.deepEqual([focusCases().length, mixCases().length], [4, 4]);
    });
  });

  it('end a notebook of solutions: an open or a missing one fails it', () => {
    printed(() => {
      for (const { right } of Object.values(checks)) right();
    });
    const titles = Object.keys(checks).length + 2;
    assert.equal(
      printed(() => {
        assertSolved(titles);
      }),
      `All ${titles} exercises are solved.`,
    );
    assert.throws(() => {
      assertSolved(titles + 1);
    }, /27 exercises were checked; there are 28/);
    printed(() => {
      checkStandardError(() => NaN);
    });
    assert.throws(() => {
      assertSolved(titles);
    }, /not solved: Standard error/);
  });
});
