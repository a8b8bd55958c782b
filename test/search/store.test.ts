import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  EventLog,
  gpuNames,
  GpuSlots,
  keepImages,
  keptImages,
  Lease,
  leaseState,
  SearchStore,
  searchStatus,
  type SearchEvent,
} from 'unetlab/search';
import { syntheticMicrobeads } from 'unetlab/data';
import type { RunRecord, Sample } from 'unetlab/types';
import { smallFolder } from './small-search';

const root = mkdtempSync(join(tmpdir(), 'unetlab-store-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});
let count = 0;
const fresh = (): string => {
  const folder = join(root, String((count += 1)));
  mkdirSync(folder);
  return folder;
};

const record = (id: string, more: Partial<RunRecord> = {}): RunRecord => ({
  id,
  name: id,
  source: 'local',
  state: 'finished',
  sweep: 'small',
  url: null,
  created: '2026-01-01T00:00:00.000Z',
  tags: [],
  config: { learning_rate: 0.1 },
  summary: { best_val_jaccard: NaN, seconds: 2 },
  history: { epoch: [1], val_jaccard: [0.5] },
  notices: [],
  ...more,
});

describe('records', () => {
  it('stand a file each, whole, the first of a trial for good', () => {
    const folder = fresh();
    const [store, other] = [new SearchStore(folder), new SearchStore(folder)];
    assert.deepEqual(store.records(), []);
    assert.ok(store.write(record('b')));
    assert.ok(other.write(record('a')));
    assert.ok(!other.write(record('b', { state: 'failed' })));
    assert.deepEqual(store.records(), [record('a'), record('b')]);
    assert.deepEqual(readdirSync(join(folder, 'records')).sort(), ['a.json', 'b.json']);
  });

  it('that are damaged count as none and are written anew', () => {
    const folder = fresh();
    const store = new SearchStore(folder);
    store.write(record('a'));
    writeFileSync(join(folder, 'records', 'a.json'), '{"id": "a", "na');
    assert.deepEqual([store.has('a'), store.records().length], [false, 0]);
    assert.ok(store.write(record('a')));
    assert.ok(new SearchStore(folder).has('a'));
  });

  it('can be put aside and made again', () => {
    const folder = fresh();
    const store = new SearchStore(folder);
    for (const state of ['failed', 'failed', 'finished'] as const) {
      if (store.has('a')) store.setAside('a');
      store.write(record('a', { state }));
    }
    assert.equal(store.record('a')!.state, 'finished');
    assert.deepEqual(readdirSync(join(folder, 'set-aside')), ['a-1.json', 'a-2.json']);
  });

  it('are not damaged by a full disk or a read-only one, which gets one line', (test) => {
    const folder = fresh();
    const program = join(root, 'full.cjs');
    writeFileSync(
      program,
      `const { SearchStore } = require(${JSON.stringify(require.resolve('unetlab/search'))});
       const { execFileSync } = require('node:child_process');
       const store = new SearchStore(${JSON.stringify(folder)});
       const record = (id, size) => ({ id, name: 'x'.repeat(size), source: 'local', state: 'finished', sweep: null, url: null, created: null, tags: [], config: {}, summary: {}, history: null, notices: [] });
       const attempt = (work) => { try { work(); console.log('done'); } catch (error) { console.log(error.message); } };
       attempt(() => store.write(record('a', 10)));
       attempt(() => store.write(record('b', 500000)));
       attempt(() => store.claim('b').release());
       execFileSync('mount', ['-o', 'remount,ro', ${JSON.stringify(folder)}]);
       attempt(() => store.write(record('c', 10)));
       attempt(() => store.claim('c'));
       console.log(store.records().map(({ id }) => id).join());
       console.log(require('node:fs').readdirSync(${JSON.stringify(join(folder, 'records'))}).join());`,
    );
    const mounted = spawnSync(
      'unshare',
      ['-rm', 'sh', '-c', `mount -t tmpfs -o size=128k none ${folder} && ${process.execPath} ${program}`],
      { encoding: 'utf8' },
    );
    if (mounted.status !== 0) {
      test.skip('this machine mounts nothing for its users');
      return;
    }
    assert.deepEqual(mounted.stdout.trim().split('\n'), [
      'done',
      `${folder} cannot be written to: no space is left there`,
      'done',
      `${folder} cannot be written to: it is read-only`,
      `${folder} cannot be written to: it is read-only`,
      'a',
      'a.json',
    ]);
  });
});

describe('leases', () => {
  it('have one holder, who gives them back', () => {
    const store = new SearchStore(fresh());
    const lease = store.claim('a')!;
    assert.equal(store.claim('a'), null);
    assert.equal(store.holder('a')!.pid, process.pid);
    assert.deepEqual(store.running(), ['a']);
    lease.release();
    assert.equal(store.holder('a'), null);
    store.claim('a')!.release();
    assert.deepEqual(readdirSync(join(store.folder, 'leases')), []);
  });

  it('are free at once where their process of this machine is gone', async () => {
    const store = new SearchStore(fresh());
    const child = spawn(process.execPath, [
      '-e',
      `const { Lease } = require(${JSON.stringify(require.resolve('unetlab/search'))});
       require('node:fs').mkdirSync(${JSON.stringify(join(store.folder, 'leases'))});
       Lease.take(${JSON.stringify(join(store.folder, 'leases', 'a'))});
       console.log('taken'); setInterval(() => undefined, 1000);`,
    ]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    assert.equal(store.claim('a'), null);
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
    store.claim('a')!.release();
  });

  it('of another machine are free after a minute without renewal, by the clock of the files', () => {
    const folder = fresh();
    const path = join(folder, 'a');
    const elsewhere = { host: `not-${hostname()}`, space: 'x', pid: 1, start: '1', nonce: 'n', since: '' };
    writeFileSync(path, JSON.stringify(elsewhere));
    assert.equal(leaseState(path)!.isLive, true);
    assert.equal(Lease.take(path), null);
    const old = Date.now() / 1000 - 61;
    utimesSync(path, old, old);
    const lease = Lease.take(path)!;
    assert.ok(lease);
    lease.release();
    writeFileSync(path, '');
    assert.equal(Lease.take(path), null, 'one that is being written');
  });

  it('tell a holder that was out of sight for so long that it lost them', () => {
    const path = join(fresh(), 'a');
    const lease = Lease.take(path)!;
    lease.renew();
    assert.equal(lease.lost.aborted, false);
    rmSync(path);
    const other = Lease.take(path)!;
    lease.renew();
    assert.equal(lease.lost.aborted, true);
    lease.release();
    assert.ok(existsSync(path), 'the other one stays');
    other.release();
  });

  it('go to one of many that want them at once', async () => {
    const folder = fresh();
    mkdirSync(join(folder, 'leases'));
    const path = join(folder, 'leases', 'a');
    const gone = { host: `not-${hostname()}`, space: 'x', pid: 1, start: '1', nonce: 'n', since: '' };
    writeFileSync(path, JSON.stringify(gone));
    utimesSync(path, 1, 1);
    const at = Date.now() + 2500;
    const outs = await Promise.all(
      Array.from(
        { length: 6 },
        () =>
          new Promise<string>((resolve) => {
            const child = spawn(process.execPath, [
              '-e',
              `const { Lease } = require(${JSON.stringify(require.resolve('unetlab/search').replace(/index\.js$/, 'store/lease.js'))});
               while (Date.now() < ${at}) {}
               console.log(Lease.take(${JSON.stringify(path)}) ? 'mine' : 'not');
               setTimeout(() => process.exit(), 2000);`,
            ]);
            let out = '';
            child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
            child.on('close', () => {
              resolve(out.trim());
            });
          }),
      ),
    );
    assert.deepEqual(outs.sort(), ['mine', 'not', 'not', 'not', 'not', 'not']);
  });
});

describe('the event log', () => {
  it('comes back in order, without a line that a killed process left unfinished', () => {
    const folder = fresh();
    const log = new EventLog(folder);
    const events: SearchEvent[] = [
      { kind: 'asked', suggestion: { configuration: 0, values: { 'config.learningRate': 0.1 } } },
      { kind: 'told', configuration: 0, told: { state: 'pruned' } },
    ];
    for (const event of events) log.append(event);
    writeFileSync(join(folder, 'events.jsonl'), '{"kind": "as', { flag: 'a' });
    assert.deepEqual(log.read(), events);
    log.mend();
    log.append({ kind: 'put back', trial: 'a' });
    assert.deepEqual(log.read(), [...events, { kind: 'put back', trial: 'a' }]);
    writeFileSync(join(folder, 'events.jsonl'), 'nonsense\n');
    assert.throws(() => log.read(), /events\.jsonl, line 1 is damaged/);
  });
});

describe('a search folder of the format of today', () => {
  it('stays readable', () => {
    const folder = join(fresh(), 'copy');
    cpSync(join(process.cwd(), 'test', 'fixtures', 'search', 'folder-1'), folder, { recursive: true });
    const status = searchStatus(folder);
    assert.deepEqual(
      [status.done, status.pruned, status.failed, status.total, status.waiting],
      [3, 1, 1, 7, 1],
    );
    assert.equal(status.best!.title, 'learning_rate 0.8');
    assert.equal(status.best!.score.toFixed(4), '0.6010');
    assert.match(status.failures[0]!.reason, /the loss fell off the table/);
    assert.equal(status.manifest.format, 'unetlab-search-1');
  });

  it('shows the trials of a cluster that were planned ahead', () => {
    const folder = join(fresh(), 'copy');
    cpSync(join(process.cwd(), 'test', 'fixtures', 'search', 'folder-1'), folder, { recursive: true });
    const ids = ['c0000-s1-f0', 'c0007-s1-f0', 'c0008-s1-f0'];
    const trials = ids.map((id) => ({ id, configuration: Number(id.slice(1, 5)), values: {}, seed: 1 }));
    writeFileSync(join(folder, 'plan.json'), JSON.stringify({ format: 'unetlab-plan-1', trials }));
    assert.equal(searchStatus(folder).waiting, 3);
    rmSync(join(folder, 'events.jsonl'));
    assert.deepEqual([searchStatus(folder).waiting, searchStatus(folder).total], [2, 3]);
  });

  it('names a format that it does not know', () => {
    const folder = fresh();
    writeFileSync(join(folder, 'search.json'), '{"format": "unetlab-search-9"}');
    assert.throws(() => new SearchStore(folder).manifest(), {
      message: `${join(folder, 'search.json')} cannot be read: its format is unetlab-search-9, not unetlab-search-1`,
    });
    assert.throws(() => new SearchStore(root).manifest(), /holds no search: there is no search\.json in it/);
  });

  it('is taken whole by one of several that begin at once', () => {
    const folder = fresh();
    const first = smallFolder(folder);
    const text = readFileSync(join(folder, 'search.json'), 'utf8');
    smallFolder(folder);
    assert.equal(readFileSync(join(folder, 'search.json'), 'utf8'), text);
    assert.deepEqual(new SearchStore(folder).manifest(), first);
    assert.deepEqual(readdirSync(folder), ['search.json']);
  });
});

describe('kept images', () => {
  it('come back to the bit, whole numbers and others, with all that belongs to them', () => {
    const folder = fresh();
    const [bead] = syntheticMicrobeads({ count: 1, size: 32, seed: 1 });
    const grey: Sample = {
      ...bead!,
      id: 'grey',
      image: bead!.image.map((value) => Math.fround(Math.round(value * 4095) / 4095)),
      ignore: bead!.mask.map((value) => 1 - value),
      instances: Uint32Array.from(bead!.mask, (value) => value * 70000),
    };
    const eight: Sample = {
      ...bead!,
      id: 'eight',
      image: bead!.image.map((value) => Math.round(value * 255) / 255),
    };
    const images = {
      name: 'beads',
      masks: 'as given',
      range: { ranges: { uint16: { low: 5, high: 4100 } }, text: 't' } as never,
      samples: [bead!, grey, eight],
    };
    assert.ok(keepImages(folder, images, 'h'));
    const kept = keptImages(folder, 'h')!;
    for (const [i, { id, image, mask, ignore, instances, group }] of kept.samples.entries()) {
      const given = images.samples[i]!;
      assert.deepEqual(
        [id, group, image, mask, ignore, instances],
        [given.id, given.group, given.image, given.mask, given.ignore, given.instances],
      );
    }
    assert.equal(keptImages(folder, 'other'), null);
    const bytes = readFileSync(join(folder, 'images.bin'));
    assert.ok(bytes.length < 32 * 32 * (4 + 2 + 1 + 3 + 1 + 4) + 2000, String(bytes.length));
    writeFileSync(join(folder, 'images.bin'), bytes.subarray(0, 3000));
    assert.equal(keptImages(folder, 'h'), null);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(join(folder, 'images.bin'), bytes);
    assert.equal(keptImages(folder, 'h'), null, 'a flipped bit');
  });
});

describe('GPUs', () => {
  it('are those that the environment names, else those that nvidia-smi lists', () => {
    assert.deepEqual(gpuNames({ CUDA_VISIBLE_DEVICES: '0, 2' }), ['0', '2']);
    assert.deepEqual(gpuNames({ CUDA_VISIBLE_DEVICES: '1,-1,2' }), ['1']);
    assert.deepEqual(gpuNames({ CUDA_VISIBLE_DEVICES: '' }), []);
    assert.deepEqual(gpuNames({ CUDA_VISIBLE_DEVICES: 'GPU-8a-b,MIG-1/2' }), ['GPU-8a-b', 'MIG-1/2']);
    assert.deepEqual(gpuNames({}, 'no-such-program'), []);
    const program = join(root, 'smi');
    writeFileSync(program, '#!/bin/sh\nprintf "0\\n1\\n2\\n"\n', { mode: 0o755 });
    assert.deepEqual(gpuNames({}, program), ['0', '1', '2']);
  });

  it('go to the trials one each, then to the one with the fewest', () => {
    const slots = new GpuSlots(['0', '1']);
    const taken = [slots.take(), slots.take(), slots.take()];
    assert.deepEqual(
      taken.map(({ environment }) => environment.CUDA_VISIBLE_DEVICES),
      ['0', '1', '0'],
    );
    taken[1]!.release();
    assert.equal(slots.take().environment.CUDA_VISIBLE_DEVICES, '1');
    assert.deepEqual(new GpuSlots([]).take().environment, {});
  });
});
