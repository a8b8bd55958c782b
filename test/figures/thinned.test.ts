import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  bestSoFarFigure,
  bestSoFarInfo,
  parallelCoordinatesFigure,
  parallelCoordinatesInfo,
  parameterScatterFigure,
  hyperparameterImpactFigure,
  hyperparameterImpactInfo,
  lossComparisonFigure,
  lossComparisonInfo,
  parameterScatterInfo,
  searchRuns,
} from 'unetlab/figures';
import { Random } from 'unetlab/random';
import type { Figure, Objective, RunRecord } from 'unetlab/types';

const score: Objective = { metric: 'score', goal: 'maximize', range: null, source: 'asked' };

function runs(count: number): RunRecord[] {
  const random = new Random(4);
  return Array.from({ length: count }, (_, i) => {
    const config = {
      a: random.uniform(),
      b: random.uniform(),
      loss: i % 3 === 0 ? 'dice' : 'bce',
      flip: i % 2 === 0,
    };
    return {
      id: `r${i}`,
      name: `run ${i}`,
      source: 'local',
      state: 'finished',
      sweep: null,
      url: null,
      created: null,
      tags: [],
      config,
      summary: { score: config.a + random.normal() },
      about: {},
      history: null,
      notices: [],
    };
  });
}

const drawn = (records: readonly RunRecord[]): Figure[] => {
  const { runs: searched } = searchRuns(records, score);
  const words = { goal: score.goal, quantity: 'score' };
  return [
    hyperparameterImpactFigure(hyperparameterImpactInfo(searched, words)),
    lossComparisonFigure(lossComparisonInfo(searched, { ...words, factor: 'loss' })),
    bestSoFarFigure(bestSoFarInfo(records, { score })),
    parameterScatterFigure(parameterScatterInfo(records, { score, parameters: ['a', 'b'] })),
    parallelCoordinatesFigure(parallelCoordinatesInfo(records, { score, parameters: ['a', 'b', 'flip'] })),
  ];
};

describe('figures of very many runs', () => {
  it('draw some of them, say so, and stay small', () => {
    for (const figure of drawn(runs(100_000))) {
      const text = JSON.stringify(figure);
      assert.ok(text.length < 2_000_000, `${figure.name}: ${text.length}`);
      assert.match(text, /100,?000 runs \(\d{4} of them drawn, evenly spread\)/, figure.name);
    }
  });

  it('cut a setting of many numbers into quarters, and keep the best run of each', () => {
    const { runs: searched } = searchRuns(runs(9000), score);
    const info = hyperparameterImpactInfo(searched, { goal: 'maximize', quantity: 'score', factors: ['a'] });
    const { levels } = info.factors[0]!;
    assert.deepEqual(
      levels.map(({ n }) => n),
      [2250, 2250, 2250, 2250],
    );
    assert.ok(levels.every(({ mean }, at) => at === 0 || mean > levels[at - 1]!.mean));
    const [dots, , stars] = hyperparameterImpactFigure(info).data as readonly {
      readonly y: readonly number[];
    }[];
    assert.equal(dots!.y.length, 4000);
    assert.ok(stars!.y.every((best) => dots!.y.includes(best)));
  });

  it('keep every step of the best so far', () => {
    const records = runs(20_000);
    const info = bestSoFarInfo(records, { score });
    const line = (
      bestSoFarFigure(info).data as readonly { readonly name?: string; readonly x?: readonly number[] }[]
    ).find(({ name }) => name === 'best so far')!;
    assert.ok(info.records.every((number) => line.x!.includes(number)));
  });

  it('draw all of a few thousand', () => {
    for (const figure of drawn(runs(4000))) assert.doesNotMatch(JSON.stringify(figure), /of them drawn/);
  });
});
