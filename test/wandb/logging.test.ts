import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import type { RunRecord } from 'unetlab/types';
import { mirrorRun, pullRuns, readWandbFolder, startRunLog, type RunLogOptions } from 'unetlab/wandb';
import { inNewFolder } from './fixtures';
import { startServer, testKey, type TestServer } from './server/server';
import { asked, testWorld } from './world';

const config = { learning_rate: 1e-3, loss: 'focal', sizes: [256, 256], momentum: NaN } as const;
const rows = [
  { epoch: 1, loss: 1, val_dice: 0.1 },
  { epoch: 2, loss: NaN, val_dice: 0.3 },
  { epoch: 3, loss: 0.25, val_dice: Infinity },
];

/** Logs a short training to a server, with or without faults. */
async function training(server: TestServer, options: Partial<RunLogOptions> = {}) {
  const warnings: string[] = [];
  const log = startRunLog({
    entity: 'lab',
    project: 'beads',
    baseUrl: server.url,
    apiKey: testKey,
    id: 'logged01',
    name: 'a training',
    tags: ['unet', 'test'],
    config,
    env: {},
    onWarning: (line) => warnings.push(line),
    ...options,
  });
  for (const row of rows) log.logEpoch(row);
  const requestsInTraining = server.seen.length;
  const report = await log.finish({ best_val_dice: 0.3, best_epoch: 2 });
  return { report, warnings, requestsInTraining };
}

async function pulled(server: TestServer): Promise<RunRecord> {
  const { records } = await pullRuns({
    entity: 'lab',
    project: 'beads',
    histories: 'all',
    baseUrl: server.url,
    apiKey: testKey,
    world: testWorld(),
  });
  return records[0]!;
}

function assertWhole(record: RunRecord): void {
  assert.equal(record.id, 'logged01');
  assert.equal(record.name, 'a training');
  assert.equal(record.state, 'finished');
  assert.deepEqual(record.tags, ['unet', 'test']);
  assert.deepEqual(record.config, config);
  assert.equal(record.summary.best_val_dice, 0.3);
  assert.equal(record.summary.best_epoch, 2);
  assert.deepEqual(record.history!.epoch, [1, 2, 3]);
  assert.deepEqual(record.history!.loss, [1, NaN, 0.25]);
  assert.deepEqual(record.history!.val_dice, [0.1, 0.3, Infinity]);
  assert.deepEqual(record.history!._step, [0, 1, 2]);
}

async function withEmptyServer(work: (server: TestServer) => Promise<void>): Promise<void> {
  const server = await startServer();
  try {
    await work(server);
  } finally {
    await server.close();
  }
}

describe('a training that is logged through the SDK', () => {
  it('is pulled back equal', async () => {
    await withEmptyServer(async (server) => {
      const { report, warnings } = await training(server);
      assert.deepEqual(warnings, []);
      assert.equal(report.delivered, true);
      assert.equal(report.stored, 3);
      assert.equal(report.url, `${server.url}/lab/beads/runs/logged01`);
      assertWhole(await pulled(server));
      assert.ok(asked(server).Viewer! >= 1, 'the SDK asks who the key belongs to: it was there');
      assert.ok(asked(server).file_stream! >= 2);
    });
  });

  it('sends prediction overlays as files that the history refers to', async () => {
    await withEmptyServer(async (server) => {
      const png = await sharp({ create: { width: 8, height: 6, channels: 3, background: 'red' } })
        .png()
        .toBuffer();
      const warnings: string[] = [];
      const log = startRunLog({
        project: 'beads',
        baseUrl: server.url,
        apiKey: testKey,
        id: 'x',
        config: {},
        env: {},
        onWarning: (line) => warnings.push(line),
      });
      log.logEpoch({ loss: 1 }, [{ key: 'overlay', png, caption: 'prediction' }]);
      const report = await log.finish();
      assert.deepEqual(warnings, []);
      assert.equal(report.delivered, true);
      const run = server.store.project('lab', 'beads')!.byName.get('x')!;
      const row = JSON.parse(run.history[0]!.text) as {
        overlay: { path: string; width: number; height: number; caption: string };
      };
      assert.deepEqual([row.overlay.width, row.overlay.height, row.overlay.caption], [8, 6, 'prediction']);
      assert.deepEqual(run.files.get(row.overlay.path), png);
    });
  });

  it('loses nothing where the SDK drops rows: they are sent again', async () => {
    await withEmptyServer(async (server) => {
      server.faults.plan({ fault: { kind: 'status', status: 500 }, operation: 'file_stream' });
      const { report, warnings } = await training(server);
      assert.deepEqual(warnings, []);
      assert.equal(report.delivered, true);
      assertWhole(await pulled(server));
    });
  });

  it('on a server that fails costs one warning and no time', async () => {
    await withEmptyServer(async (server) => {
      server.faults.plan({ fault: { kind: 'status', status: 500 }, times: Infinity });
      const { report, warnings, requestsInTraining } = await training(server);
      assert.equal(report.delivered, false);
      assert.equal(warnings.length, 1);
      assert.match(
        warnings[0]!,
        /^W&B log of run logged01: .* answered 500 .*; the training goes on, its run store has everything$/,
      );
      assert.equal(requestsInTraining, 0, 'the training waits for no answer');
    });
  });

  it('on a server that never answers ends at its limit', async () => {
    await withEmptyServer(async (server) => {
      server.faults.plan({ fault: { kind: 'hang' }, times: Infinity });
      const { report, warnings, requestsInTraining } = await training(server, { finishLimit: 300 });
      assert.equal(report.delivered, false);
      assert.deepEqual(warnings.length, 1);
      assert.match(warnings[0]!, /not finished within 0.3 s/);
      assert.equal(requestsInTraining, 0, 'the training waits for no answer');
    });
  });

  it('without a server, a key or a good key costs one warning', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => free.once('listening', resolve));
    const { port } = free.address() as { port: number };
    await new Promise((resolve) => free.close(resolve));
    await withEmptyServer(async (server) => {
      for (const options of [
        { baseUrl: `http://127.0.0.1:${port}` },
        { apiKey: '', env: { HOME: '/nowhere' } },
        { apiKey: 'wrong'.repeat(8) },
      ]) {
        const { report, warnings } = await training(server, options);
        assert.equal(report.delivered, false);
        assert.equal(report.stored, null);
        assert.equal(warnings.length, 1, warnings.join('\n'));
        assert.ok(!warnings[0]!.includes('wrong'.repeat(8)) && !warnings[0]!.includes(testKey));
        assert.equal(report.warning, warnings[0]);
      }
    });
  });
});

describe('WANDB_MODE', () => {
  it('disabled logs nothing', async () => {
    await withEmptyServer(async (server) => {
      const { report, warnings } = await training(server, { env: { WANDB_MODE: 'disabled' } });
      assert.equal(report.mode, 'disabled');
      assert.deepEqual(warnings, []);
      assert.deepEqual(server.seen, []);
    });
  });

  it('offline writes a run that reads back equal, and asks nobody', async () => {
    await withEmptyServer(async (server) => {
      await inNewFolder(async (folder) => {
        const png = await sharp({ create: { width: 8, height: 6, channels: 3, background: 'red' } })
          .png()
          .toBuffer();
        const warnings: string[] = [];
        const log = startRunLog({
          project: 'beads',
          id: 'logged01',
          name: 'a training',
          tags: ['unet', 'test'],
          config,
          env: { WANDB_MODE: 'offline', WANDB_DIR: folder },
          baseUrl: server.url,
          apiKey: testKey,
          onWarning: (line) => warnings.push(line),
        });
        for (const row of rows) log.logEpoch(row, row.epoch === 3 ? [{ key: 'overlay', png }] : []);
        const report = await log.finish({ best_val_dice: 0.3, best_epoch: 2 });
        assert.deepEqual(server.seen, []);
        assert.deepEqual(warnings, []);
        assert.equal(report.delivered, true);
        assert.match(report.folder!, /wandb\/offline-run-\d{8}_\d{6}-logged01$/);
        const { records } = await readWandbFolder(folder);
        assertWhole(records[0]!);
        const [image] = readdirSync(join(report.folder!, 'files', 'media', 'images'));
        assert.deepEqual(readFileSync(join(report.folder!, 'files', 'media', 'images', image!)), png);
      });
    });
  });

  it('offline pads the end of a block that has no room for a chunk', async () => {
    await inNewFolder(async (folder) => {
      const log = startRunLog({ project: 'p', mode: 'offline', folder, id: 'x', config: {}, env: {} });
      let size = 0;
      let overhead = 150;
      let padded = 0;
      const rows = 300;
      for (let epoch = 1; epoch <= rows; epoch++) {
        const room = 32_768 - (size % 32_768);
        const length = Math.max(100, room - overhead - 3); // aims at a rest of three bytes
        log.logEpoch({ epoch, loss: 1, note: 'n'.repeat(length) });
        const [run] = readdirSync(join(folder, 'wandb'));
        const now = statSync(join(folder, 'wandb', run!, 'run-x.wandb')).size;
        if (size > 0) overhead = now - size - length;
        size = now;
        const rest = 32_768 - (size % 32_768);
        if (rest < 7) padded += 1;
      }
      await log.finish();
      assert.ok(padded > 10, `${padded} blocks ended in padding`);
      const [record] = (await readWandbFolder(folder)).records;
      assert.equal(record!.history!.loss!.length, rows);
      assert.equal(record!.state, 'finished');
      assert.deepEqual(record!.notices, [
        `history key "note" holds text values, not numbers: ${rows} left out of the history`,
      ]);
    });
  });

  it('offline in a folder that cannot be written costs one warning', async () => {
    await inNewFolder(async (folder) => {
      writeFileSync(join(folder, 'file'), '');
      const warnings: string[] = [];
      const log = startRunLog({
        project: 'p',
        mode: 'offline',
        folder: join(folder, 'file'),
        config: {},
        env: {},
        onWarning: (line) => warnings.push(line),
      });
      log.logEpoch({ loss: 1 });
      log.logEpoch({ loss: 2 });
      const report = await log.finish();
      assert.equal(report.delivered, false);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]!, /^W&B offline log: .*; the training goes on without it$/);
    });
  });
});

describe('a finished run', () => {
  it('can be sent afterwards, twice without harm', async () => {
    await withEmptyServer(async (server) => {
      const record: RunRecord = {
        id: 'logged01',
        name: 'a training',
        source: 'local',
        state: 'finished',
        sweep: null,
        url: null,
        created: null,
        tags: ['unet', 'test'],
        config,
        summary: { best_val_dice: 0.3, best_epoch: 2 },
        history: { epoch: [1, 2, 3], loss: [1, NaN, 0.25], val_dice: [0.1, 0.3, Infinity] },
        notices: [],
      };
      const options = {
        entity: 'lab',
        project: 'beads',
        baseUrl: server.url,
        apiKey: testKey,
        world: testWorld(),
      };
      await mirrorRun(record, options);
      await mirrorRun(record, options);
      assertWhole(await pulled(server));
    });
  });
});
