import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runUnchanged } from './run-test.mjs';

/**
 * What each test file of a house comes by, without a change: measured, or read from `kept` where neither the library nor
 * what the test file is made of is another.
 *
 * @returns {Promise<{ runs: ({ file: string } & Awaited<ReturnType<typeof runUnchanged>>)[], failed?: { file: string,
 *   failure: string } }>} the first file that fails without a change ends it
 */
export async function reachedBy(house, files, kept) {
  const old = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
  const shared = hashOf(
    ['lib/dist', 'test/.dist'].flatMap((folder) =>
      readdirSync(join(house, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.js') && !path.endsWith('.test.js'))
        .sort()
        .map((path) => join(house, folder, path)),
    ),
  );
  const runs = [];
  const now = {};
  for (const file of files) {
    const key = `${shared} ${hashOf([join(house, 'test/.dist', file)])}`;
    const run = old[file]?.key === key ? old[file].run : await runUnchanged(house, file);
    if (run.failure !== null) return { runs, failed: { file, failure: run.failure } };
    now[file] = { key, run };
    runs.push({ file, ...run });
    writeFileSync(kept, JSON.stringify({ ...old, ...now }));
  }
  return { runs };
}

/** The tests of each file that come by a change, quickest file first; how often and how long without it. */
export function testsFor(id, runs, wholeFiles) {
  const chosen = [];
  let times = 0;
  for (const { file, ms, tests, reached } of runs) {
    const places = Object.keys(reached).filter((place) => reached[place][id] !== undefined);
    if (places.length === 0) continue;
    const reaching = Object.keys(tests).filter(
      (test) =>
        wholeFiles.has(file) || places.some((place) => test === place || test.startsWith(`${place} > `)),
    );
    if (reaching.length === 0) continue;
    for (const place of places) times += reached[place][id];
    const all = Object.values(tests).reduce((sum, took) => sum + took, 0);
    const took = reaching.reduce((sum, test) => sum + tests[test], 0);
    chosen.push({ file, tests: reaching, ms: Math.max(0, ms - all) + took });
  }
  chosen.sort((a, b) => a.ms - b.ms);
  return { chosen, times, ms: chosen.reduce((sum, one) => sum + one.ms, 0) };
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}
