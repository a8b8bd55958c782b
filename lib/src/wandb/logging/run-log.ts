import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ConfigValue } from '../../types';
import { findServer, type ServerOptions, type WandbServer } from '../server/settings';
import type { Delivery, FromThread, ToThread } from './messages';
import { startOfflineLog, type OfflineLog } from './offline-log';
import { spelledRow, type LoggedImage, type RunDescription } from './run-description';

/** Where a run's log goes: to the server, into a folder for `wandb sync`, or nowhere. */
export type LogMode = 'online' | 'offline' | 'disabled';

export interface RunLogOptions extends ServerOptions {
  readonly project: string;
  /** Default the key's owner. */
  readonly entity?: string;
  /** Default eight random characters. */
  readonly id?: string;
  /** Title; default the id. */
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly notes?: string;
  readonly group?: string;
  readonly jobType?: string;
  /** Id of a sweep that exists on the server. */
  readonly sweep?: string;
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** Default `WANDB_MODE`, else online. */
  readonly mode?: LogMode;
  /** Where offline runs are written; default `WANDB_DIR`, else the folder `out`. A folder `wandb` is made in it. */
  readonly folder?: string;
  /** Longest time that {@link RunLog.finish} takes, in milliseconds. Default 20,000. */
  readonly finishLimit?: number;
  /** Receives at most one line, whatever goes wrong. Default `console.warn`. */
  readonly onWarning?: (line: string) => void;
  /** Default the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** How logging ended. */
export interface LogReport {
  readonly mode: LogMode;
  /** Whether everything that was logged has arrived (offline: is on disk). */
  readonly delivered: boolean;
  /** Page of the run, or null. */
  readonly url: string | null;
  /** Folder of an offline run, or null. */
  readonly folder: string | null;
  /** Rows that were logged. */
  readonly logged: number;
  /** Rows that the server has (offline: that are on disk), or null where it could not be asked. */
  readonly stored: number | null;
  /** What went wrong, or null. */
  readonly warning: string | null;
}

/**
 * How a run ended: `killed` where it was stopped from outside; `preempted` where it was stopped and is to go on, so that its
 * sweep hands it to an agent again.
 */
export type RunEnding = 'finished' | 'failed' | 'killed' | 'preempted';

/** As W&B's own client says it: 255 is an interruption. */
const exitCodes: Readonly<Record<RunEnding, number>> = {
  finished: 0,
  failed: 1,
  killed: 255,
  preempted: 255,
};

/** A run's log. Nothing here throws, waits, or stops a training. */
export interface RunLog {
  readonly id: string;
  readonly mode: LogMode;
  /** Logs the values of one epoch, and images of it. Returns at once. */
  logEpoch(values: Readonly<Record<string, ConfigValue>>, images?: readonly LoggedImage[]): void;
  /**
   * Sends what is left, with the run's summary, and says what arrived. Takes no longer than the limit and never rejects.
   *
   * @param state how the training ended; default finished
   */
  finish(summary?: Readonly<Record<string, ConfigValue>>, state?: RunEnding): Promise<LogReport>;
}

/**
 * Starts to log a run to W&B. The run store is the truth and this a mirror of it: a dead or failing server costs one
 * warning and no time, and what did not arrive is said at the end.
 */
export function startRunLog(options: RunLogOptions): RunLog {
  const env = options.env ?? process.env;
  const id = options.id ?? randomId();
  const run: RunDescription = {
    entity: options.entity ?? env.WANDB_ENTITY ?? null,
    project: options.project,
    id,
    name: options.name ?? id,
    tags: options.tags ?? [],
    notes: options.notes ?? null,
    group: options.group ?? null,
    jobType: options.jobType ?? null,
    sweep: options.sweep ?? null,
    config: options.config,
  };
  const warn = onlyOnce(
    options.onWarning ??
      ((line) => {
        console.warn(line);
      }),
  );
  const mode = options.mode ?? modeOf(env.WANDB_MODE);
  if (mode === 'disabled') return nowhere(run.id);
  if (mode === 'offline') {
    const folder = join(options.folder ?? env.WANDB_DIR ?? 'out', 'wandb');
    return onDisk(startOfflineLog(run, folder), run.id, warn);
  }
  return onServer(run, findServer(options, env), options.finishLimit ?? 20_000, warn);
}

function modeOf(text: string | undefined): LogMode {
  const mode = (text ?? '').trim().toLowerCase();
  if (mode === 'offline' || mode === 'dryrun') return 'offline';
  return mode === 'disabled' ? 'disabled' : 'online';
}

function nowhere(id: string): RunLog {
  const report = {
    mode: 'disabled',
    delivered: false,
    url: null,
    folder: null,
    logged: 0,
    stored: null,
    warning: null,
  } as const;
  return { id, mode: 'disabled', logEpoch: () => undefined, finish: () => Promise.resolve(report) };
}

function onDisk(log: OfflineLog, id: string, warn: Warn): RunLog {
  let logged = 0;
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      warn(`W&B offline log: ${messageOf(error)}; the training goes on without it`);
    }
  };
  return {
    id,
    mode: 'offline',
    logEpoch(values, images = []) {
      logged += 1;
      attempt(() => {
        log.addRow(spelledRow(values), images);
      });
    },
    finish(summary = {}, state = 'finished') {
      attempt(() => {
        log.finish(spelledRow(summary), exitCodes[state]);
      });
      const delivered = log.rows === logged && warn.said === null;
      return Promise.resolve({
        mode: 'offline',
        delivered,
        url: null,
        folder: log.folder,
        logged,
        stored: log.rows,
        warning: warn.said,
      });
    },
  };
}

function onServer(run: RunDescription, server: Promise<WandbServer>, limit: number, warn: Warn): RunLog {
  let logged = 0;
  let url: string | null = null;
  let waiting: ToThread[] = [];
  let thread: Worker | null = null;
  let over = false;
  let finished: (delivery: Delivery | null) => void;
  const delivery = new Promise<Delivery | null>((resolve) => {
    finished = (value) => {
      over = true;
      resolve(value);
    };
  });
  const giveUp = (reason: string): void => {
    warn(`W&B log of run ${run.id}: ${reason}; the training goes on, its run store has everything`);
  };
  const send = (message: ToThread): void => {
    if (over) return;
    if (thread === null) waiting.push(message);
    else thread.postMessage(message);
  };

  server.then(
    (found) => {
      if (found.apiKey === null) {
        giveUp(`no API key (looked in ${found.keySought})`);
        finished(null);
        return;
      }
      thread = openThread({ server: found, run });
      thread.on('message', (message: FromThread) => {
        if (message.kind === 'started') url = message.url;
        else if (message.kind === 'trouble') giveUp(message.line);
        else finished(message.delivery);
      });
      thread.on('error', (error) => {
        giveUp(error.message);
        finished(null);
      });
      thread.on('exit', () => {
        finished(null);
      });
      for (const message of waiting) thread.postMessage(message);
      waiting = [];
    },
    (error: unknown) => {
      giveUp(messageOf(error));
      finished(null);
    },
  );

  return {
    id: run.id,
    mode: 'online',
    logEpoch(values, images = []) {
      logged += 1;
      send({ kind: 'epoch', values: spelledRow(values), images });
    },
    async finish(summary = {}, state = 'finished') {
      send({
        kind: 'finish',
        summary: spelledRow(summary),
        exitCode: exitCodes[state],
        preempted: state === 'preempted',
      });
      thread?.ref();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => {
        timer = setTimeout(resolve, limit, null);
      });
      const got = await Promise.race([delivery, late]);
      clearTimeout(timer);
      if (got === null && !over) giveUp(`not finished within ${limit / 1000} s`);
      over = true;
      void thread?.terminate();
      const stored = got?.stored ?? null;
      const delivered = stored !== null && stored >= logged && got?.imagesFailed === 0;
      if (!delivered) giveUp(`${stored ?? 0} of ${logged} rows are known to have arrived`);
      return { mode: 'online', delivered, url, folder: null, logged, stored, warning: warn.said };
    },
  };
}

/** A thread that neither prints nor keeps the process alive. */
function openThread(start: { server: WandbServer; run: RunDescription }): Worker {
  const thread = new Worker(join(__dirname, 'thread.js'), {
    workerData: start,
    stdout: true,
    stderr: true,
    env: { ...process.env, WANDB_MODE: 'online' },
  });
  thread.stdout.resume();
  thread.stderr.resume();
  thread.unref();
  return thread;
}

interface Warn {
  (line: string): void;
  /** The one line that was said, or null. */
  said: string | null;
}

function onlyOnce(say: (line: string) => void): Warn {
  const warn = ((line: string) => {
    if (warn.said !== null) return;
    warn.said = line;
    say(line);
  }) as Warn;
  warn.said = null;
  return warn;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Eight characters, as W&B's own ids. */
function randomId(): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from(randomBytes(8), (byte) => alphabet[byte % alphabet.length]).join('');
}
