/** What one output of a cell carries: the same thing in several forms, of which the viewer shows the richest it knows. */
export interface OutputBundle {
  /** By MIME type: text as a string, `image/png` as base64, JSON types as plain values. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

interface KernelModule {
  lastWriteDisplayData?: WriteDisplayData | null;
}

type WriteDisplayData = (
  content: { data: object; metadata: object; transient: object },
  update?: boolean,
) => void;

/**
 * Writes outputs into the cell that runs, or null where this process is no tslab kernel.
 *
 * tslab's own `display` sends one MIME type a call; several forms in one output need the function below it. It is looked
 * up among the loaded modules, because loading it anew would load a TypeScript compiler.
 */
export function cellOutput(): CellOutput | null {
  const write = kernelWriter();
  return write === null ? null : new CellOutput(write);
}

export class CellOutput {
  constructor(private readonly write: WriteDisplayData) {}

  /** A new output. With an `id` it can be replaced later. */
  add(bundle: OutputBundle, id?: string): void {
    this.write({
      data: bundle.data,
      metadata: bundle.metadata ?? {},
      transient: id === undefined ? {} : { display_id: id },
    });
  }

  /** Puts `bundle` in the place of the output with this id, in whatever cell it is. */
  replace(bundle: OutputBundle, id: string): void {
    this.write({ data: bundle.data, metadata: bundle.metadata ?? {}, transient: { display_id: id } }, true);
  }
}

function kernelWriter(): WriteDisplayData | null {
  for (const [file, module] of Object.entries(require.cache)) {
    if (/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file)) {
      return (module?.exports as KernelModule | undefined)?.lastWriteDisplayData ?? null;
    }
  }
  return null;
}
