import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pullRuns, WandbError, type WandbErrorKind } from 'unetlab/wandb';
import { inNewFolder } from './fixtures';
import { testKey } from './server/server';
import { asked, testWorld, withServer } from './world';

/** Checks that a pull fails with one line of that kind. */
async function fails(pull: Promise<unknown>, kind: WandbErrorKind, message: RegExp): Promise<void> {
  await assert.rejects(pull, (error: unknown) => {
    assert.ok(error instanceof WandbError, String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, message);
    assert.ok(!error.message.includes('\n'), 'one line');
    return true;
  });
}

describe('one clear line for', () => {
  it('no key', async () => {
    await withServer({ runs: 1 }, async ({ pull }) => {
      await fails(
        pull({ apiKey: '' }),
        'no key',
        /^no W&B API key: looked in WANDB_API_KEY and ~\/.netrc \(machine 127.0.0.1\); copy yours from http.*\/authorize$/,
      );
    });
  });

  it('a wrong key, tried once', async () => {
    await withServer({ runs: 1 }, async ({ pull, world }) => {
      await fails(
        pull({ apiKey: 'wrong'.repeat(8) }),
        'key refused',
        /answered 401 \(invalid API key\): the API key is not valid there; check WANDB_API_KEY/,
      );
      assert.deepEqual(world.slept, []);
    });
  });

  it('a project that is not there, with the near ones', async () => {
    await withServer({ runs: 1 }, async ({ pull, server }) => {
      server.store.addProject('lab', 'classic_unet_segmentation');
      await fails(
        pull({ sweep: null, project: 'classic-unet-segmentation' }),
        'not found',
        /^no project "classic-unet-segmentation" of lab; did you mean "classic_unet_segmentation"\?$/,
      );
      await fails(
        pull({ project: 'bead' }),
        'not found',
        /^no project "bead" of lab; did you mean "beads"\?$/,
      );
      await fails(
        pull({ project: 'qqqqqqqqqqqq' }),
        'not found',
        /^no project "qqqqqqqqqqqq" of lab; there are beads, classic_unet_segmentation$/,
      );
    });
  });

  it('an entity that is not there, with the near ones', async () => {
    await withServer({ runs: 1 }, async ({ pull }) => {
      await fails(
        pull({ entity: 'lab-taem' }),
        'not found',
        /^no entity "lab-taem" with projects that this key can see; did you mean "lab-team" or "lab"\?$/,
      );
      await fails(
        pull({ entity: 'lab-team' }),
        'not found',
        /^no project "beads" of lab-team: it has no project that this key can see$/,
      );
    });
  });

  it('a sweep that is not there, with the near ones', async () => {
    await withServer({ runs: 1 }, async ({ pull }) => {
      await fails(
        pull({ sweep: 'sw33p002' }),
        'not found',
        /^no sweep "sw33p002" in lab\/beads; did you mean "sw33p001"\?$/,
      );
      await fails(pull({ sweep: 'bead-sweep' }), 'not found', /did you mean "bead sweep"\?$/);
    });
  });

  it('an empty name, and an address that is none', async () => {
    await assert.rejects(
      pullRuns({ entity: ' ', project: 'x', world: testWorld() }),
      /^Error: the entity to pull from is empty/,
    );
    await assert.rejects(
      pullRuns({ entity: 'a', project: 'x', baseUrl: 'api.wandb.ai', world: testWorld() }),
      /"api.wandb.ai" is no address of a W&B server: expected something like https:\/\/api.wandb.ai/,
    );
  });

  it('no network, without waiting', async () => {
    const world = testWorld();
    await fails(
      pullRuns({
        entity: 'lab',
        project: 'beads',
        baseUrl: 'http://127.0.0.1:1',
        apiKey: testKey,
        world,
        patience: { timeout: 5000 },
      }),
      'no network',
      /^cannot reach http:\/\/127.0.0.1:1 \(.+\): check the network and WANDB_BASE_URL$/,
    );
    assert.deepEqual(world.slept, []);
  });

  it('an address that is no W&B server', async () => {
    await withServer({ runs: 1 }, async ({ pull, server }) => {
      await fails(
        pull({ baseUrl: `${server.url}/wandb` }),
        'no W&B server',
        /answered 404 .*is WANDB_BASE_URL a W&B server\?$/,
      );
    });
  });

  it('a server that goes on failing, after five attempts with growing waits', async () => {
    await withServer({ runs: 1 }, async ({ pull, server, world }) => {
      server.faults.plan({ fault: { kind: 'status', status: 503 }, times: Infinity });
      await fails(pull({ sweep: null, pageSize: 1 }), 'server error', /answered 503 \(tried 5 times\)$/);
      assert.deepEqual(world.slept.slice(0, 4), [2000, 4000, 8000, 16000]);
    });
  });

  it('an answer that never ends', async () => {
    await withServer({ runs: 1 }, async ({ pull, server }) => {
      server.faults.plan({ fault: { kind: 'hang' }, times: Infinity });
      await fails(
        pull({ patience: { timeout: 60, attempts: 2 } }),
        'timeout',
        /did not answer within 0.06 s \(tried 2 times\)$/,
      );
    });
  });

  it('an answer that drips too slowly', async () => {
    await withServer({ runs: 3 }, async ({ pull, server }) => {
      server.faults.plan({ fault: { kind: 'slow drip', milliseconds: 2000 }, times: Infinity });
      await fails(
        pull({ patience: { timeout: 150, attempts: 1 } }),
        'timeout',
        /did not answer within 0.15 s$/,
      );
    });
  });

  it('something that is not JSON', async () => {
    await withServer({ runs: 1 }, async ({ pull, server }) => {
      server.faults.plan({
        fault: { kind: 'not json', body: '<!DOCTYPE html>\n<title>Log in</title>' },
        times: Infinity,
      });
      await fails(
        pull(),
        'not JSON',
        /answered something that is not JSON: it begins "<!DOCTYPE html> <title>Log in<\/title>"/,
      );
    });
  });

  it('a query that the server refuses, in its own words', async () => {
    await withServer({ runs: 1 }, async ({ pull, server }) => {
      server.faults.plan({ fault: { kind: 'graphql error', message: 'permission denied' }, times: Infinity });
      await fails(
        pull({ sweep: null }),
        'query refused',
        /^the W&B server refused the query: permission denied$/,
      );
    });
  });

  it('a wait that is too long', async () => {
    await withServer({ runs: 1 }, async ({ pull, server, world }) => {
      server.faults.plan({ fault: { kind: 'status', status: 429, retryAfter: '3600' }, times: Infinity });
      await fails(pull(), 'too many requests', /answered 429; it asks to wait 3600 s: try again later$/);
      assert.deepEqual(world.slept, []);
    });
  });

  it('a pull that was stopped', async () => {
    await withServer({ runs: 50 }, async ({ pull }) => {
      const controller = new AbortController();
      await fails(
        pull({
          pageSize: 10,
          signal: controller.signal,
          onProgress: () => {
            controller.abort();
          },
        }),
        'stopped',
        /^the pull was stopped$/,
      );
    });
  });
});

describe('a pull goes on after', () => {
  it('429 with a Retry-After, a fraction of a second or a date', async () => {
    await withServer({ runs: 20 }, async ({ pull, server, world }) => {
      const start = 1_700_000_000_000;
      const now = (): number => world.slept.reduce((sum, milliseconds) => sum + milliseconds, start);
      server.faults.plan({ fault: { kind: 'status', status: 429, retryAfter: '0.25' }, operation: 'Runs' });
      server.faults.plan({
        fault: { kind: 'status', status: 429, retryAfter: new Date(start + 4000).toUTCString() },
        operation: 'Runs',
        after: 1,
      });
      const { records, report } = await pull({
        sweep: null,
        pageSize: 10,
        world: { ...world, now },
      });
      assert.equal(records.length, 20);
      assert.equal(report.retries, 2);
      assert.equal(report.complete, true);
      assert.deepEqual(world.slept, [250, 3750]);
    });
  });

  for (const status of [408, 500, 502, 503, 504]) {
    it(`${status}, cut connections and bad JSON among the pages`, async () => {
      await withServer({ runs: 40, rows: 3 }, async ({ pull, server }) => {
        server.faults.plan({ fault: { kind: 'status', status }, operation: 'Runs', after: 1, times: 2 });
        server.faults.plan({ fault: { kind: 'cut connection' }, operation: 'Runs', after: 2 });
        server.faults.plan({
          fault: { kind: 'not json', body: '{"data": {"proj' },
          operation: 'Runs',
          after: 3,
        });
        server.faults.plan({ fault: { kind: 'status', status }, operation: 'Histories' });
        const { records, report } = await pull({ pageSize: 10, histories: 'all' });
        assert.equal(new Set(records.map((record) => record.id)).size, 40);
        assert.ok(records.every((record) => record.history!.loss!.length === 3));
        assert.equal(report.complete, true);
        assert.equal(report.retries, 5);
      });
    });
  }

  it('a page that is too heavy, in smaller ones', async () => {
    await withServer({ runs: 64 }, async ({ pull, server }) => {
      // whatever asks for more than ten runs fails
      server.faults.plan({ fault: { kind: 'status', status: 504 }, operation: 'Runs', times: 2 });
      const { records, report } = await pull({ pageSize: 64, patience: { attempts: 2 } });
      assert.equal(records.length, 64);
      assert.equal(report.complete, true);
      assert.ok(asked(server).Runs! > 3);
    });
  });
});

describe('the key', () => {
  it('is found in the environment and in .netrc', async () => {
    await withServer({ runs: 2 }, async ({ pull, server, world }) => {
      const none = { apiKey: undefined, sweep: null };
      const { records } = await pull({ ...none, world: { ...world, env: { WANDB_API_KEY: testKey } } });
      assert.equal(records.length, 2);
      await inNewFolder(async (folder) => {
        writeFileSync(
          join(folder, '.netrc'),
          `# keys\nmachine api.wandb.ai\n  login user\n  password ${'x'.repeat(40)}\nmachine 127.0.0.1 login user password ${testKey}\n`,
        );
        const found = await pull({ ...none, world: { ...world, env: { HOME: folder } } });
        assert.equal(found.records.length, 2);
        const base = {
          baseUrl: undefined,
          world: { ...world, env: { HOME: folder, WANDB_BASE_URL: `${server.url}/` } },
        };
        assert.equal((await pull({ ...none, ...base })).records.length, 2);
      });
    });
  });

  it('is never told, even where the server echoes it', async () => {
    await withServer({ runs: 3 }, async ({ pull, server }) => {
      const basic = Buffer.from(`api:${testKey}`).toString('base64');
      const [run] = server.store.project('lab', 'beads')!.runs;
      run!.config = JSON.stringify({ key: { value: testKey }, header: { value: `Basic ${basic}` } });
      const { records } = await pull();
      assert.deepEqual(records[0]!.config, { key: '***', header: 'Basic ***' });
      const told: string[] = [];
      for (const body of [`bad key ${testKey}`, `{"error": "header was Basic ${basic}"}`]) {
        for (const fault of [
          { kind: 'status', status: 500, body },
          { kind: 'status', status: 403, body },
          { kind: 'not json', body: `${body} <` },
        ] as const) {
          server.faults.plan({ fault, times: 20 });
          await pull({ patience: { attempts: 1 }, pageSize: 1 }).catch((error: unknown) =>
            told.push(String((error as Error).stack)),
          );
          server.faults.clear();
        }
      }
      assert.equal(told.length, 6);
      for (const line of told) {
        assert.ok(!line.includes(testKey), line);
        assert.ok(!line.includes(basic), line);
      }
    });
  });
});
