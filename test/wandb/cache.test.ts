import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { WandbError } from 'unetlab/wandb';
import { inNewFolder } from './fixtures';
import { testKey } from './server/server';
import { asked, withServer, type Scene } from './world';

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Forgets what was asked so far. */
function fresh({ server }: Scene): void {
  server.seen.length = 0;
}

describe('the cache', () => {
  it('answers for finished runs: a second pull asks only for the list', async () => {
    await withServer({ runs: 50, rows: 4 }, async (scene) => {
      await inNewFolder(async (cache) => {
        const first = await scene.pull({ cache, histories: 'all', pageSize: 20 });
        fresh(scene);
        const second = await scene.pull({ cache, histories: 'all', pageSize: 20 });
        assert.deepEqual(asked(scene.server), { Sweep: 1, RunsInBrief: 3 });
        assert.deepEqual(second.records, first.records);
        assert.deepEqual(second.report.runs, { fetched: 0, fromCache: 50 });
        assert.deepEqual(second.report.histories, { fetched: 0, fromCache: 50 });
        assert.equal(second.report.complete, true);
      });
    });
  });

  it('fetches running runs anew, resumed ones too, and takes over new titles and tags', async () => {
    await withServer({ runs: 10, rows: 2 }, async (scene) => {
      await inNewFolder(async (cache) => {
        const project = scene.server.store.project('lab', 'beads')!;
        const [running, resumed, renamed, requeued] = project.runs;
        running!.state = 'running';
        await scene.pull({ cache, histories: 'all' });
        running!.summaryMetrics = '{"loss": 0.25}';
        running!.history.push({ step: 2, text: '{"_step":2,"loss":0.25}' });
        resumed!.heartbeatAt = '2030-01-01T00:00:00';
        resumed!.summaryMetrics = '{"loss": 0.125}';
        requeued!.state = 'running';
        requeued!.summaryMetrics = '{"loss": 0.5}';
        renamed!.displayName = 'another title';
        renamed!.tags = ['best'];
        fresh(scene);
        const { records, report } = await scene.pull({ cache, histories: 'all' });
        assert.deepEqual(report.runs, { fetched: 3, fromCache: 7 });
        assert.equal(records[0]!.summary.loss, 0.25);
        assert.equal(records[0]!.history!.loss!.length, 3);
        assert.equal(records[1]!.summary.loss, 0.125);
        assert.equal(records[3]!.summary.loss, 0.5);
        assert.equal(records[2]!.name, 'another title');
        assert.deepEqual(records[2]!.tags, ['best']);
        assert.deepEqual(
          scene.server.seen
            .filter(({ operation }) => operation === 'RunsByName')
            .map(({ variables }) => variables),
          [{ entity: 'lab', project: 'beads', r0: 'run00000', r1: 'run00001', r2: 'run00003' }],
        );
      });
    });
  });

  it('lets a killed pull go on where it stopped', async () => {
    await withServer({ runs: 50, rows: 3 }, async (scene) => {
      await inNewFolder(async (cache) => {
        scene.server.faults.plan({
          fault: { kind: 'status', status: 403 },
          operation: 'Runs',
          after: 3,
          times: Infinity,
        });
        await assert.rejects(scene.pull({ cache, pageSize: 10 }), /answered 403/);
        fresh(scene);
        const { records, report } = await scene.pull({ cache, pageSize: 10, histories: 'all' });
        assert.deepEqual(report.runs, { fetched: 20, fromCache: 30 });
        assert.equal(records.length, 50);
        assert.equal(report.complete, true);
        assert.equal(asked(scene.server).Runs, undefined);
        assert.match(scene.lines.find((line) => line.includes('cached'))!, /^runs 30 of 50 \(30 cached\)/);
      });
    });
  });

  it('keeps the histories of a pull that broke off among them', async () => {
    await withServer({ runs: 120, rows: 3 }, async (scene) => {
      await inNewFolder(async (cache) => {
        scene.server.faults.plan({
          fault: { kind: 'status', status: 403 },
          operation: 'Histories',
          after: 2,
          times: 1,
        });
        await assert.rejects(scene.pull({ cache, histories: 'all', atOnce: 1 }), /answered 403/);
        const { report } = await scene.pull({ cache, histories: 'all' });
        assert.deepEqual(report.histories, { fetched: 20, fromCache: 100 });
        assert.equal(report.complete, true);
      });
    });
  });

  it('is not misled by half-written, foreign or broken files', async () => {
    await withServer({ runs: 30 }, async (scene) => {
      await inNewFolder(async (cache) => {
        await scene.pull({ cache, pageSize: 10 });
        const [folder] = filesBelow(cache).map((path) => join(path, '..'));
        const pieces = readdirSync(folder!).filter((name) => name.startsWith('runs-'));
        assert.equal(pieces.length, 3);
        writeFileSync(
          join(folder!, pieces[0]!),
          readFileSync(join(folder!, pieces[0]!), 'utf8').slice(0, 500),
        );
        writeFileSync(join(folder!, 'runs-000099-1.json.part'), '[{"na');
        writeFileSync(join(folder!, 'notes.txt'), 'mine');
        const { records, report } = await scene.pull({ cache, pageSize: 10 });
        assert.equal(records.length, 30);
        assert.deepEqual(report.runs, { fetched: 10, fromCache: 20 });
        assert.equal(report.complete, true);
        assert.match(report.notices[0]!, /^the cache file .*runs-000001-.* cannot be read and is left out: /);
      });
    });
  });

  it('joins its pieces when there are many', async () => {
    await withServer({ runs: 60 }, async (scene) => {
      await inNewFolder(async (cache) => {
        await scene.pull({ cache, pageSize: 2 });
        assert.equal(filesBelow(cache).length, 2, 'one piece and the manifest');
        const { report } = await scene.pull({ cache, pageSize: 2 });
        assert.deepEqual(report.runs, { fetched: 0, fromCache: 60 });
      });
    });
  });

  it('answers where the server cannot, and says so', async () => {
    await withServer({ runs: 12, rows: 3 }, async (scene) => {
      await inNewFolder(async (cache) => {
        const whole = await scene.pull({ cache, histories: 'all' });
        const day = /that the cache holds from the pull of \d{4}-\d\d-\d\d \d\d:\d\d UTC$/;
        const broken = { cache, histories: 'all', patience: { attempts: 1, timeout: 1000 } } as const;
        for (const fault of [
          { kind: 'status', status: 500 },
          { kind: 'status', status: 429, retryAfter: '1000' },
          { kind: 'hang' },
          { kind: 'not json', body: '<html>' },
        ] as const) {
          scene.server.faults.plan({ fault, times: 20 });
          const { records, report, sweep } = await scene.pull(broken);
          scene.server.faults.clear();
          assert.equal(report.source, 'cache');
          assert.deepEqual(records, whole.records);
          assert.deepEqual(sweep, whole.sweep);
          assert.equal(report.complete, true);
          assert.equal(report.notices.length, 1);
          assert.match(report.notices[0]!, day);
        }
        const noKey = await scene.pull({ ...broken, apiKey: '' });
        assert.match(noKey.report.notices[0]!, /^no W&B API key: .*: showing 12 runs that the cache holds/);
        fresh(scene);
        const offline = await scene.pull({ ...broken, offline: true });
        assert.match(offline.report.notices[0]!, /^asked to work offline: showing 12 runs/);
        assert.deepEqual(scene.server.seen, []);
        await assert.rejects(
          scene.pull({ ...broken, apiKey: 'wrong'.repeat(8) }),
          /answered 401/,
          'a wrong key is not hidden',
        );
      });
    });
  });

  it('answers with a part of a pull, and says that it is one', async () => {
    await withServer({ runs: 30, rows: 2 }, async (scene) => {
      await inNewFolder(async (cache) => {
        scene.server.faults.plan({
          fault: { kind: 'status', status: 500 },
          operation: 'Runs',
          after: 1,
          times: 2,
        });
        scene.server.faults.plan({
          fault: { kind: 'status', status: 500 },
          operation: 'RunsInBrief',
          times: Infinity,
        });
        scene.server.faults.plan({
          fault: { kind: 'status', status: 500 },
          operation: 'Runs',
          after: 1,
          times: Infinity,
        });
        const { records, report } = await scene.pull({
          cache,
          pageSize: 10,
          histories: ['loss'],
          patience: { attempts: 1 },
        });
        assert.equal(records.length, 10);
        assert.equal(report.complete, false);
        assert.match(
          report.notices[0]!,
          /answered 500.*: showing 10 runs that the cache holds from an unfinished pull$/,
        );
        assert.equal(report.notices[1], '10 of 10 histories are not in the cache');
      });
    });
  });

  it('does not keep a history that fell short, and says offline that it has none', async () => {
    await withServer({ runs: 3, rows: 4 }, async (scene) => {
      await inNewFolder(async (cache) => {
        await scene.pull({ cache });
        const without = await scene.pull({ cache, offline: true, histories: 'all' });
        assert.equal(without.report.complete, false);
        assert.equal(without.report.notices[1], '3 of 3 histories are not in the cache');
        assert.deepEqual(without.records[0]!.notices, ['its history is not in the cache']);
        const [run] = scene.server.store.project('lab', 'beads')!.runs;
        const whole = run!.history;
        scene.server.faults.poisoned.set(run!.name, 'error on the field');
        await scene.pull({ cache, histories: 'all' });
        scene.server.faults.poisoned.clear();
        const { report, records } = await scene.pull({ cache, histories: 'all' });
        assert.deepEqual(report.histories, { fetched: 1, fromCache: 2 });
        assert.equal(records[0]!.history!.loss!.length, whole.length);
        assert.equal(report.complete, true);
      });
    });
  });

  it('that is empty does not stand in for anything', async () => {
    await withServer({ runs: 1 }, async (scene) => {
      await inNewFolder(async (cache) => {
        await assert.rejects(
          scene.pull({ cache, offline: true }),
          /^WandbError: asked to work offline, but the cache \(.*\) holds no run; pull them first: npm run notebook -- 01/,
        );
        await assert.rejects(scene.pull({ offline: true }), /the cache \(none given\) holds no run/);
      });
    });
  });

  it('gives the asked keys of a whole history, and asks for keys that it lacks', async () => {
    await withServer({ runs: 3, rows: 6 }, async (scene) => {
      await inNewFolder(async (cache) => {
        await scene.pull({ cache, histories: ['loss', 'val_dice'] });
        fresh(scene);
        const part = await scene.pull({ cache, histories: ['loss'] });
        assert.equal(asked(scene.server).Histories, undefined);
        assert.deepEqual(Object.keys(part.records[0]!.history!), ['_step', 'loss']);
        await scene.pull({ cache, histories: ['val_loss'] });
        assert.equal(asked(scene.server).Histories, 1);
      });
    });
  });

  it('is left alone by another question and refilled on demand', async () => {
    await withServer({ runs: 5 }, async (scene) => {
      await inNewFolder(async (cache) => {
        await scene.pull({ cache });
        const { report } = await scene.pull({ cache, filters: { state: 'finished' } });
        assert.deepEqual(report.runs, { fetched: 5, fromCache: 0 });
        const again = await scene.pull({ cache, refresh: true });
        assert.deepEqual(again.report.runs, { fetched: 5, fromCache: 0 });
      });
    });
  });

  it('names a run that vanished between the list and the fetch', async () => {
    await withServer({ runs: 6 }, async (scene) => {
      await inNewFolder(async (cache) => {
        await scene.pull({ cache });
        const [run] = scene.server.store.project('lab', 'beads')!.runs;
        run!.heartbeatAt = '2030-01-01T00:00:00';
        const { records, report } = await scene.pull({
          cache,
          onProgress: () => scene.server.faults.poisoned.set('run00000', 'null node'),
        });
        assert.equal(records.length, 6);
        assert.deepEqual(report.missing, [{ name: 'run00000', reason: 'the server knows no such run' }]);
        assert.equal(report.complete, false);
      });
    });
  });

  it('never holds the key', async () => {
    await withServer({ runs: 5, rows: 2 }, async (scene) => {
      await inNewFolder(async (cache) => {
        const [run] = scene.server.store.project('lab', 'beads')!.runs;
        run!.config = JSON.stringify({ key: { value: testKey } });
        run!.history.push({ step: 9, text: JSON.stringify({ _step: 9, text: testKey }) });
        await scene.pull({ cache, histories: 'all' });
        const paths = filesBelow(cache);
        assert.ok(paths.length >= 3);
        for (const path of paths) {
          const text = path + readFileSync(path, 'utf8');
          assert.ok(!text.includes(testKey), path);
          assert.ok(!text.includes(Buffer.from(`api:${testKey}`).toString('base64')), path);
        }
      });
    });
  });

  it('that cannot be read is said to be the trouble', async () => {
    await withServer({ runs: 1 }, async (scene) => {
      await inNewFolder(async (cache) => {
        const [host] = [new URL(scene.server.url).host];
        mkdirSync(join(cache, encodeURIComponent(host), 'lab', 'beads'), {
          recursive: true,
        });
        writeFileSync(join(cache, encodeURIComponent(host), 'lab', 'beads', 'sweep-sw33p001'), '');
        await assert.rejects(
          scene.pull({ cache }),
          (error) =>
            error instanceof Error &&
            !(error instanceof WandbError) &&
            /the cache folder .* cannot be read/.test(error.message),
        );
      });
    });
  });
});
