import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const hook = fileURLToPath(new URL('watch-tests.cjs', import.meta.url));
const runner = fileURLToPath(new URL('test-files.cjs', import.meta.url));

/**
 * Runs a built test file in a house without any change.
 *
 * @returns {Promise<{ failure: string | null, ms: number, tests: Record<string, number>, reached: Record<string, Record<string, number>> }>}
 *   how long the whole took, and each test by its name; which changes each test, suite or (by the file's name) the file
 *   itself comes by, and how often
 */
export async function runUnchanged(house, file) {
  const folder = join(house, '.reached');
  rmSync(folder, { recursive: true, force: true });
  const { failure, ms } = await run(house, [file], { UNETLAB_MUTATE_REACHED: folder }, 15 * 60_000);
  const found = { failure, ms, tests: {}, reached: {} };
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const { outside, perTest, tests } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    Object.assign(found.tests, tests);
    for (const [where, ids] of Object.entries({ [file]: outside ?? {}, ...perTest }))
      for (const [id, times] of Object.entries(ids)) {
        const at = (found.reached[where] ??= {});
        at[id] = (at[id] ?? 0) + times;
      }
  }
  return found;
}

/**
 * Runs tests, by file, with one change or none, and stops at the first that fails.
 *
 * @param {{ file: string, tests: string[] }[]} chosen
 * @param {{ id?: string, times?: number, ms: number }} change its number, and how often and how long without it
 * @returns {Promise<{ failure: string | null, test?: string }>} how it was noticed, or null; by which test
 */
export async function runChosen(house, chosen, { id, times = 0, ms }) {
  const list = join(house, '.tests.json');
  writeFileSync(list, JSON.stringify(chosen.flatMap(({ tests }) => tests)));
  const change =
    id === undefined
      ? {}
      : { __STRYKER_ACTIVE_MUTANT__: id, UNETLAB_MUTATE_LIMIT: String(100 * times + 1000) };
  return run(
    house,
    chosen.map(({ file }) => file),
    { UNETLAB_MUTATE_TESTS: list, ...change },
    4 * ms + 10_000,
  );
}

function run(house, files, variables, limitMs) {
  const started = performance.now();
  const child = spawn(process.execPath, ['--test-reporter=tap', runner, ...files], {
    cwd: house,
    env: { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(hook)}`, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, so that processes of the test end with it
  });
  let failure = null;
  let test;
  let output = '';
  const end = (reason) => {
    failure ??= reason;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
  };
  const timer = setTimeout(() => end('no end'), limitMs);
  const leave = () => end('interrupted');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, leave);
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output = (output + chunk.toString()).slice(-20_000);
      test ??= /^failed test: (.*)$/m.exec(output)?.[1];
      const failed = test ?? /^ *not ok \d+ - (.*)$/m.exec(output)?.[1];
      if (failed !== undefined) end(failed);
    });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, leave);
      if (code !== 0) failure ??= `ended with ${code ?? 'a signal'}: ${output.trim().split('\n').at(-1)}`;
      end(failure); // what the test may have left behind
      resolve({ failure, test, ms: performance.now() - started });
    });
  });
}
