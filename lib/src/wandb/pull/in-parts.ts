import { WandbError } from '../server/errors';

/** What came of asking for many things at once. */
export interface PartsAnswer<T> {
  readonly answers: readonly T[];
  /** The things that could not be had, each with the last error that was met when it was asked for alone. */
  readonly failed: readonly { readonly item: string; readonly error: WandbError }[];
}

/**
 * Asks for many things in one request, and where that fails in halves, down to the single things that the server
 * cannot deliver. Failures that concern the whole server (no network, key refused) are thrown at once.
 */
export async function askInParts<T>(
  items: readonly string[],
  ask: (items: readonly string[], attempts: number | undefined) => Promise<T>,
  attempts?: number,
): Promise<PartsAnswer<T>> {
  if (items.length === 0) return { answers: [], failed: [] };
  try {
    return { answers: [await ask(items, attempts)], failed: [] };
  } catch (error) {
    if (!isAboutParts(error)) throw error;
    if (items.length === 1) return { answers: [], failed: [{ item: items[0]!, error }] };
    const middle = Math.ceil(items.length / 2);
    const first = await askInParts(items.slice(0, middle), ask, 2);
    const second = await askInParts(items.slice(middle), ask, 2);
    return { answers: [...first.answers, ...second.answers], failed: [...first.failed, ...second.failed] };
  }
}

/** Whether a smaller request may go through where this one did not. */
export function isAboutParts(error: unknown): error is WandbError {
  return (
    error instanceof WandbError &&
    ['server error', 'timeout', 'not JSON', 'query refused'].includes(error.kind)
  );
}

/** Runs tasks, a few at a time, and returns when all are done. The first failure stops the others from starting. */
export async function inParallel<T>(
  tasks: readonly T[],
  atOnce: number,
  work: (task: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < tasks.length && !failed) {
      try {
        await work(tasks[next++]!);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, worker));
}
