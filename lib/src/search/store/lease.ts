import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isRunning, thisProcess, type ProcessIdentity } from './process-identity';

/** Who holds a lease. */
export interface LeaseHolder extends ProcessIdentity {
  readonly nonce: string;
  /** ISO 8601. */
  readonly since: string;
}

const renewSeconds = 5;
/** A lease of another machine that was not renewed for so long is free. */
const staleSeconds = 60;

/**
 * The right to do one thing that must not be done twice, kept as a file that is created exclusively and renewed. Whoever
 * dies loses it: at once for processes of the same machine, a minute later for those of another one.
 */
export class Lease {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private isOpen = true;

  private constructor(
    private readonly path: string,
    private readonly file: number,
    private readonly text: string,
  ) {
    this.timer = setInterval(() => {
      this.renew();
    }, renewSeconds * 1000);
    this.timer.unref();
  }

  /** Takes the lease, or null where somebody holds it. */
  static take(path: string): Lease | null {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const own = create(path);
      if (own !== null) return new Lease(path, own.file, own.text);
      const held = leaseState(path);
      if (held === null) continue;
      if (held.isLive || !takeAway(path, held.text)) return null;
    }
    return null;
  }

  /** Aborted when somebody else has taken it over: this process was out of sight for too long, and has to stop. */
  get lost(): AbortSignal {
    return this.controller.signal;
  }

  renew(): void {
    if (!this.isOpen) return;
    try {
      // Written, not only touched: a file server then sets the time by its own clock.
      writeSync(this.file, this.text, 0);
      fsyncSync(this.file);
      if (!this.isOwn()) this.controller.abort();
    } catch {
      // A full disk or a server that is away: the next renewal tries again.
    }
  }

  release(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    clearInterval(this.timer);
    try {
      if (this.isOwn()) rmSync(this.path, { force: true });
    } catch {
      // Left behind, it goes stale.
    }
    closeSync(this.file);
  }

  private isOwn(): boolean {
    const there = statSync(this.path, { bigint: true, throwIfNoEntry: false });
    return there?.ino === fstatSync(this.file, { bigint: true }).ino;
  }
}

/** Who holds the lease at a path, and whether that process lives; null where nobody does. */
export function leaseState(
  path: string,
): { readonly holder: LeaseHolder | null; readonly isLive: boolean; readonly text: string } | null {
  try {
    const text = readFileSync(path, 'utf8');
    const holder = parsed(text);
    const running = holder === null ? null : isRunning(holder);
    return { holder, isLive: running ?? age(path) < staleSeconds, text };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function create(path: string): { readonly file: number; readonly text: string } | null {
  const holder: LeaseHolder = { ...thisProcess(), nonce: randomUUID(), since: new Date().toISOString() };
  const text = `${JSON.stringify(holder)}\n`;
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
  try {
    writeSync(file, text, 0);
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(path, { force: true });
    throw error;
  }
  return { file, text };
}

/** Renames a dead lease away; only one of several succeeds. */
function takeAway(path: string, text: string): boolean {
  const away = join(dirname(path), `.gone-${randomUUID()}`);
  try {
    if (readFileSync(path, 'utf8') !== text) return false; // somebody was quicker
    renameSync(path, away);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  if (readFileSync(away, 'utf8') !== text) {
    renameSync(away, path); // somebody was quicker by a hair: theirs goes back
    return false;
  }
  rmSync(away, { force: true });
  return true;
}

/** Seconds since the last renewal, both times by the clock of whoever keeps the files. */
function age(path: string): number {
  const probe = join(dirname(path), `.clock-${randomUUID()}`);
  closeSync(openSync(probe, 'wx'));
  try {
    return (statSync(probe).mtimeMs - statSync(path).mtimeMs) / 1000;
  } finally {
    rmSync(probe, { force: true });
  }
}

function parsed(text: string): LeaseHolder | null {
  try {
    const value = JSON.parse(text) as Partial<LeaseHolder> | null;
    return typeof value?.host === 'string' && typeof value.pid === 'number' ? (value as LeaseHolder) : null;
  } catch {
    return null; // being written, or damaged: its age decides
  }
}
