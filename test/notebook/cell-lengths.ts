// How the code of the notebooks reads, before and now:
//   npm run build && node test/.dist/notebook/cell-lengths.js [REVISION]
// REVISION is what to compare with, default `main`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { printTable } from 'unetlab/notebook';
import { notebookPaths, readNotebook } from 'unetlab/notebook/run';
import { measureCells, type CellMeasure } from './measure-cells';

const root = process.cwd();
const revision = process.argv[2] ?? 'main';
const folder = mkdtempSync(join(tmpdir(), 'cells-'));

try {
  const rows = notebookPaths(root).flatMap((path) => {
    const before = earlier(path);
    return [
      ...(before === null ? [] : [row(path, revision, before)]),
      row(path, 'now', measureCells(readNotebook(path))),
    ];
  });
  console.log(printTable(rows, { maxRows: 100 }).text);
} finally {
  rmSync(folder, { recursive: true });
}

function earlier(path: string): CellMeasure | null {
  const copy = join(folder, 'notebook.ipynb');
  try {
    const args = ['show', `${revision}:${relative(root, path)}`];
    writeFileSync(
      copy,
      execFileSync('git', args, { cwd: root, maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return null; // it was not there
  }
  return measureCells(readNotebook(copy));
}

function row(path: string, when: string, measured: CellMeasure): Record<string, string | number> {
  return {
    notebook: readNotebook(path).name,
    when,
    'code lines': measured.lines,
    'over 80 characters, %': Number((100 * measured.over80).toFixed(0)),
    p95: measured.p95,
    'longest line': measured.longest,
    'longest cell, lines': measured.longestCell,
  };
}
