import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const hook = fileURLToPath(new URL('reached.cjs', import.meta.url));

/**
 * Runs a built test file in a house without any change.
 * @returns {Promise<{ failure: string | null, ms: number, reached: Map<string, number> }>} how often each change is come by
 */
export async function runUnchanged(house, test) {
  const folder = join(house, '.reached');
  rmSync(folder, { recursive: true, force: true });
  const { failure, ms } = await run(house, test, { UNETLAB_MUTATE_REACHED: folder }, 15 * 60_000);
  const reached = new Map();
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    for (const [id, times] of Object.entries(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
      reached.set(id, (reached.get(id) ?? 0) + times);
  return { failure, ms, reached };
}

/**
 * Runs a built test file with one change and stops at the first failing test.
 * @returns {Promise<string | null>} how it was noticed, or null
 */
export async function runChanged(house, test, id, { times, ms }) {
  const env = { __STRYKER_ACTIVE_MUTANT__: id, UNETLAB_MUTATE_LIMIT: String(100 * times + 1000) };
  return (await run(house, test, env, 4 * ms + 20_000)).failure;
}

function run(house, test, variables, limitMs) {
  const started = performance.now();
  const child = spawn(process.execPath, ['--test-reporter=tap', join('test', '.dist', test)], {
    cwd: house,
    env: { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(hook)}`, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, so that processes of the test end with it
  });
  let failure = null;
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
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output = (output + chunk.toString()).slice(-20_000);
      const failed = /^ *not ok \d+ - (.*)$/m.exec(output);
      if (failed !== null) end(failed[1]);
    });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code !== 0) failure ??= `ended with ${code ?? 'a signal'}: ${output.trim().split('\n').at(-1)}`;
      end(failure); // what the test may have left behind
      resolve({ failure, ms: performance.now() - started });
    });
  });
}
