import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { finishPicture, type FinishedPicture, type PictureTask } from './finish-picture';

interface Thread {
  readonly worker: Worker;
  waiting: { resolve: (finished: FinishedPicture) => void; reject: (error: unknown) => void } | null;
}

/** Threads that finish pictures while the next ones are predicted. */
export class FinishThreads {
  private readonly threads: Thread[] = [];
  private readonly queue: (() => void)[] = [];

  /** @param jobs number of threads; 0 works in the calling one */
  constructor(private readonly jobs: number) {}

  /** Waits for a free thread; `finished` is settled when the picture is done. */
  async start(task: PictureTask): Promise<{ readonly finished: Promise<FinishedPicture> }> {
    if (this.jobs === 0) return { finished: Promise.resolve(await finishPicture(task)) };
    let thread = this.free();
    while (!thread) {
      await new Promise<void>((resolve) => this.queue.push(resolve));
      thread = this.free();
    }
    const own = thread;
    const finished = new Promise<FinishedPicture>((resolve, reject) => {
      own.waiting = { resolve, reject };
    });
    finished.catch(() => undefined); // awaited later; without this an early failure would count as unhandled
    own.worker.postMessage(task);
    return { finished };
  }

  async end(): Promise<void> {
    await Promise.all(this.threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  private free(): Thread | undefined {
    const idle = this.threads.find(({ waiting }) => waiting === null);
    return idle ?? (this.threads.length < this.jobs ? this.open() : undefined);
  }

  private open(): Thread {
    const thread: Thread = { worker: new Worker(join(__dirname, 'finish-worker.js')), waiting: null };
    this.threads.push(thread);
    const settle = (how: (waiting: NonNullable<Thread['waiting']>) => void): void => {
      const { waiting } = thread;
      thread.waiting = null;
      if (waiting) how(waiting);
      this.queue.shift()?.();
    };
    thread.worker.on(
      'message',
      ({
        finished,
        failure,
      }: {
        finished?: FinishedPicture;
        failure?: { message: string; code?: string };
      }) => {
        settle(({ resolve, reject }) => {
          if (finished) resolve(finished);
          else reject(Object.assign(new Error(failure?.message), { code: failure?.code }));
        });
      },
    );
    thread.worker.on('error', (error) => {
      this.threads.splice(this.threads.indexOf(thread), 1);
      settle(({ reject }) => {
        reject(error);
      });
    });
    return thread;
  }
}
