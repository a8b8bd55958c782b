import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Cell {
  cell_type: 'code' | 'markdown';
  source: string[] | string;
  metadata: { tags?: string[] };
}
interface Notebook {
  cells: Cell[];
  metadata: object;
}

const text = ({ source }: Cell): string => (typeof source === 'string' ? source : source.join(''));

/** A notebook of which the reader has changed some parameters' values, by name; `path` is below the checkout. */
export function editedCopy(
  root: string,
  notebook: string,
  path: string,
  values: Readonly<Record<string, string>>,
): void {
  const content = JSON.parse(readFileSync(join(root, 'notebooks', notebook), 'utf8')) as Notebook;
  const cell = content.cells.find(({ metadata }) => metadata.tags?.includes('parameters'));
  if (cell === undefined) throw new Error(`${notebook} has no cell of parameters`);
  for (const [name, value] of Object.entries(values)) {
    const edited = text(cell).replace(
      new RegExp(`^(let ${name}\\b[^=]*= )[^;]*;`, 'm'),
      (_, start: string) => `${start}${value};`,
    );
    if (edited === text(cell)) throw new Error(`${notebook} has no parameter ${name}`);
    cell.source = edited;
  }
  write(root, path, content);
}

/** A notebook of the reader's own with these code cells. */
export function newNotebook(root: string, path: string, cells: readonly string[]): void {
  const kernelspec = { display_name: 'TypeScript', language: 'typescript', name: 'tslab' };
  write(root, path, {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec },
    cells: cells.map((source, i) => ({
      ...{ cell_type: 'code', id: `cell-${i}`, metadata: {}, source },
      ...{ execution_count: null, outputs: [] },
    })),
  });
}

function write(root: string, path: string, content: object): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}
