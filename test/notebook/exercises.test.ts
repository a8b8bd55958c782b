import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { classFocalCases, focusCases, jaccardSlopeCases, mixCases } from 'unetlab/losses';
import {
  assertSolved,
  checkBetterChance,
  checkCountError,
  checkEpochsAt,
  checkExercise,
  checkF1,
  checkGoOn,
  checkGridHours,
  checkGroupMean,
  checkHandJaccard,
  checkRuleOfThumb,
  checkRunsNeeded,
  checkShiftedDisc,
  checkStandardError,
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

const checks: Record<string, { right: () => void; wrong: () => void }> = {
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
  },
  'count error': {
    right: () => {
      checkCountError((truth, found) => found / truth - 1);
    },
    wrong: () => {
      checkCountError((truth, found) => found - truth);
    },
  },
  F1: {
    right: () => {
      checkF1((truth, found, matched) => (2 * matched) / (truth + found));
    },
    wrong: () => {
      checkF1((truth, _, matched) => matched / truth);
    },
  },
  'mean over groups': {
    right: () => {
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
      checkGroupMean((groups) => mean(groups.map(mean)));
    },
    wrong: () => {
      checkGroupMean((groups) => groups.flat().reduce((a, b) => a + b) / groups.flat().length);
    },
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
  },
  'epochs at each size': {
    right: () => {
      checkEpochsAt((B, s, c) => [(4 * B * s) / c, (B * (1 - s)) / c]);
    },
    wrong: () => {
      checkEpochsAt((B, s, c) => [(B * s) / c, (B * (1 - s)) / c]);
    },
  },
};

describe('exercises', () => {
  for (const [name, { right, wrong }] of Object.entries(checks))
    it(`${name}: the right answer passes, a near one is named with what was wanted`, () => {
      assert.match(printed(right), /:\*\* right, all \d cases$/);
      assert.match(printed(wrong), /:\*\* not yet, \d of \d right; .* wanted /);
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
    }, /14 exercises were checked; there are 15/);
    printed(() => {
      checkStandardError(() => NaN);
    });
    assert.throws(() => {
      assertSolved(titles);
    }, /not solved: Standard error/);
  });
});
