import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAME = 'unetlab-kaleido';
/** A folder this young is left alone, whoever made it: its maker may run where its number is not seen. */
const YOUNG_MS = 60_000;
/** Where the renderer puts its page, whatever TMPDIR says: the C library's `tmpnam` names it. */
const PAGES = '/tmp';
/** A page is about 300 bytes long. */
const LONGEST_PAGE = 4096;

/**
 * A temporary folder for one start of the renderer. The renderer writes a page into `/tmp`, `fileXXXXXX.html`, and leaves it there
 * when it is killed; its only mark is the address of the script in it, so the script has an address of its own here.
 */
export class RendererFolder {
  readonly path: string;
  /** Address of the script, for the renderer. */
  readonly script: string;

  /** Removes what renderers of processes that were killed have left, too. */
  constructor(script: string) {
    for (const entry of readdirSync(tmpdir())) {
      const owner = new RegExp(`^${NAME}-(\\d+)-`).exec(entry)?.[1];
      const path = join(tmpdir(), entry);
      if (owner !== undefined && !isRunning(Number(owner)) && isOld(path)) remove(path);
    }
    this.path = mkdtempSync(join(tmpdir(), `${NAME}-${process.pid}-`));
    const own = join(this.path, 'plotly.js');
    symlinkSync(script, own);
    this.script = pathToFileURL(own).href;
  }

  /** The renderer has read its page, and does not need it any more. */
  removePage(): void {
    attempt(() => {
      removePage(this.path);
    });
  }

  /** For when the renderer has ended. */
  remove(): void {
    remove(this.path);
  }
}

/** Removes a folder with its page; what cannot be removed stays for a later start. */
function remove(folder: string): void {
  attempt(() => {
    removePage(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
}

function removePage(folder: string): void {
  const since = statSync(folder, { throwIfNoEntry: false })?.birthtimeMs;
  if (since === undefined) return;
  const address = pathToFileURL(join(folder, 'plotly.js')).href;
  for (const entry of readdirSync(PAGES)) {
    if (!/^file\w{6}\.html$/.test(entry)) continue;
    const page = join(PAGES, entry);
    attempt(() => {
      const { size, mtimeMs } = statSync(page);
      // Clocks of file systems tick in hundredths of a second.
      if (size <= LONGEST_PAGE && mtimeMs >= since - 1000 && readFileSync(page, 'utf8').includes(address))
        rmSync(page);
    });
  }
}

/** Other users' files, and those that are gone meanwhile, are left. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // A later start tries again.
  }
}

function isOld(path: string): boolean {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && new Date().getTime() - made > YOUNG_MS;
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
