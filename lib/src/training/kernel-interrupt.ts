/** A listener with this symbol hears an interruption too, whoever else is silenced; `interruptSignal` sets it. */
const HEARS = Symbol.for('unetlab.hears-interrupt');

/** A listener, or what `once` wraps one in. */
type Listener = NodeJS.SignalsListener & { readonly [HEARS]?: boolean; readonly listener?: Listener };

/** The cell whose training was interrupted last: its later trainings are not begun. */
let interruptedCell: unknown = null;

/**
 * Runs long work in a notebook's kernel so that Interrupt ends it in order. The kernel would otherwise fail the cell and
 * let its code go on, unseen, with the cell's variables unknown to the next cells. Meanwhile the first Interrupt only
 * aborts the signal that the work is given; the second reaches the kernel as ever. Once interrupted, the same cell's next
 * work is given a signal that is aborted already. Outside a kernel the work just runs, with the given signal.
 */
export async function inKernel<T>(
  given: AbortSignal | undefined,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (!('__tslab__' in globalThis)) return work(given);
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  if (given?.aborted || (interruptedCell !== null && interruptedCell === runningCell())) abort();
  given?.addEventListener('abort', abort);
  // Not at once: while a cell's first statements run, the kernel has Node watch for SIGINT natively, and a handler that
  // is added meanwhile is lost when Node puts its own back.
  await new Promise<void>((resolve) => setImmediate(resolve));
  const restore = takeOver(() => {
    interruptedCell = runningCell();
    abort();
  });
  try {
    return await work(controller.signal);
  } finally {
    restore();
    given?.removeEventListener('abort', abort);
  }
}

/** Puts `onInterrupt` in the place of the kernel's listeners, for the first interruption; returns how to undo it. */
function takeOver(onInterrupt: () => void): () => void {
  const silenced = (process.rawListeners('SIGINT') as Listener[]).filter(
    (listener) => !(listener[HEARS] ?? listener.listener?.[HEARS]),
  );
  let active = true;
  const restore = (): void => {
    if (!active) return;
    active = false;
    for (const listener of silenced) process.on('SIGINT', listener);
    process.removeListener('SIGINT', first);
  };
  const first: NodeJS.SignalsListener = Object.assign(
    () => {
      restore();
      onInterrupt();
    },
    { [HEARS]: true },
  );
  process.on('SIGINT', first); // before the others go, so that there is a listener at any time
  for (const listener of silenced) process.removeListener('SIGINT', listener);
  return restore;
}

interface KernelModule {
  readonly lastWriteDisplayData?: unknown;
}

/** Something that differs from cell to cell: the function that writes the cell's outputs. Null where it is not found. */
function runningCell(): unknown {
  for (const [file, module] of Object.entries(require.cache))
    if (/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file))
      return (module?.exports as KernelModule | undefined)?.lastWriteDisplayData ?? null;
  return null;
}
