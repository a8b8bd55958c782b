/** What a cell received: the content of each message, and whether it replaced an earlier output. */
export interface Received {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
  readonly update: boolean;
}

/** Runs `work` as if in a cell of a tslab kernel and returns what it displayed. */
export async function inFakeCell(work: () => unknown): Promise<Received[]> {
  const file = '/somewhere/node_modules/tslab/dist/jupyter.js';
  const received: Received[] = [];
  const exports = {
    lastWriteDisplayData: (content: Omit<Received, 'update'>, update?: boolean) => {
      received.push({ ...content, update: update === true });
    },
  };
  require.cache[file] = { exports } as unknown as NodeJS.Module;
  try {
    await work();
  } finally {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the module cache is keyed by path
    delete require.cache[file];
  }
  return received;
}
