import { runAll, RunReport } from 'unetlab/notebook/run';
import { interruptible } from './interruptible.mjs';
import { root } from './setup/checkout.mjs';

/**
 * Runs notebooks and reports them in the terminal, a line each that moves in place; the first Ctrl-C ends them in order.
 *
 * @param detail `cells` or `notebooks`, as RunReport takes it
 * @param stopping what is said at that Ctrl-C
 * @returns the results, in the order of the runs, and the signal
 */
export async function runNotebooks(runs, { jobs, detail, stopping }) {
  const report = new RunReport({
    write: (text) => process.stdout.write(text),
    live: process.stdout.isTTY === true,
    width: Math.max(...runs.map(({ name }) => name.length)),
    detail,
    now: () => performance.now(),
  });
  const signal = interruptible(() => report.line(stopping));
  return { results: await runAll(runs, jobs, report, { root, signal }), signal };
}
