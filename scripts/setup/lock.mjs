import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inState, stateFolder } from './checkout.mjs';

/** Start time of a process in clock ticks, where the system tells it: a process id alone may have been given away again. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function alive({ pid, start }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return start === null || startOf(pid) === start;
}

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

const holderOf = (text) => {
  try {
    const { pid, start } = JSON.parse(text);
    return Number.isInteger(pid) ? { pid, start } : null;
  } catch {
    return null;
  }
};

/**
 * Waits until no other set-up of this checkout is running, then holds the lock. A lock whose process is gone is taken over.
 * @param say called once with a line for the user if there is a wait
 * @returns a function that gives the lock back
 */
export async function takeLock(say, file = inState('lock'), pollMs = 300) {
  mkdirSync(stateFolder, { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid) });
  let told = false;
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => {
        if (read(file) === mine) rmSync(file, { force: true });
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const text = read(file);
    const holder = text === null ? null : holderOf(text);
    if (text !== null && (holder === null ? await unchanged(file, text) : !alive(holder))) {
      discard(file, text);
      continue;
    }
    if (!told && holder !== null)
      say(`another set-up of this checkout is running (process ${holder.pid}); waiting for it`);
    told = true;
    await sleep(pollMs);
  }
}

/** A lock that is empty or torn may be in the making: it counts as left behind only when it stays so. */
async function unchanged(file, text) {
  await sleep(1000);
  return read(file) === text;
}

/** Removes the lock only if it is still the one that was judged: a rename lets one of several waiters win. */
function discard(file, text) {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) !== text) {
    try {
      renameSync(aside, file);
    } catch {
      // somebody holds a new lock already
    }
  }
  rmSync(aside, { force: true });
}
