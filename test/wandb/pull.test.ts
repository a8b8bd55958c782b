import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunRecord } from 'unetlab/types';
import { asked, withServer } from './world';

process.env.TZ = 'Asia/Tokyo'; // dates without a zone must not be read as local time

function ids(records: readonly RunRecord[]): string[] {
  return records.map((record) => record.id);
}

describe('a pull', () => {
  it('brings every run once, with config, summary and the proof', async () => {
    await withServer({ runs: 57, rows: 3 }, async ({ server, pull, lines }) => {
      const { records, report, sweep } = await pull({ pageSize: 10 });
      assert.deepEqual(
        ids(records),
        server.store.project('lab', 'beads')!.runs.map((run) => run.name),
      );
      assert.equal(report.complete, true);
      assert.equal(report.expected, 57);
      assert.deepEqual(report.notices, []);
      assert.deepEqual(asked(server), { Sweep: 1, Runs: 6 });
      const stored = server.store.project('lab', 'beads')!.byName.get('run00004')!;
      const config = JSON.parse(stored.config) as Record<string, { value: unknown }>;
      const record = records[4]!;
      assert.equal(record.config.learning_rate, config.learning_rate!.value);
      assert.deepEqual(record.config.input_shape, [256, 256, 1]);
      assert.equal(record.config['optimizer.name'], 'adam');
      assert.ok(!('_wandb' in record.config) && !('_wandb.value' in record.config));
      assert.equal(
        record.summary.val_dice,
        (JSON.parse(stored.summaryMetrics) as { val_dice: number }).val_dice,
      );
      assert.equal(record.name, 'made-sweep-5');
      assert.equal(record.url, `${server.url}/lab/beads/runs/run00004`);
      assert.equal(record.created, '2025-06-21T10:04:00.000Z', 'a date without a zone is UTC');
      assert.deepEqual(record.tags, ['unet']);
      assert.equal(record.sweep, 'sw33p001');
      assert.equal(record.history, null);
      assert.equal(sweep!.method, 'bayes');
      assert.deepEqual(sweep!.metric, { name: 'val_dice', goal: 'maximize' });
      assert.deepEqual(sweep!.parameters.batch_size!.values, [4, 8, 16]);
      assert.deepEqual(sweep!.parameters.epochs!.values, [40]);
      assert.deepEqual(
        [sweep!.parameters.learning_rate!.min, sweep!.parameters.learning_rate!.max],
        [1e-5, 0.01],
      );
      assert.match(lines.at(-1)!, /^runs 57 of 57, [\d,]+ a second$/);
      assert.match(lines[0]!, /^runs 10 of 57, [\d,]+ a second, \d+ s left$/);
    });
  });

  it('of a whole project, of a filter, and through an address with a slash', async () => {
    await withServer({ runs: 30 }, async ({ server, pull }) => {
      server.store.upsertRun(server.store.project('lab', 'beads')!, 'single', { state: 'crashed' });
      const all = await pull({ sweep: null, baseUrl: `${server.url}//` });
      assert.equal(all.records.length, 31);
      assert.equal(all.sweep, null);
      assert.equal(all.records[30]!.state, 'crashed');
      const small = await pull({ filters: { 'config.batch_size.value': 8 } });
      assert.ok(small.records.length > 0 && small.records.length < 30);
      assert.ok(small.records.every((record) => record.config.batch_size === 8));
      assert.equal(small.report.complete, true);
    });
  });

  it('follows hasNextPage where the server gives fewer runs than asked for', async () => {
    await withServer({ runs: 25 }, async ({ server, pull }) => {
      server.faults.pageCap = 4;
      const { records, report } = await pull();
      assert.equal(new Set(ids(records)).size, 25);
      assert.equal(report.complete, true);
      assert.equal(asked(server).Runs, 7);
    });
  });

  it('names the runs that pages repeat, and keeps them once', async () => {
    await withServer({ runs: 60 }, async ({ server, pull }) => {
      server.faults.repeatedPages.set(1, 1);
      const { records, report } = await pull({ pageSize: 10 });
      const { runs } = server.store.project('lab', 'beads')!;
      assert.deepEqual(
        ids(records),
        runs.map((run) => run.name),
      );
      assert.deepEqual(
        report.repeated,
        runs.slice(10, 20).map((run) => run.name),
      );
      assert.equal(report.complete, true);
      assert.match(report.notices[0]!, /^pages repeated 10 runs, kept once: run00010, /);
    });
  });

  it('finds the runs that pages lost by listing from the other end', async () => {
    await withServer({ runs: 30 }, async ({ server, pull }) => {
      server.faults.lostPages.set(1, 1);
      const { records, report } = await pull({ pageSize: 10 });
      assert.deepEqual(
        ids(records),
        server.store.project('lab', 'beads')!.runs.map((run) => run.name),
      );
      assert.ok(records.every((record) => typeof record.summary.best_val_dice === 'number'));
      assert.equal(report.complete, true);
    });
  });

  it('finds the runs that pages lost in both directions by listing once more', async () => {
    await withServer({ runs: 30 }, async ({ server, pull }) => {
      server.faults.lostPages.set(1, 2);
      const { records, report } = await pull({ pageSize: 10 });
      assert.equal(records.length, 30);
      assert.equal(report.complete, true);
      assert.equal(asked(server).RunsInBrief, 3);
      assert.equal(asked(server).RunsByName, 1);
    });
  });

  it('says how many are missing where the server lists fewer than it counts', async () => {
    await withServer({ runs: 30 }, async ({ server, pull }) => {
      server.faults.lostPages.set(1, Infinity);
      const { records, report } = await pull({ pageSize: 10 });
      assert.equal(records.length, 20);
      assert.equal(report.complete, false);
      assert.equal(
        report.notices[0],
        'the server counts 30 runs but lists only 20, from either end: 10 are missing',
      );
    });
  });

  it('asks for pages from both ends, no more than are needed', async () => {
    for (const [runs, pages] of [
      [10, 1],
      [11, 2],
      [50, 5],
      [47, 5],
      [95, 10],
    ] as const) {
      await withServer({ runs }, async ({ server, pull }) => {
        const { records, report } = await pull({ pageSize: 10 });
        assert.deepEqual(
          ids(records),
          server.store.project('lab', 'beads')!.runs.map((run) => run.name),
        );
        assert.equal(report.complete, true);
        assert.equal(asked(server).Runs, pages, `${runs} runs`);
        const orders = server.seen.map(({ variables }) => variables.order);
        assert.equal(orders.includes('-created_at'), runs > 20);
      });
    }
  });

  it('of a sweep that grows under it has every run, the new ones too', async () => {
    await withServer({ runs: 30 }, async ({ server, pull }) => {
      const project = server.store.project('lab', 'beads')!;
      let born = 0;
      server.faults.beforePage = () => {
        if (born < 3) server.store.upsertRun(project, `new${born++}`, { sweepName: 'sw33p001' });
      };
      const { records, report } = await pull({ pageSize: 10 });
      assert.equal(records.length, 33);
      assert.equal(report.complete, true);
      assert.equal(records.filter((record) => record.state === 'running').length, 3);
    });
  });

  for (const poison of ['whole answer fails', 'status 500', 'error on the field'] as const) {
    it(`with a run that the server cannot deliver (${poison}) brings all others and says which`, async () => {
      await withServer({ runs: 40 }, async ({ server, pull }) => {
        server.faults.poisoned.set('run00013', poison);
        const { records, report } = await pull();
        assert.equal(records.length, 40);
        const [sick] = records.filter((record) => record.id === 'run00013');
        assert.deepEqual(sick!.config, {});
        assert.equal(sick!.notices.length, 1);
        assert.match(sick!.notices[0]!, /^the server could not give all of this run: /);
        assert.equal(sick!.name, 'made-sweep-14');
        assert.equal(records.filter((record) => record.notices.length === 0).length, 39);
        assert.ok(records.every((r) => r === sick || typeof r.config.learning_rate === 'number'));
        assert.equal(report.complete, false);
      });
    });
  }

  it('with a run of which not even the name comes says that one is missing', async () => {
    await withServer({ runs: 12 }, async ({ server, pull }) => {
      server.faults.poisoned.set('run00005', 'null node');
      const { records, report } = await pull();
      assert.equal(records.length, 11);
      assert.equal(report.complete, false);
      assert.match(report.notices.join('\n'), /the server counts 12 runs but lists only 11/);
    });
  });

  it('with a config that is not JSON keeps the rest of that run and says so', async () => {
    await withServer({ runs: 5 }, async ({ server, pull }) => {
      server.faults.poisoned.set('run00002', 'config is not JSON');
      const { records } = await pull();
      assert.deepEqual(records[2]!.config, {});
      assert.deepEqual(records[2]!.notices, ['its config is not JSON and is left out']);
      assert.equal(typeof records[2]!.summary.best_val_dice, 'number');
    });
  });

  it('reads NaN in each of its spellings', async () => {
    await withServer({ runs: 1 }, async ({ server, pull }) => {
      const [run] = server.store.project('lab', 'beads')!.runs;
      run!.summaryMetrics =
        '{"a": NaN, "b": "NaN", "c": -Infinity, "d": "Infinity", "e": "NaN and text", "f": {"g": NaN}}';
      const { summary } = (await pull()).records[0]!;
      assert.deepEqual(summary, { a: NaN, b: NaN, c: -Infinity, d: Infinity, e: 'NaN and text', 'f.g': NaN });
    });
  });
});

describe('whole histories', () => {
  it('come for many runs in few requests, and are the rows that were logged', async () => {
    await withServer({ runs: 120, rows: 40 }, async ({ server, pull }) => {
      const { records, report } = await pull({ histories: 'all' });
      assert.equal(asked(server).Histories, 3);
      assert.equal(report.complete, true);
      for (const record of records) {
        const rows = server.store.project('lab', 'beads')!.byName.get(record.id)!.history;
        assert.equal(record.history!._step!.length, 40);
        rows.forEach((row, i) => {
          for (const [key, value] of Object.entries(JSON.parse(row.text) as Record<string, number>)) {
            assert.equal(record.history![key]![i], value);
          }
        });
        assert.deepEqual(record.notices, []);
      }
    });
  });

  it('of chosen keys keep the rows in which another key is missing', async () => {
    await withServer({ runs: 2, rows: 0 }, async ({ server, pull }) => {
      const [run, other] = server.store.project('lab', 'beads')!.runs;
      run!.history = [
        { step: 0, text: '{"_step":0,"loss":1,"epoch":0}' },
        { step: 1, text: '{"_step":1,"loss":0.5,"val":0.2,"epoch":1}' },
        { step: 2, text: '{"_step":2,"val":NaN,"epoch":2}' },
      ];
      other!.history = [{ step: 0, text: '{"_step":0,"loss":3}' }];
      const { records } = await pull({ histories: ['loss', 'val'] });
      assert.deepEqual(records[0]!.history, { _step: [0, 1, 2], loss: [1, 0.5, NaN], val: [NaN, 0.2, NaN] });
      assert.deepEqual(records[1]!.history, { _step: [0], loss: [3] });
      assert.deepEqual(records[1]!.notices, ['its history has no val']);
      const whole = await pull({ histories: 'all' });
      assert.deepEqual(whole.records[0]!.history!.epoch, [1, 2, 3]);
      assert.deepEqual(whole.records[0]!.notices, [
        'the history counted epochs from 0: they are counted from 1 here',
      ]);
    });
  });

  it('longer than a page, and with steps far apart, come whole', async () => {
    await withServer({ runs: 3 }, async ({ server, pull }) => {
      const [long, sparse, empty] = server.store.project('lab', 'beads')!.runs;
      const row = (step: number) => ({ step, text: JSON.stringify({ _step: step, loss: 1 / (step + 1) }) });
      long!.history = Array.from({ length: 4321 }, (_, i) => row(i));
      long!.summaryMetrics = '{"_step": 4320}';
      sparse!.history = Array.from({ length: 700 }, (_, i) => row(i * 1000));
      sparse!.summaryMetrics = '{"loss": 1}'; // does not tell the last step
      empty!.history = [];
      for (const histories of ['all', ['loss']] as const) {
        const { records, report } = await pull({ histories });
        assert.equal(records[0]!.history!.loss!.length, 4321);
        assert.equal(records[1]!.history!.loss!.length, 700);
        assert.equal(records[1]!.history!._step!.at(-1), 699_000);
        assert.equal(records[2]!.history, null);
        assert.equal(report.complete, true);
      }
      assert.equal(asked(server).Histories, 2, 'one request each time');
    });
  });

  it('that fall short of the count are scanned once more, and then named', async () => {
    await withServer({ runs: 4, rows: 10 }, async ({ server, pull }) => {
      const [run] = server.store.project('lab', 'beads')!.runs;
      run!.history.push({ step: 5000, text: '{"_step":5000,"loss":9}' }); // the summary says that the last step is 9
      const { records, report } = await pull({ histories: 'all' });
      assert.equal(records[0]!.history!.loss!.length, 10);
      assert.deepEqual(records[0]!.notices, ['its history has 10 of 11 rows']);
      assert.equal(report.complete, false);
      assert.equal(asked(server).Histories, 2);
    });
  });

  for (const poison of ['whole answer fails', 'error on the field'] as const) {
    it(`of a poisoned run (${poison}) do not stop the others`, async () => {
      await withServer({ runs: 20, rows: 5 }, async ({ server, pull }) => {
        const first = await pull({ sweep: null });
        assert.equal(first.records.length, 20);
        server.faults.poisoned.set('run00007', poison);
        const { records, report } = await pull({ histories: 'all' });
        assert.equal(records.filter((record) => record.history !== null).length, 19);
        assert.equal(records[7]!.history, null);
        assert.match(records[7]!.notices.join('\n'), /its history could not be had whole: /);
        assert.equal(report.complete, false);
      });
    });
  }
});
