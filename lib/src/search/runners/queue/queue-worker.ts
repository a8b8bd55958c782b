import type { Job } from 'bullmq';
import type { TrialOutcome, TrialRunner } from '../runner';
import { HeldLock } from './held-lock';
import { bullmq } from './load-bullmq';
import { OrderDesk } from './orders';
import { queueAddress } from './queue-address';
import { connectToQueue, tellConnection } from './queue-connection';
import {
  jobPrefix,
  queuedOutcome,
  queueName,
  type QueuedOutcome,
  type QueuedSearch,
  type QueuedTrial,
} from './queued-trial';
import { ToldProgress } from './told-progress';
import { workerName } from './worker-name';

export interface QueueWorkerOptions {
  /** Address of the queue; null: that of `UNETLAB_QUEUE`. */
  readonly url: string | null;
  /** Opens a search that a trial came from. Where it throws, the trial is handed back and the worker ends with that line. */
  readonly open: (search: QueuedSearch) => Promise<TrialRunner>;
  /** Trials at the same time; default 1. */
  readonly jobs?: number;
  /** Milliseconds after which the trial of a worker that is silent is handed on; default 30,000. */
  readonly handOn?: number;
  /** What the worker does, a line each. */
  readonly onLine?: (line: string) => void;
  /** Ends the worker: its trials are saved and handed back at once. */
  readonly signal: AbortSignal;
  /** Default the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Milliseconds that trials get to save themselves in when the worker ends. */
const endLimit = 60_000;

/**
 * Takes trials out of a queue and runs them, until the signal. Trials run in processes of their own, so that this one is
 * free to renew its hold on them. A lost hold stops its trial, and a result that comes too late is not recorded.
 *
 * @throws one line where the queue cannot be reached, or a search cannot be opened
 */
export async function runQueueWorker(options: QueueWorkerOptions): Promise<void> {
  const { jobs = 1, handOn = 30_000, onLine = () => undefined } = options;
  const address = queueAddress(options.url, options.env);
  const client = await connectToQueue(address);
  const subscriber = await connectToQueue(address);
  tellConnection(client, address.shown, onLine);
  subscriber.on('error', () => undefined);
  const desk = new OrderDesk(client, subscriber);
  await desk.open();
  const { Worker, DelayedError, WaitingError } = bullmq();
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  if (options.signal.aborted) end();
  options.signal.addEventListener('abort', end);
  const opened = new Map<string, Promise<TrialRunner>>();
  const locks = new Map<string, HeldLock>();
  const broken: { by: Error | null } = { by: null };

  const isEnding = (): boolean => ending.signal.aborted;

  /** Nothing that a trial did, a full disk say: another worker may have more luck. */
  function breakOff(error: unknown): null {
    broken.by ??= error instanceof Error ? error : new Error(String(error));
    end();
    return null;
  }

  async function open(search: QueuedSearch): Promise<TrialRunner> {
    const key = jobPrefix(search);
    const coming = opened.get(key) ?? options.open(search);
    opened.set(key, coming);
    return await coming;
  }

  async function backToOthers(job: Job, token: string): Promise<never> {
    await job.moveToWait(token).catch(() => undefined); // refused where another worker has it by now
    throw new WaitingError();
  }

  async function handle(job: Job<QueuedTrial, QueuedOutcome>, token = ''): Promise<QueuedOutcome> {
    const { trial, search } = job.data;
    const id = job.id!;
    if (isEnding()) return await backToOthers(job, token);
    const lock = new HeldLock(handOn);
    const told = new ToldProgress((progress) => {
      job.updateProgress(progress).catch(() => undefined); // the job is gone: the lock says so
    });
    const silence = desk.listen(id, (order, epoch) => {
      told.heard(order, epoch);
    });
    const isStopped = (): boolean => told.stopped.aborted;
    locks.set(id, lock);
    try {
      const runner = await open(search).catch(breakOff);
      if (runner === null) return await backToOthers(job, token);
      const order = await desk.ordered(id);
      if (order !== null) told.heard(order, null);
      if (isStopped()) return { state: 'interrupted' };
      onLine(`${trial.id}: begun`);
      const outcome = await runner
        .run(trial, {
          signal: AbortSignal.any([ending.signal, lock.lost, told.stopped]),
          onEpoch: (epoch, score) => told.epoch(epoch, score),
          onNotice: (line) => {
            told.notice(line);
          },
        })
        .catch(breakOff);
      if (outcome === null) return await backToOthers(job, token);
      if (lock.lost.aborted) {
        onLine(`${trial.id}: stopped, the hold on it was lost and another worker may have it`);
        return await backToOthers(job, token);
      }
      onLine(`${trial.id}: ${wordOf(outcome)}`);
      if (outcome.state !== 'interrupted' || isStopped()) return queuedOutcome(outcome);
      if (isEnding()) return await backToOthers(job, token);
      await job.moveToDelayed(performance.timeOrigin + performance.now() + 1000, token); // another process has it
      throw new DelayedError();
    } finally {
      told.end();
      silence();
      lock.release();
      locks.delete(id);
    }
  }

  const worker = new Worker<QueuedTrial, QueuedOutcome>(queueName, handle, {
    connection: address.connection,
    name: workerName(jobs),
    concurrency: jobs,
    lockDuration: handOn,
    lockRenewTime: handOn / 3,
    stalledInterval: handOn / 2,
    maxStalledCount: 1_000_000, // a trial is handed on as often as its workers are lost
    drainDelay: 2,
  });
  worker.on('error', () => undefined); // a lost server is said once, by `tellConnection`
  worker.on('locksRenewed', ({ jobIds }) => {
    for (const id of jobIds) locks.get(id)?.renewed();
    desk.lookAgain().catch(() => undefined);
  });
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const id of jobIds) locks.get(id)?.lose();
  });
  onLine(`takes trials from ${address.shown}, ${jobs} at once`);
  if (!isEnding())
    await new Promise<void>((resolve) => {
      ending.signal.addEventListener('abort', () => {
        resolve();
      });
    });
  await closed(worker);
  for (const runner of opened.values())
    await runner.then(
      (found) => found.close(),
      () => undefined,
    );
  options.signal.removeEventListener('abort', end);
  client.disconnect();
  subscriber.disconnect();
  if (broken.by !== null) throw broken.by;
}

/** Waits for the running trials, but for no server that is away. */
async function closed(worker: { close(force?: boolean): Promise<void> }): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, endLimit);
  });
  await Promise.race([worker.close(), late]);
  clearTimeout(timer);
}

function wordOf(outcome: TrialOutcome): string {
  if (outcome.state === 'recorded') return outcome.record.state;
  return outcome.state === 'failed' ? `failed: ${outcome.reason}` : 'interrupted';
}
