import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, so that another one can tell whether it still runs. */
export interface ProcessIdentity {
  readonly host: string;
  /** Boot and process space of the host: only where it is equal can a process number be looked up. */
  readonly space: string;
  readonly pid: number;
  /** When it began, in the kernel's ticks since boot: a number that is used again begins later. Empty where unknown. */
  readonly start: string;
}

/** This process. */
export function thisProcess(): ProcessIdentity {
  return { host: hostname(), space: processSpace(), pid: process.pid, start: startOf(process.pid) ?? '' };
}

/** Whether a process runs; null where this machine cannot know, since it runs on another one. */
export function isRunning({ host, space, pid, start }: ProcessIdentity): boolean | null {
  if (host !== hostname() || space !== processSpace()) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = startOf(pid);
  return now === null || start === '' || now === start;
}

function processSpace(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return ''; // not Linux: a host has one
  }
}

/** Null for a process that is not there, or has ended and only waits for its parent. */
function startOf(pid: number): string | null {
  try {
    // Its name, in parentheses, may hold anything; what follows has fixed places.
    const [state, ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\)\s+/s, '')
      .split(' ');
    return state === 'Z' || state === 'X' ? `ended ${rest[18]!}` : rest[18]!;
  } catch {
    return null;
  }
}
