import { writeFileSync } from 'node:fs';

/** A cell as `[kind, source]`; `parameters` is a code cell with that tag. */
export type CellText = readonly ['md' | 'code' | 'parameters', string];

/** Writes a tslab notebook without outputs. */
export function writeNotebook(path: string, cells: readonly CellText[]): string {
  const notebook = {
    cells: cells.map(([kind, source], i) => ({
      id: `cell-${i}`,
      cell_type: kind === 'md' ? 'markdown' : 'code',
      metadata: kind === 'parameters' ? { tags: ['parameters'] } : {},
      source,
      ...(kind === 'md' ? {} : { outputs: [], execution_count: null }),
    })),
    metadata: {
      kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
      language_info: {
        file_extension: '.ts',
        mimetype: 'text/typescript',
        name: 'typescript',
        version: '3.7.2',
      },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(path, JSON.stringify(notebook, null, 1));
  return path;
}
