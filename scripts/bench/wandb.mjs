// Times a pull from W&B, side by side: this library and W&B's own Python client, on one local server.
//   npm run bench -- wandb                 everything; the Python client's default at 60 ms takes six minutes
//   npm run bench -- wandb --fast          without what takes minutes
//   npm run bench -- wandb --rounds 5
// Every pull runs in a process of its own, which first pulls a project of 40 runs, so that neither the start of Node or
// Python nor that of W&B's service is timed. The contenders take turns, round after round, and medians are told; what takes
// minutes runs once.
import { spawn } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { printTable } from 'unetlab/notebook';
import { parseWandbFile, startRunLog } from 'unetlab/wandb';
import { readFileSync } from 'node:fs';
import { commandLine } from '../command-line.mjs';
import { inRoot, root } from '../setup/checkout.mjs';
import { pythonWithWandb } from '../wandb-client.mjs';

const here = join(dirname(fileURLToPath(import.meta.url)), 'wandb');
const { values: options } = commandLine(import.meta.url, {
  rounds: { type: 'number', default: 3 },
  fast: { type: 'boolean', default: false },
});
const { rounds } = options;
const python = pythonWithWandb();
const out = inRoot('out', 'bench-wandb');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const results = [];
for (const [latency, slow] of [
  [0, !options.fast],
  [60, !options.fast],
]) {
  await withServer({ runs: 5000, rows: 0, latency }, async (server) => {
    const contenders = {
      'this library': () => ours(server, 'runs'),
      'Python, lazy=False, 1000 a page': () => theirs(server, 'best'),
    };
    await race(`5,000 runs, ${latency} ms`, contenders, rounds);
    if (slow)
      await race(`5,000 runs, ${latency} ms`, { 'Python, default': () => theirs(server, 'default') }, 1);
    const cache = join(out, `cache-${latency}`);
    await ours(server, 'runs', cache);
    await race(
      `5,000 runs, ${latency} ms`,
      { 'this library, from its cache': () => ours(server, 'runs', cache) },
      rounds,
    );
  });
}
for (const latency of [0, 60]) {
  await withServer({ runs: 500, rows: 100, latency }, async (server) => {
    const what = `500 histories of 100 rows, ${latency} ms`;
    const scan = { 'Python, scan_history run by run': () => theirs(server, 'histories') };
    const own = { 'this library': () => ours(server, 'histories') };
    if (latency === 0) await race(what, { ...own, ...scan }, rounds);
    else {
      await race(what, own, rounds);
      if (!options.fast) await race(what, scan, 1);
    }
  });
}
await offlineFile();

const base = new Map(
  results.filter(({ who }) => who === 'this library').map((row) => [row.what, row.seconds]),
);
const table = results.map(({ what, who, seconds, times, requests }) => ({
  what,
  who,
  seconds: seconds.toFixed(seconds < 10 ? 3 : 1),
  rounds: times.length,
  'times ours': base.has(what) ? (seconds / base.get(what)).toFixed(1) : '',
  'requests, with the warm-up': requests ?? '',
}));
console.log(printTable(table).text);
console.log(
  `${cpus()[0].model.trim()} × ${cpus().length}, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`,
);
writeFileSync(join(out, 'results.json'), JSON.stringify(results, null, 1));
console.log(`all times: ${join('out', 'bench-wandb', 'results.json')}`);

/** Lets contenders take turns and notes the median of each. */
async function race(what, contenders, turns) {
  const times = new Map(Object.keys(contenders).map((who) => [who, []]));
  let requests = {};
  for (let round = 0; round < turns; round++) {
    for (const [who, run] of Object.entries(contenders)) {
      const result = await run();
      times.get(who).push(result.seconds);
      requests = { ...requests, [who]: result.requests };
      console.log(`${what}: ${who}: ${result.seconds.toFixed(3)} s`);
    }
  }
  for (const [who, all] of times) {
    const sorted = all.toSorted((a, b) => a - b);
    results.push({
      what,
      who,
      seconds: sorted[Math.floor(sorted.length / 2)],
      times: all,
      requests: requests[who],
    });
  }
}

async function ours(server, what, cache) {
  const before = await server.requests();
  const args = [join(here, 'ours.mjs'), what, ...(cache ? [cache] : [])];
  const result = await runJson(process.execPath, args, server);
  if (!result.complete) throw new Error('the pull was not complete');
  return { ...result, requests: (await server.requests()) - before };
}

async function theirs(server, mode) {
  const before = await server.requests();
  const script = inRoot('test', 'wandb', 'python', 'pull.py');
  const result = await runJson(
    python,
    [script, mode, 'lab', 'beads', 'sw33p001', '--quiet', '--warm-up'],
    server,
  );
  return { ...result, requests: (await server.requests()) - before };
}

function runJson(program, args, { url, key }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: out,
        WANDB_BASE_URL: url,
        WANDB_API_KEY: key,
        WANDB_SILENT: 'true',
        WANDB_ERROR_REPORTING: 'false',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`${program} ended with ${code}`)),
    );
  });
}

/** Starts the test server as a process of its own, asks it once for warmth, and stops it afterwards. */
async function withServer({ runs, rows, latency }, work) {
  const program = inRoot('test', '.dist', 'wandb', 'server', 'main.js');
  const child = spawn(
    process.execPath,
    [program, '--runs', runs, '--rows', rows, '--latency', latency].map(String),
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { url, key } = JSON.parse((await lines.next()).value);
  const server = {
    url,
    key,
    async requests() {
      child.stdin.write('requests\n');
      return JSON.parse((await lines.next()).value).requests;
    },
  };
  try {
    await ours(server, rows > 0 ? 'histories' : 'runs');
    await work(server);
  } finally {
    child.stdin.end();
  }
}

/** A `.wandb` file of 4 MB, in a process that has read nothing before: the first time is told, then the median. */
async function offlineFile() {
  const log = startRunLog({
    project: 'bench',
    id: 'big',
    config: { a: 1 },
    mode: 'offline',
    folder: out,
    env: {},
  });
  let path = null;
  for (let epoch = 1; path === null || readFileSync(path).length < 4e6; ) {
    for (let i = 0; i < 2000; i++, epoch++) {
      log.logEpoch({
        epoch,
        loss: 1 / epoch,
        dice: Math.sin(epoch),
        val_loss: 2 / epoch,
        val_dice: Math.cos(epoch),
      });
    }
    path ??= await findFile();
  }
  const { folder } = await log.finish();
  const bytes = readFileSync(join(folder, 'run-big.wandb'));
  const times = Array.from({ length: 7 }, () => {
    const started = performance.now();
    parseWandbFile(bytes, { path: 'run-big.wandb' });
    return (performance.now() - started) / 1000;
  });
  const sorted = times.toSorted((a, b) => a - b);
  const what = `.wandb file of ${(bytes.length / 1e6).toFixed(1)} MB`;
  results.push({ what, who: 'this library, first read', seconds: times[0], times: [times[0]] });
  results.push({ what, who: 'this library, median of 7', seconds: sorted[3], times });
}

async function findFile() {
  const { readdirSync } = await import('node:fs');
  const [run] = readdirSync(join(out, 'wandb'));
  return join(out, 'wandb', run, 'run-big.wandb');
}
