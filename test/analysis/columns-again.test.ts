import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyseRuns } from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import type { Objective, RunRecord } from 'unetlab/types';

it('a second analysis sees what has changed in the same runs', async () => {
  const random = new Random(4);
  const runs = Array.from({ length: 30 }, (_, i): RunRecord & { summary: { score: number } } => ({
    id: `r${i}`,
    name: `r${i}`,
    source: 'local',
    state: 'finished',
    sweep: null,
    url: null,
    created: null,
    tags: [],
    config: { a: random.uniform(), b: random.uniform() },
    summary: { score: random.uniform() },
    about: {},
    history: null,
    notices: [],
  }));
  const objective: Objective = { metric: 'score', goal: 'maximize', range: null, source: 'asked' };
  const best = async (): Promise<number> =>
    (await analyseRuns(runs, { objective, random: new Random(1), importance: { resamples: 20 } })).ranking
      .ranked[0]!.value;
  assert.ok((await best()) < 1);
  runs[7]!.summary.score = 5;
  assert.equal(await best(), 5);
});
