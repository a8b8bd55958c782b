import type { RunSet } from '../types';
import type { Found, FoundFile } from './found';
import type { Told } from './told';
import type { Table } from '../tables';

/** One way in which runs are laid out in files: recognised before it is read. */
export interface Layout {
  /** What it is, for people, with its article: `an Optuna table of trials`. */
  readonly name: string;
  /** Whether a path leads to this; decided by names of files and columns alone. */
  readonly recognises: (found: Found, told: Told) => Promise<boolean>;
  /** Reads what {@link recognises} said yes to. */
  readonly read: (found: Found, told: Told) => Promise<RunSet>;
}

/** A layout of one table in one file. */
export function tableLayout(layout: {
  readonly name: string;
  readonly recognises: (table: Table, file: FoundFile, told: Told) => boolean;
  readonly read: (table: Table, name: string, told: Told) => RunSet;
}): Layout {
  return {
    name: layout.name,
    recognises: async ({ files: [file], isFolder }, told) => {
      if (isFolder || file === undefined || !mayBeTable(file)) return false;
      const table = await file.table();
      return table !== null && layout.recognises(table, file, told);
    },
    read: async ({ files: [file] }, told) => {
      const table = (await file!.table())!;
      const set = layout.read(table, file!.name, told);
      return { ...set, notices: [...table.notices, ...set.notices] };
    },
  };
}

/** Whether a file's ending is that of a table of text, or of rows in JSON. */
export function mayBeTable({ name }: FoundFile): boolean {
  return /\.(?:csv|tsv|txt|tab|dat|json|jsonl|ndjson)$/i.test(name) || !/\.[^./]{1,8}$/.test(name);
}
