import { open, rm, stat, readFile, truncate, type FileHandle } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { writeWhole } from '../../files';

const names = ['mask', 'map', 'labels', 'shown', 'objects', 'strips'] as const;
type PartName = (typeof names)[number];

/** Raised where the files' content changes. */
const VERSION = 2;

type Plain = Uint8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

interface Kept<State> {
  readonly version: number;
  readonly key: string;
  readonly bytes: Readonly<Record<PartName, number>>;
  readonly state: State;
}

/**
 * Files that grow row by row while a large picture is predicted, `<stem>.<name>.part`, with a state beside them that says
 * how far they are good. They outlive the process, and the next one goes on with them if its key is the same.
 */
export class PartFiles<State extends object> {
  private readonly files = new Map<PartName, FileHandle>();
  private readonly bytes: Record<PartName, number> = {
    ...{ mask: 0, map: 0, labels: 0, shown: 0, objects: 0, strips: 0 },
  };

  /** @param key of all that decides their content; null: nobody goes on with them */
  constructor(
    private readonly stem: string,
    private readonly key: string | null,
  ) {}

  path(name: PartName | 'state'): string {
    return `${this.stem}.${name}.part`;
  }

  /** Opens the files where an earlier process left them, and gives its state; null where they begin anew. */
  async open(): Promise<State | null> {
    const kept = await this.kept();
    for (const name of names) {
      const path = this.path(name);
      if (kept) {
        this.bytes[name] = kept.bytes[name];
        await truncate(path, kept.bytes[name]);
      }
      this.files.set(name, await open(path, kept ? 'r+' : 'w+'));
    }
    return kept?.state ?? null;
  }

  async append(name: PartName, data: Plain): Promise<void> {
    await this.put(name, data, this.bytes[name]);
    this.bytes[name] += data.byteLength;
  }

  /** Writes over what was appended before, from a byte on. What is put there must not depend on where a process ended. */
  async put(name: PartName, data: Plain, at: number): Promise<void> {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    for (let done = 0; done < bytes.length; )
      done += (await this.files.get(name)!.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }

  /** Fills an array with a file's content from a byte on. */
  async get(name: PartName, into: Plain, at: number): Promise<void> {
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await this.files.get(name)!.read(bytes, done, bytes.length - done, at + done);
      if (bytesRead === 0) throw new Error(`${this.path(name)} ends early`);
      done += bytesRead;
    }
  }

  /** Says that all that was appended so far is good, with this state. */
  async keep(state: State): Promise<void> {
    if (this.key === null) return;
    for (const file of this.files.values()) await file.datasync();
    const kept: Kept<State> = { version: VERSION, key: this.key, bytes: this.bytes, state };
    writeWhole(this.path('state'), serialize(kept));
  }

  async close({ remove }: { readonly remove: boolean }): Promise<void> {
    for (const file of this.files.values()) await file.close();
    this.files.clear();
    if (!remove) return;
    for (const name of [...names, 'state'] as const) await rm(this.path(name), { force: true });
  }

  private async kept(): Promise<Kept<State> | null> {
    try {
      const kept = deserialize(await readFile(this.path('state'))) as Kept<State>;
      if (kept.version !== VERSION || kept.key !== this.key) return null;
      for (const name of names) if ((await stat(this.path(name))).size < kept.bytes[name]) return null;
      return kept;
    } catch {
      return null; // not there, or torn
    }
  }
}
