import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** Share of all cores that others take, from which a measurement is not to be trusted. */
export const BUSY = 0.1;
const TICKS = 100; // a second, in /proc

/** Reads how much of the machine others take; null where the system does not say (Linux does). */
export class Load {
  #before = times();

  /**
   * Share of all cores that was taken since the last call by others than this process and its ended children: other
   * processes, and the host where the machine is a virtual one. In [0, 1].
   */
  others() {
    const after = times();
    const before = this.#before;
    this.#before = after;
    if (!before || !after) return null;
    const seconds = (after.at - before.at) / 1000;
    const taken = after.busy - before.busy - (after.own - before.own);
    return seconds > 0 ? Math.min(1, Math.max(0, taken / TICKS / seconds / cpus().length)) : 0;
  }

  /** The same over a second in which we do nothing. */
  async atRest() {
    this.others();
    await wait(1000);
    return this.others();
  }
}

function times() {
  try {
    const [, user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'utf8')
      .split('\n')[0]
      .split(/\s+/)
      .map(Number);
    // Behind the name, which may hold anything: own times are fields 14 and 15, those of ended children 16 and 17.
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ').map(Number);
    const own = fields[11] + fields[12] + fields[13] + fields[14];
    return { busy: user + nice + system + irq + softirq + steal, own, at: performance.now() };
  } catch {
    return null;
  }
}
