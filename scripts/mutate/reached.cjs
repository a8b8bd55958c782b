// Loaded before a test, in all its processes. Without an active change it writes down which changes the test reaches, and how
// often; with one it ends a test that comes by a hundred times as often as that, which is one without end.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { threadId } = require('node:worker_threads');

const { UNETLAB_MUTATE_REACHED: folder, UNETLAB_MUTATE_LIMIT: limit } = process.env;
const stryker = (globalThis.__stryker__ ??= {});
if (limit !== undefined) Object.assign(stryker, { hitCount: 0, hitLimit: Number(limit) });
if (folder !== undefined)
  process.on('exit', () => {
    const reached = stryker.mutantCoverage?.static;
    if (reached === undefined) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${process.pid}-${threadId}.json`), JSON.stringify(reached));
  });
