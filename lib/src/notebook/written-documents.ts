import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A document of a report, as it lies on the disk. */
export interface WrittenDocument {
  readonly file: string;
  readonly title: string;
  readonly markdown: string;
}

/** Documents that other notebooks wrote to a folder; those that are not there are left out. @param titles by file name */
export function writtenDocuments(
  folder: string,
  titles: Readonly<Record<string, string>>,
): WrittenDocument[] {
  return Object.entries(titles)
    .filter(([file]) => existsSync(join(folder, file)))
    .map(([file, title]) => ({ file, title, markdown: readFileSync(join(folder, file), 'utf8') }));
}
