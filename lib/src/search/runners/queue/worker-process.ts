// A worker as a process of its own: told what to do on the first line of standard input, it ends when that ends.
import { createInterface } from 'node:readline';
import type { WorkerStart } from './local-workers';
import { openQueuedSearch } from './open-queued-search';
import { QueueAwayError } from './queue-connection';
import { runQueueWorker } from './queue-worker';

const controller = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => {
    controller.abort();
  });
const input = createInterface({ input: process.stdin });
input.on('close', () => {
  controller.abort();
});
input.once('line', (line) => {
  const { url, out, data, handOn, program } = JSON.parse(line) as WorkerStart;
  const onLine = (text: string): void => {
    console.log(text);
  };
  runQueueWorker({
    url,
    open: (search) =>
      openQueuedSearch(search, {
        ...(out !== null && { out }),
        ...(data !== null && { data }),
        ...(program !== null && { program }),
        onLine,
      }),
    ...(handOn !== null && { handOn }),
    onLine,
    signal: controller.signal,
  }).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exit(error instanceof QueueAwayError ? 1 : 2); // the server may come back
    },
  );
});
