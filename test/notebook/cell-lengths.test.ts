import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { notebookPaths, readNotebook } from 'unetlab/notebook/run';
import { codeLines, limits, measureCells } from './measure-cells';

const root = process.cwd();
const solutions = join(root, 'notebooks', 'solutions');
const solved = existsSync(solutions) ? readdirSync(solutions).filter((file) => file.endsWith('.ipynb')) : [];

describe('cells', () => {
  for (const path of [...notebookPaths(root), ...solved.map((file) => join(solutions, file))]) {
    const notebook = readNotebook(path);
    it(`of ${path.slice(join(root, 'notebooks').length + 1)} are ${limits.lines} lines of ${limits.characters} characters at most`, () => {
      const faults = notebook.cells
        .filter(({ type }) => type === 'code')
        .flatMap(({ source, tags }) => {
          const lines = codeLines(source);
          const wide = lines.filter((line) => Array.from(line).length > limits.characters);
          const long = !tags.includes('parameters') && lines.length > limits.lines;
          return [...(long ? [`${lines.length} lines: ${lines[0] ?? ''}`] : []), ...wide];
        });
      assert.deepEqual(faults, []);
    });
  }

  it('are measured: blank lines do not count, nor parameters as a cell', () => {
    const cell = (source: string, ...tags: string[]) => ({
      type: 'code' as const,
      source,
      tags,
      outputs: [],
      executionCount: null,
      metadata: {},
    });
    const measured = measureCells({
      cells: [cell('let a = 1;\n\nlet b = 2;', 'parameters'), cell(`a;\n${'b'.repeat(90)}`), cell('c;')],
    });
    assert.deepEqual(measured, { lines: 5, over80: 0.2, p95: 90, longest: 90, longestCell: 2 });
  });
});
