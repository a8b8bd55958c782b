// Makes data/wandb-recorded: what a W&B server answers about a sweep of our own. Notebook 01 works on it where there is no key.
//   node scripts/record-wandb.mjs                                   the recorded sweep of data/sweeps/search-15.jsonl
//   node scripts/record-wandb.mjs --records out/sweeps/mine.jsonl   another sweep's records, or a folder with a JSON file each
// Each run is logged to the local test server through W&B's SDK, as a training would, and pulled back; the pull's cache is the
// recording. Times and links are the server's: the address that stands for it leads nowhere.
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { RunStore } from 'unetlab/runs';
import { readRuns } from 'unetlab/runs';
import { pullRuns, sampleHistory, startRunLog } from 'unetlab/wandb';
import { startServer, testKey } from '../test/.dist/wandb/server/server.js';
import { commandLine } from './command-line.mjs';
import { inRoot, root } from './setup/checkout.mjs';

const { values: options } = commandLine(import.meta.url, {
  records: { type: 'string', default: inRoot('data', 'sweeps', 'search-15.jsonl') },
  metric: { type: 'string', default: 'best_val_jaccard' },
  curve: { type: 'string', default: 'val_jaccard' },
  samples: { type: 'number', default: 12 },
});
const entity = 'lab';
const project = 'microbeads';
const address = 'https://recorded.example';
const target = inRoot('data', 'wandb-recorded');

const records = statSync(options.records).isDirectory()
  ? (await readRuns(options.records)).records
  : new RunStore(options.records).read();
const finished = records.filter(({ history }) => history !== null);
if (finished.length === 0) throw new Error(`no run with a history in ${options.records}`);
const sweep = finished[0].sweep ?? 'recorded';
console.log(`${finished.length} runs of ${relative(root, options.records)}, sweep ${sweep}`);

const server = await startServer();
const cache = mkdtempSync(join(tmpdir(), 'unetlab-record-'));
try {
  const owner = server.store.addProject(entity, project);
  server.store.addSweep(owner, sweep, sweepYaml(finished), sweep);
  for (let i = 0; i < finished.length; i += 5) {
    await Promise.all(finished.slice(i, i + 5).map(logRun));
    console.log(`${Math.min(i + 5, finished.length)} of ${finished.length} runs logged`);
  }
  owner.runs.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  owner.sweeps.get(sweep).state = 'FINISHED';

  // the client sees the address that stands for the server
  const world = { fetch: (url, request) => fetch(url.replace(address, server.url), request), env: {} };
  const common = { entity, project, baseUrl: address, apiKey: testKey, world };
  const pull = await pullRuns({ ...common, sweep, histories: 'all', cache });
  if (!pull.report.complete) throw new Error(`the pull is not complete: ${pull.report.notices.join('; ')}`);
  checkEqual(pull.records);
  const samples = { samples: options.samples, keys: ['epoch', options.curve], runs: {} };
  for (const { id } of pull.records) {
    samples.runs[id] = await sampleHistory({
      ...common,
      run: id,
      keys: samples.keys,
      samples: samples.samples,
    });
  }

  const readme = readFileSync(join(target, 'README.md'), 'utf8');
  rmSync(target, { recursive: true, force: true });
  cpSync(cache, target, { recursive: true });
  namePieces();
  writeFileSync(join(target, 'sampled.json'), `${JSON.stringify(samples)}\n`);
  writeFileSync(join(target, 'README.md'), readme);
  const offline = await pullRuns({ ...common, sweep, histories: 'all', cache: target, offline: true });
  checkEqual(offline.records);
  const bytes = filesIn(target).reduce((sum, path) => sum + statSync(path).size, 0);
  console.log(`${offline.records.length} runs in ${relative(root, target)}, ${(bytes / 1e3).toFixed(0)} kB`);
} finally {
  await server.close();
  rmSync(cache, { recursive: true, force: true });
}

/** Logs a run as its training would have: epoch by epoch through the SDK, then the summary. */
async function logRun(record) {
  const log = startRunLog({
    entity,
    project,
    sweep,
    id: record.id,
    name: record.name,
    tags: record.tags,
    config: record.config,
    mode: 'online',
    baseUrl: server.url,
    apiKey: testKey,
    finishLimit: 60_000,
  });
  const columns = Object.entries(record.history);
  for (let i = 0; i < columns[0][1].length; i++) {
    log.logEpoch(Object.fromEntries(columns.map(([key, values]) => [key, values[i]])));
  }
  const { delivered, warning } = await log.finish(
    record.summary,
    record.state === 'finished' ? 'finished' : 'failed',
  );
  if (!delivered) throw new Error(`run ${record.id} was not delivered: ${warning}`);
  const stored = server.store.project(entity, project).byName.get(record.id);
  if (record.created) stored.createdAt = record.created; // when it was trained, not when it was logged
}

/** What was pulled has to be what was trained. */
function checkEqual(pulled) {
  const byId = new Map(pulled.map((record) => [record.id, record]));
  for (const record of finished) {
    const other = byId.get(record.id);
    if (other === undefined) throw new Error(`run ${record.id} did not come back`);
    for (const [key, column] of Object.entries(record.history)) {
      const same = column.every((value, i) => Object.is(value, other.history[key]?.[i]));
      if (!same) throw new Error(`run ${record.id}: ${key} came back otherwise`);
    }
    for (const part of ['config', 'summary']) {
      for (const [key, value] of Object.entries(record[part])) {
        if (JSON.stringify(value) !== JSON.stringify(other[part][key])) {
          throw new Error(`run ${record.id}: ${part} ${key} came back otherwise`);
        }
      }
    }
  }
}

/** The search space that the runs span: every setting that varies, with its values. */
function sweepYaml(runs) {
  const keys = [...new Set(runs.flatMap(({ config }) => Object.keys(config)))];
  const values = new Map(
    keys.map((key) => [key, [...new Set(runs.map(({ config }) => JSON.stringify(config[key])))]]),
  );
  const varying = keys.filter((key) => values.get(key).length > 1);
  const lines = varying.map((key) => `  ${key}:\n    values: [${values.get(key).sort().join(', ')}]`);
  return `method: grid\nmetric:\n  name: ${options.metric}\n  goal: maximize\nparameters:\n${lines.join('\n')}\n`;
}

/** The pieces of a cache carry the process that wrote them; here it says nothing. */
function namePieces() {
  for (const path of filesIn(target)) {
    const plain = path.replace(/-\d+\.json$/, '-0.json');
    if (/(runs|histories)-\d+-\d+\.json$/.test(path)) renameSync(path, plain);
  }
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
