import { spawnSync } from 'node:child_process';
import { BUSY, Load } from './load.mjs';

/** Times that a round is repeated where others kept the machine busy. */
const REPEATS = 3;
/** Seconds that are waited for a quiet machine before each of them. */
const PATIENCE = 20;

/**
 * Lets contenders take turns, round after round, each in a process of its own, and reads the load of the machine before and
 * during every round. A round in which others took more than a tenth of the cores is repeated, at most three times; the last
 * is then kept and counts as busy.
 *
 * @param {readonly { name: string, command: (earlier: readonly object[]) => readonly [string, readonly string[]] }[]} contenders
 *   `command` gets the rounds that are done
 * @param {{ rounds: number, caption: string, quiet?: boolean }} options `quiet: false` repeats nothing
 * @returns {Promise<{ results: Map<string, object>, before: number | null, during: number | null, busy: boolean, repeats: number }[]>}
 *   a round each; `results` has what each contender printed as its last line, those that failed are missing
 */
export async function runRounds(contenders, { rounds, caption, quiet = true }) {
  const load = new Load();
  const kept = [];
  const failed = new Set();
  for (let round = 1; round <= rounds; round += 1)
    for (let repeats = 0; ; repeats += 1) {
      const before = await restBefore(load, quiet);
      const results = new Map();
      load.others();
      for (const { name, command } of contenders) {
        if (failed.has(name)) continue;
        said(`${caption}: round ${round} of ${rounds}${repeats > 0 ? ', again' : ''}, ${name}`);
        const result = runOnce(command(kept), name);
        if (result) results.set(name, result);
        else failed.add(name);
      }
      const during = load.others();
      const busy = during !== null && during > BUSY;
      if (busy && quiet && repeats < REPEATS) {
        said('');
        console.error(`${caption}: round ${round} is repeated, others took ${percent(during)} of the cores`);
        continue;
      }
      kept.push({ results, before, during, busy, repeats });
      break;
    }
  said('');
  return kept;
}

/** What is said below a table of the load in its rounds. */
export function loadText(rounds) {
  const repeats = rounds.reduce((sum, round) => sum + round.repeats, 0);
  const known = rounds.filter(({ during }) => during !== null);
  if (known.length === 0) return 'the load of the machine is not known here';
  const most = Math.max(...known.map(({ during }) => during));
  const busy = rounds.filter((round) => round.busy).length;
  return [
    `others took at most ${percent(most)} of the cores in a round`,
    ...(repeats > 0 ? [`${repeats} busy rounds were repeated`] : []),
    ...(busy > 0 ? [`${busy} of ${rounds.length} rounds stayed busy: run it again on a quiet machine`] : []),
  ].join('; ');
}

/** Waits a while for a quiet second; the load of the last one. */
async function restBefore(load, quiet) {
  const end = performance.now() + PATIENCE * 1000;
  for (;;) {
    const before = await load.atRest();
    if (!quiet || before === null || before <= BUSY || performance.now() > end) return before;
  }
}

function runOnce([program, args], name) {
  const started = { STARTED: String(Date.now() / 1000) };
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 900_000,
    maxBuffer: 2 ** 26,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...started },
  });
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1));
  said('');
  console.error(`${name} failed and is left out: ${(stderr ?? '').trim().split('\n').at(-1)}`);
  return null;
}

const percent = (share) => `${Math.round(100 * share)} %`;

function said(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
