import type { Job } from 'bullmq';
import { SearchStore } from '../../store/search-store';
import type { SearchTrial } from '../../trial/search-trial';
import type { TrialHooks, TrialOutcome, TrialRunner } from '../runner';
import { Bell } from './bell';
import { bullmq } from './load-bullmq';
import { OrderBook } from './orders';
import { queueAddress } from './queue-address';
import { connectToQueue, tellConnection } from './queue-connection';
import {
  jobPrefix,
  outcomeOf,
  queuedSearch,
  queueName,
  type QueuedOutcome,
  type QueuedProgress,
  type QueuedTrial,
} from './queued-trial';
import { slotsOf } from './worker-name';

export interface QueueRunnerOptions {
  /** Address of the queue; null: that of `UNETLAB_QUEUE`. */
  readonly url: string | null;
  /** Search folder. A trial's job leaves the queue only once its record is in the store. */
  readonly folder: string;
  /** Where the queue is away, and when it is back. */
  readonly onLine?: (line: string) => void;
  /** Default the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds in which the queue's server has to answer at first; default 10,000. */
  readonly patience?: number;
  /** Milliseconds after which a job is looked at although nothing was heard of it; default 2000. */
  readonly lookEvery?: number;
}

export interface QueueRunner extends TrialRunner {
  /** How many trials the workers that are there run at once. */
  slots(): Promise<number>;
}

type TrialJob = Job<QueuedTrial, QueuedOutcome>;

/** Milliseconds that a worker has to save a trial that is told to stop. */
const stopLimit = 60_000;

/**
 * Runs trials in the workers of a queue. A coordinator may die and come back: it joins the jobs that are there and takes the
 * results that came meanwhile. A trial whose worker is lost goes to the next one.
 *
 * @throws one line where the queue cannot be reached
 */
export async function queueRunner(options: QueueRunnerOptions): Promise<QueueRunner> {
  const { onLine = () => undefined } = options;
  const store = new SearchStore(options.folder);
  const search = queuedSearch(options.folder, store.manifest());
  const address = queueAddress(options.url, options.env);
  const client = await connectToQueue(address, options.patience);
  tellConnection(client, address.shown, onLine);
  const orders = new OrderBook(client);
  const { Queue, QueueEvents } = bullmq();
  const connection = address.connection;
  const queue = new Queue<QueuedTrial, QueuedOutcome>(queueName, { connection });
  const events = new QueueEvents(queueName, { connection });
  const silent = (): void => undefined; // a lost server is said once, by `tellConnection`
  queue.on('error', silent);
  events.on('error', silent);
  await events.waitUntilReady();

  const prefix = jobPrefix(search);
  const bells = new Map<string, Bell>();
  /** Jobs whose outcome was handed out, by job. */
  const handedOut = new Map<string, string>();
  const ring = ({ jobId }: { jobId: string }): void => bells.get(jobId)?.ring();
  events.on('completed', ring);
  events.on('failed', ring);
  events.on('progress', ring);
  const timer = setInterval(() => {
    for (const bell of bells.values()) bell.ring();
    void tidy();
  }, options.lookEvery ?? 2000);

  /** Takes jobs out whose record is in the store. */
  async function tidy(): Promise<void> {
    for (const [id, trial] of handedOut)
      if (store.has(trial)) {
        handedOut.delete(id);
        await removed(id);
      }
  }

  /** Takes a job out, unless a worker holds it. */
  async function removed(id: string): Promise<boolean> {
    const gone = await queue.remove(id).catch(() => 0);
    if (gone > 0) await orders.takeBack(id);
    return gone > 0;
  }

  /** What an earlier coordinator left behind: results that were stored, and trials that need not run any more. */
  async function clearUp(): Promise<void> {
    for (const { id, data } of await queue.getJobs([
      'completed',
      'failed',
      'waiting',
      'prioritized',
      'delayed',
    ]))
      if (id?.startsWith(prefix) && store.has(data.trial.id)) await removed(id);
  }

  async function add(id: string, trial: SearchTrial): Promise<void> {
    await queue.add('trial', { trial, search }, { jobId: id, removeOnComplete: false, removeOnFail: false });
  }

  /** Puts the trial into the queue, or finds it there. */
  async function join(id: string, trial: SearchTrial): Promise<void> {
    if (handedOut.delete(id)) await removed(id);
    await orders.takeBack(id);
    const there: TrialJob | undefined = await queue.getJob(id);
    if (there !== undefined && JSON.stringify(there.data.trial) !== JSON.stringify(trial))
      if (!(await removed(id)))
        throw new Error(
          `a worker runs another trial ${trial.id} of the search ${search.name}; try again later`,
        );
    await add(id, trial);
  }

  async function run(trial: SearchTrial, hooks: TrialHooks): Promise<TrialOutcome> {
    const id = prefix + trial.id;
    const bell = new Bell();
    const tell = teller(id, hooks, orders);
    const onAbort = (): void => {
      bell.ring();
    };
    bells.set(id, bell);
    hooks.signal?.addEventListener('abort', onAbort);
    let stopping: number | null = null;
    try {
      await join(id, trial);
      for (;;) {
        const job: TrialJob | undefined = await queue.getJob(id);
        if (job !== undefined) await tell(job.progress);
        const outcome = job === undefined ? null : finished(job, trial);
        const stopped = hooks.signal?.aborted ?? false;
        if (outcome !== null && (outcome.state !== 'interrupted' || stopped)) {
          handedOut.set(id, trial.id);
          if (outcome.state === 'interrupted') await removed(id);
          return outcome;
        }
        if (stopped) {
          if (job === undefined || (await removed(id))) return { state: 'interrupted' };
          if (stopping === null) {
            stopping = performance.now();
            await orders.give(id, 'stop');
          }
          if (performance.now() - stopping > stopLimit) return { state: 'interrupted' };
        } else if (job === undefined || outcome !== null) {
          // lost with its server, or stopped for an earlier coordinator
          await removed(id);
          await add(id, trial);
        }
        await bell.rung();
      }
    } finally {
      bells.delete(id);
      hooks.signal?.removeEventListener('abort', onAbort);
    }
  }

  await clearUp();
  return {
    run,
    slots: async () => slotsOf(await queue.getWorkers()),
    async close() {
      clearInterval(timer);
      await withinSeconds(5, tidy());
      await withinSeconds(5, Promise.all([events.close(), queue.close()]));
      client.disconnect();
    },
  };
}

function finished(job: TrialJob, trial: SearchTrial): TrialOutcome | null {
  if (job.finishedOn === undefined) return null;
  if (job.failedReason) return { state: 'failed', reason: job.failedReason };
  return outcomeOf(job.returnvalue, trial);
}

/** Hands on what a worker told, each epoch and notice once, and answers it. */
function teller(id: string, hooks: TrialHooks, orders: OrderBook): (progress: unknown) => Promise<void> {
  let last = 0;
  let notices = 0;
  return async (progress) => {
    if (typeof progress !== 'object' || progress === null) return; // none yet
    const told = progress as QueuedProgress;
    for (; notices < told.notices.length; notices++) hooks.onNotice?.(told.notices[notices]!);
    for (const [epoch, score] of told.epochs) {
      if (epoch <= last) continue;
      last = epoch;
      const answer = (await hooks.onEpoch?.(epoch, Number(score))) ?? 'go on';
      if (answer === 'prune') await orders.give(id, 'prune', epoch);
      else await orders.goOn(id, epoch);
    }
  };
}

/** A server that is away must not hold up the end. */
async function withinSeconds(seconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
