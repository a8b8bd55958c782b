import type { NotebookFile } from 'unetlab/notebook/run';

/** What a reader takes in at once. A cell of parameters is a list: only its width is judged. */
export const limits = { lines: 15, characters: 100 } as const;

/** How the code of a notebook reads. Blank lines do not count. */
export interface CellMeasure {
  /** Lines of code. */
  readonly lines: number;
  /** Share of them that is longer than 80 characters, in [0, 1]. */
  readonly over80: number;
  /** Length that 95 % of the lines do not pass, in characters. */
  readonly p95: number;
  /** Of a line, in characters. */
  readonly longest: number;
  /** Lines of the longest cell but that of the parameters. */
  readonly longestCell: number;
}

/** Lines of code of a cell, without blank ones. */
export function codeLines(source: string): string[] {
  return source.split('\n').filter((line) => line.trim() !== '');
}

/** Measures the code cells of a notebook. */
export function measureCells({ cells }: Pick<NotebookFile, 'cells'>): CellMeasure {
  const code = cells.filter(({ type }) => type === 'code');
  const lengths = code
    .flatMap(({ source }) => codeLines(source))
    .map((line) => Array.from(line).length)
    .sort((a, b) => a - b);
  const counted = code.filter(({ tags }) => !tags.includes('parameters'));
  return {
    lines: lengths.length,
    over80: lengths.filter((length) => length > 80).length / lengths.length,
    p95: lengths[Math.min(lengths.length - 1, Math.ceil(0.95 * lengths.length) - 1)] ?? 0,
    longest: lengths.at(-1) ?? 0,
    longestCell: Math.max(0, ...counted.map(({ source }) => codeLines(source).length)),
  };
}
