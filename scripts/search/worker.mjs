// Takes trials out of a queue and runs them, on any number of machines, until it is ended (Ctrl-C: saved, and handed back):
//   npm run search -- worker --queue redis://HOST:6379 [--out DIR] [--data DIR] [--jobs N]
// rediss://HOST:6379 for TLS. The password comes from REDIS_PASSWORD (the user from REDIS_USERNAME), or the whole address
// from UNETLAB_QUEUE; never from the command line.
// A trial lives in its search's own folder where this machine sees it, else below --out (default out/search), with the images
// of --data where they lie elsewhere than the search says. --jobs is 1, or as many as there are GPUs.
//   --hand-on SECONDS   after which the trial of a worker that is silent goes to another (default 30)
import { gpuNames, openQueuedSearch, runQueueWorker } from 'unetlab/search';
import { commandLine, stop } from '../command-line.mjs';
import { interruptible } from '../interruptible.mjs';

const { values } = commandLine(import.meta.url, {
  queue: { type: 'string' },
  out: { type: 'string' },
  data: { type: 'string' },
  jobs: { type: 'number' },
  'hand-on': { type: 'number', default: 30, least: 2 },
});
const say = (line) => console.log(line);
const { out, data } = values;
try {
  await runQueueWorker({
    url: values.queue ?? null,
    open: (search) => openQueuedSearch(search, { ...(out && { out }), ...(data && { data }), onLine: say }),
    jobs: values.jobs ?? Math.max(1, gpuNames().length),
    handOn: 1000 * values['hand-on'],
    onLine: say,
    signal: interruptible(() => say('ending after this step; the trials are saved and handed back')),
  });
  process.exit(0);
} catch ({ message }) {
  stop(message);
}
