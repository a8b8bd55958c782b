import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from 'unetlab/random';
import { matches } from './server/filters';
import { sampled, sampledRows } from './server/sampling';
import { startServer, testKey } from './server/server';
import { addSyntheticRuns } from './server/synthetic-runs';
import { withServer } from './world';
import { sampleHistory } from 'unetlab/wandb';

async function post(url: string, query: string, key = testKey): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}`,
    },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: await response.json() };
}

describe('the test server', () => {
  it('refuses what is not in the schema, and who has no key', async () => {
    const server = await startServer();
    try {
      addSyntheticRuns(server.store, { runs: 1 });
      const good = await post(server.url, '{ project(name: "beads", entityName: "lab") { runCount } }');
      assert.deepEqual(good, { status: 200, body: { data: { project: { runCount: 1 } } } });
      const unknown = await post(server.url, '{ project(name: "beads") { runs { total } } }');
      assert.equal(unknown.status, 400);
      assert.match(
        JSON.stringify(unknown.body),
        /Cannot query field \\"total\\" on type \\"RunConnection\\"/,
      );
      assert.equal((await post(server.url, 'not a query')).status, 400);
      assert.equal((await post(server.url, '{ viewer { id } }', 'x'.repeat(40))).status, 401);
    } finally {
      await server.close();
    }
  });

  it('samples one row out of each of equal stretches, and gives all where there are no more', () => {
    const rows = Array.from({ length: 1000 }, (_, i) => i);
    const one = sampled(rows, 10, new Random(1));
    assert.equal(one.length, 10);
    one.forEach((row, i) => {
      assert.ok(row >= i * 100 && row < (i + 1) * 100);
    });
    assert.notDeepEqual(one, sampled(rows, 10, new Random(2)));
    assert.deepEqual(sampled(rows, 1000, new Random(1)), rows);
  });

  it('gives only the rows in which all keys of a specification are', async () => {
    await withServer({ runs: 1 }, ({ server }) => {
      const [run] = server.store.project('lab', 'beads')!.runs;
      run!.history = [
        { step: 0, text: '{"_step":0,"a":1}' },
        { step: 1, text: '{"_step":1,"a":NaN,"b":2}' },
      ];
      assert.deepEqual(sampledRows(run!, { keys: ['a', 'b'] }, new Random(1)), [{ a: 'NaN', b: 2 }]);
      return Promise.resolve();
    });
  });

  it('answers a sampled history that two calls draw differently', async () => {
    await withServer({ runs: 1, rows: 300 }, async ({ server, world }) => {
      const options = {
        entity: 'lab',
        project: 'beads',
        run: 'run00000',
        keys: ['loss'],
        samples: 20,
        baseUrl: server.url,
        apiKey: testKey,
        world,
      };
      const [one, two] = [await sampleHistory(options), await sampleHistory(options)];
      assert.equal(one.loss!.length, 20);
      assert.notDeepEqual(one._step, two._step);
      await assert.rejects(sampleHistory({ ...options, run: 'nobody' }), /no run nobody in lab\/beads/);
    });
  });

  it("understands W&B's filters", async () => {
    await withServer({ runs: 6 }, ({ server }) => {
      const [run] = server.store.project('lab', 'beads')!.runs;
      run!.config = '{"batch_size": {"value": 8}}';
      const yes = [
        {},
        { sweep: 'sw33p001' },
        { $and: [{ sweep: { $eq: 'sw33p001' } }, { state: 'finished' }] },
        { name: { $in: ['run00000', 'x'] } },
        { 'config.batch_size.value': { $gte: 8, $lt: 9 } },
        { $or: [{ state: 'crashed' }, { displayName: 'made-sweep-1' }] },
      ];
      const no = [
        { sweep: 'other' },
        { state: { $ne: 'finished' } },
        { 'config.batch_size.value': { $gt: 8 } },
        { 'summary_metrics.nothing': { $exists: true } },
      ];
      for (const filter of yes) assert.equal(matches(run!, filter), true, JSON.stringify(filter));
      for (const filter of no) assert.equal(matches(run!, filter), false, JSON.stringify(filter));
      assert.throws(() => matches(run!, { state: { $regex: 'x' } }), /unknown filter operator \$regex/);
      return Promise.resolve();
    });
  });
});
