/**
 * A signal that the first Ctrl-C (or SIGTERM) sets, so that running work can end in order; the second one ends the process.
 * @param tell called at the first
 */
export function interruptible(tell) {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
      tell();
    });
  }
  return controller.signal;
}
