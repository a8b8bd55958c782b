import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { duration } from '../progress';
import { readNotebook, type NotebookFile } from '../run/notebook-file';

/** A notebook of the book: whose outputs it shows, and how it ran. */
export interface BookNotebook {
  /** The notebook of the collection, and the file with the outputs that are shown. */
  readonly original: string;
  readonly notebook: NotebookFile;
  readonly status: 'ran' | 'failed' | 'not finished' | 'kept' | 'not run';
  /** For example `profile teach, 1 min 20 s, 28 November 2026`. */
  readonly words: string;
}

/**
 * Takes the executed copy in `out/notebooks` where it ran the notebook's present code, else the notebook with the outputs that
 * are kept in it, if any. `notice` says where a copy was passed over.
 */
export function bookNotebook(
  original: string,
  root: string,
  notice: (text: string) => void = () => undefined,
): BookNotebook {
  const own = readNotebook(original);
  const path = join(root, 'out', 'notebooks', basename(original));
  if (existsSync(path)) {
    const executed = readNotebook(path);
    if (codeOf(executed) === codeOf(own)) return { original, notebook: executed, ...ran(executed) };
    notice(
      `${own.name}: its run in out/notebooks is of other code and left out; npm run notebook -- ${own.name}`,
    );
  }
  const kept = own.cells.some(({ outputs }) => outputs.length > 0);
  const stamp = own.metadata.unetlab as { profile?: string; date?: string; library?: string } | undefined;
  const facts = [
    stamp?.profile && `profile ${stamp.profile}`,
    stamp?.library && `unetlab ${stamp.library}`,
    dateText(stamp?.date),
  ];
  return {
    original,
    notebook: own,
    status: kept ? 'kept' : 'not run',
    words: kept ? facts.filter(Boolean).join(', ') : `npm run notebook -- ${own.name.slice(0, 2)} runs it`,
  };
}

function ran({ metadata }: NotebookFile): Pick<BookNotebook, 'status' | 'words'> {
  const facts = (metadata.papermill ?? {}) as {
    exception?: boolean | null;
    duration?: number | null;
    end_time?: string | null;
    parameters?: { profile?: string };
  };
  const { profile } = facts.parameters ?? {};
  const words = [
    profile === undefined ? '' : `profile ${profile}`,
    typeof facts.duration === 'number' ? duration(facts.duration) : '',
    dateText(facts.end_time),
  ];
  return {
    status: facts.exception === true ? 'failed' : typeof facts.duration === 'number' ? 'ran' : 'not finished',
    words: words.filter((word) => word !== '').join(', '),
  };
}

function dateText(date: string | null | undefined): string {
  const at = new Date(date ?? NaN);
  return Number.isNaN(at.getTime()) ? '' : at.toLocaleDateString('en-GB', { dateStyle: 'long' });
}

const codeOf = ({ cells }: NotebookFile): string =>
  JSON.stringify(
    cells
      .filter(({ type, tags }) => type === 'code' && !tags.includes('injected-parameters'))
      .map(({ source }) => source.trim()),
  );
