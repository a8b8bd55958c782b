import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { LibraryReach, staleness } from 'unetlab/notebook/committed';
import { notebookParameters, notebookPaths, readNotebook } from 'unetlab/notebook/run';

const root = process.cwd();
const solutions = join(root, 'notebooks', 'solutions');
const reach = new LibraryReach(root);
const paths = [
  ...notebookPaths(root),
  ...(existsSync(solutions)
    ? readdirSync(solutions)
        .filter((file) => file.endsWith('.ipynb'))
        .map((file) => join(solutions, file))
    : []),
];

describe('committed notebooks', () => {
  it('exist', () => {
    assert.ok(paths.length > 0);
  });

  for (const path of paths) {
    const name = path.slice(join(root, 'notebooks').length + 1);
    const notebook = readNotebook(path);

    it(`${name} holds outputs of its own code, or none`, () => {
      assert.ok(!('papermill' in notebook.metadata), 'it is an executed file');
      const kept = notebook.cells.filter(
        ({ outputs, executionCount }) => outputs.length > 0 || executionCount !== null,
      );
      const solution = path.startsWith(solutions);
      assert.deepEqual(
        solution
          ? kept.map(({ source }) => source.slice(0, 60))
          : staleness(path, reach).faults.filter((fault) => !/its (?:code|parameters) changed/.test(fault)),
        [],
      );
    });

    it(`${name} runs on tslab and opens with its question as a title`, () => {
      assert.equal(notebook.kernel, 'tslab');
      assert.match(notebook.cells[0]?.source ?? '', /^# \S/);
      assert.match(basename(path), /^\d\d-[a-z0-9-]+\.ipynb$/);
    });

    it(`${name} shows what was read as text, not as Markdown`, () => {
      const reads = notebookParameters(notebook).some((parameter) => parameter.name === 'runs');
      const raw = reads ? /showMarkdown\((?:\[|`|'[^']*' \+)[^\n]*/ : /showMarkdown\([^;]*\$\{data\.name\}/;
      assert.deepEqual(
        notebook.cells.flatMap(({ source }) => raw.exec(source)?.[0].slice(0, 80) ?? []),
        [],
        'use the tag showMarkdown`…`, markdownList or markdownText',
      );
    });

    it(`${name} declares typed, explained parameters`, () => {
      const tagged = notebook.cells.filter(({ tags }) => tags.includes('parameters'));
      assert.equal(tagged.length, 1, 'one cell is tagged parameters');
      const parameters = notebookParameters(notebook);
      const loose = parameters.filter(({ type, comment }) => type.kind === 'other' || comment === '');
      assert.deepEqual(
        loose.map((parameter) => parameter.name),
        [],
        'a type that can be given from outside, and a comment',
      );
      const profile = parameters.find((parameter) => parameter.name === 'profile');
      assert.equal(profile?.typeText, "'smoke' | 'teach' | 'full'");
      assert.equal(profile.defaultText, "'teach'");
    });
  }
});
