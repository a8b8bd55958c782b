import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { notebookPaths, readNotebook } from 'unetlab/notebook/run';

const root = process.cwd();
const folder = join(root, 'notebooks');
const solutions = join(folder, 'solutions');
const teaching = notebookPaths(root);
const solved = readdirSync(solutions)
  .filter((file) => file.endsWith('.ipynb'))
  .map((file) => join(solutions, file));

/** A paper's page at its publisher, the arXiv or a preprint's home: nothing that moves. */
const paper =
  /^https:\/\/(?:arxiv\.org\/abs\/\d{4}\.\d{4,5}|doi\.org\/10\.\d{4,9}\/\S+|proceedings\.mlr\.press\/v\d+\/\w+\.html|jmlr\.org\/papers\/v\d+\/\w+\.html|papers\.nips\.cc\/paper\/[\w-]+|www\.jstor\.org\/stable\/\d+)$/;
/** Addresses of links in Markdown; code has none. */
const linksOf = (text: string): string[] =>
  [...text.replace(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, address]) => address!);

const wordsOf = (path: string): string =>
  path.endsWith('.md')
    ? readFileSync(path, 'utf8')
    : readNotebook(path)
        .cells.filter(({ type }) => type === 'markdown')
        .map(({ source }) => source)
        .join('\n\n');
const codeOf = (path: string): string =>
  readNotebook(path)
    .cells.filter(({ type }) => type === 'code')
    .map(({ source }) => source)
    .join('\n\n');

describe('links of the notebooks', () => {
  for (const path of [...teaching, ...solved, join(folder, 'README.md')])
    it(`${basename(dirname(path))}/${basename(path)} lead to files that are there and to papers`, () => {
      const wrong = linksOf(wordsOf(path)).filter((link) =>
        /^[a-z]+:/i.test(link)
          ? !paper.test(link)
          : !existsSync(resolve(dirname(path), decodeURI(link.replace(/#.*$/, '')))),
      );
      assert.deepEqual(wrong, []);
    });

  for (const path of teaching)
    it(`${basename(path)} leads to the library and to a paper`, () => {
      const links = linksOf(wordsOf(path));
      assert.ok(
        links.some((link) => link.startsWith('../lib/src/') && link.endsWith('.ts')),
        'no link to lib',
      );
      assert.ok(
        links.some((link) => paper.test(link)),
        'no link to a paper',
      );
    });
});

describe('questions of the notebooks', () => {
  for (const path of teaching)
    it(`${basename(path)} asks before a result, and answers after it`, () => {
      const marks = readNotebook(path).cells.flatMap(({ type, source }) =>
        type === 'markdown'
          ? [...source.matchAll(/\*\*(Predict|Answer)[:.]\*\*/g)].map(([, word]) => word!)
          : [type],
      );
      const spoken = marks.filter((mark) => mark === 'Predict' || mark === 'Answer');
      assert.ok(spoken.length > 0, 'no question');
      assert.deepEqual(
        spoken,
        spoken.map((_, i) => (i % 2 === 0 ? 'Predict' : 'Answer')),
      );
      // something is run between a question and its answer
      assert.doesNotMatch(marks.join(' '), /Predict Answer/);
    });
});

describe('exercises of the notebooks', () => {
  for (const path of teaching.filter((file) => !basename(file).startsWith('00')))
    it(`${basename(path)} has two to four with a checker, all solved`, () => {
      const checkersOf = (code: string): string[] =>
        [...code.matchAll(/^(?:const \w+ = )?(check[A-Z]\w+)\((?:'(Exercise \d)')?/gm)]
          .map(([, checker, title]) => `${checker!} ${title ?? ''}`.trim())
          .filter((name) => !/^check(?:Gradients|Claims)$/.test(name));
      const asked = [...new Set(checkersOf(codeOf(path)))];
      assert.ok(asked.length >= 2 && asked.length <= 4, asked.join(', '));
      const answered = codeOf(join(solutions, basename(path)));
      assert.deepEqual([...new Set(checkersOf(answered))].sort(), asked.sort());
      assert.match(answered, new RegExp(`^assertSolved\\(${asked.length}\\);$`, 'm'));
    });
});
