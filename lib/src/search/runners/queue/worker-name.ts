import { hostname } from 'node:os';

/** Name of a worker in the queue: machine, process, and how many trials it runs at once. */
export function workerName(jobs: number): string {
  return `${hostname().replace(/[^\w.-]/g, '_')}-${process.pid}-x${jobs}`;
}

/** How many trials workers run at once, by the names that the queue's server lists. */
export function slotsOf(workers: readonly Readonly<Record<string, string>>[]): number {
  return workers.reduce((sum, worker) => sum + Number(/-x(\d+)$/.exec(worker.rawname ?? '')?.[1] ?? 1), 0);
}
