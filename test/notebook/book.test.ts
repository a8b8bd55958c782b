import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findingsText, singlePage } from 'unetlab/notebook/book';
import type { CellOutputRecord, NotebookCell, NotebookFile } from 'unetlab/notebook/run';
import { hostileTexts } from '../text/hostile-texts';

const cell = (type: 'markdown' | 'code', source: string, outputs: readonly object[] = []): NotebookCell => ({
  type,
  source,
  tags: [],
  outputs: outputs as readonly CellOutputRecord[],
  executionCount: null,
  metadata: {},
});
const notebook = (...cells: NotebookCell[]): NotebookFile => ({
  path: '/nowhere/x.ipynb',
  name: 'x',
  title: 'X',
  kernel: 'tslab',
  cells,
  metadata: {},
});
const bodyOf = (...cells: NotebookCell[]): string => {
  const html = singlePage(notebook(...cells));
  return html.slice(html.indexOf('<main'), html.indexOf('</main>'));
};
const shown = (data: object): object => ({ output_type: 'display_data', data, metadata: {} });

describe('a notebook as one page', () => {
  it('draws formulas and leaves dollars that are none', () => {
    const drawn = (text: string): number => bodyOf(cell('markdown', text)).split('class="katex"').length - 1;
    assert.equal(drawn('with $p_t$ and $1/(1+e^{-z})$'), 2);
    assert.equal(drawn('$$\n\\frac{a}{b}\n$$'), 1);
    assert.equal(drawn('By $p$: $$x^2$$ in the line'), 2);
    assert.equal(drawn('from $5 to $6, a $ alone, \\$x$ and `$x$`'), 0);
    assert.equal(drawn('```\n$x$\n```'), 0);
  });

  it('makes no link of a formula', () => {
    assert.doesNotMatch(bodyOf(cell('markdown', '$\\href{javascript:alert(1)}{x}$')), /<a /);
  });

  it('shows what is not HTML as text, and of HTML tables and words alone', () => {
    for (const hostile of Object.values(hostileTexts)) {
      const body = bodyOf(
        cell('markdown', hostile),
        cell('code', hostile, [
          shown({ 'text/html': `<table><tr><td>1</td></tr></table>${hostile}` }),
          shown({ 'text/markdown': hostile }),
          { output_type: 'stream', name: 'stdout', text: hostile },
          { output_type: 'error', ename: hostile, evalue: hostile },
        ]),
      );
      assert.doesNotMatch(
        body,
        /<script|<svg[^>]*onload|<img[^>]*onerror|<[^>]+ onmouseover=|href="javascript:/i,
      );
      assert.match(body, /<td>1<\/td>/);
      assert.doesNotMatch(body, /<img[^>]+src="http/);
    }
  });

  it('keeps the alignment of a table and no style that loads', () => {
    const html = '<td style="text-align:right;background:url(http://evil.example/x)">1</td>';
    const body = bodyOf(cell('code', '', [shown({ 'text/html': `<table><tr>${html}</tr></table>` })]));
    assert.match(body, /<td style="text-align:right">/);
  });

  it('gives every heading an address of its own, and sets those of outputs below the page’s', () => {
    const body = bodyOf(
      cell('markdown', '# T\n\n## Same\n\n## Same'),
      cell('code', 'x', [shown({ 'text/markdown': '# Shown' })]),
    );
    assert.deepEqual(
      [...body.matchAll(/<(h\d) id="([^"]+)"/g)].map(([, tag, id]) => [tag, id]),
      [
        ['h1', 't'],
        ['h2', 'same'],
        ['h2', 'same--1'],
        ['h3', 'shown'],
      ],
    );
  });

  it('joins what was printed piece by piece', () => {
    const piece = (text: string): object => ({ output_type: 'stream', name: 'stdout', text: [text] });
    assert.match(
      bodyOf(cell('code', 'x', [piece('one '), piece('line\n')])),
      /<pre class="printed">one line<\/pre>/,
    );
  });
});

describe('findings', () => {
  it('are what the cells below "What we saw" showed, as text', () => {
    const text = findingsText(
      notebook(
        cell('code', 'x', [shown({ 'text/plain': 'before' })]),
        cell('markdown', '## What we saw'),
        cell('code', 'y', [
          shown({ 'text/markdown': '- **A** is 5 \\$ with a\\_b\n- [B](https://example.org)\n\n1. one' }),
          { output_type: 'stream', name: 'stdout', text: 'printed\n' },
        ]),
        cell('markdown', 'More of it.'),
        cell('markdown', '## Exercises'),
        cell('code', 'z', [shown({ 'text/plain': 'after' })]),
      ),
    );
    assert.equal(text, '- A is 5 $ with a_b\n- B\n1. one\nprinted');
    assert.equal(findingsText(notebook(cell('code', 'x', [shown({ 'text/plain': 'x' })]))), '');
  });
});
