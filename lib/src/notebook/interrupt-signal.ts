/**
 * A signal that is aborted when the kernel is interrupted (in JupyterLab: Kernel, Interrupt) or, outside a notebook, at
 * Ctrl-C. The kernel only rejects the running cell and lets its code go on, so long work has to be told: hand the signal
 * to it. (`train` listens by itself too.) A second Ctrl-C ends the process as usual.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  // Not at once: while a cell's first statements run, the kernel has Node watch for SIGINT natively, and a handler that
  // is added meanwhile is lost when Node puts its own back, which ends the process.
  setImmediate(() => {
    const abort = (): void => {
      controller.abort();
    };
    process.once('SIGINT', Object.assign(abort, { [Symbol.for('unetlab.hears-interrupt')]: true }));
  });
  return controller.signal;
}
