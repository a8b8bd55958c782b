import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { galleryFigures } from '../figures/gallery/figures';

/** A cell of a notebook file. */
type Cell = Readonly<Record<string, unknown>>;

const text = (source: string): Cell => ({ cell_type: 'markdown', metadata: {}, source });
const code = (source: string, outputs: readonly unknown[] = [], tags: readonly string[] = []): Cell => ({
  cell_type: 'code',
  metadata: { tags },
  source,
  outputs,
  execution_count: 1,
});
const shown = (data: object, metadata: object = {}): object => ({
  output_type: 'display_data',
  data,
  metadata,
});

/** A red dot. */
const dot =
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==';

/**
 * A checkout in `root` with the real notebooks, README files and solutions, and one executed notebook more, `90-made`, that shows every
 * figure of the gallery, a picture, a table, formulas and every text of `hostile`.
 */
export function makeCollection(root: string, checkout: string, hostile: readonly string[]): void {
  for (const name of [
    'notebooks',
    'lib/src',
    'README.md',
    'CONTRIBUTING.md',
    'data',
    'environment.yml',
    'spaces',
  ])
    cpSync(join(checkout, name), join(root, name), { recursive: true });
  const cells = [
    text(
      '# What is made here?\n\n- **You learn** how a page looks.\n- **It needs** nothing.\n- **It takes** no time.',
    ),
    code("let profile: 'smoke' | 'teach' | 'full' = 'teach';", [], ['parameters']),
    text(
      '## 1. Formulas\n\nWith $p = \\sigma(z)$ and 5 $ or 6 $ left alone:\n\n$$\\frac{\\partial L}{\\partial z} = p - y$$',
    ),
    code('show(figure);', [
      ...galleryFigures().map(({ data, layout, name, width, height, description }) =>
        shown(
          { 'application/vnd.plotly.v1+json': { data, layout }, 'image/png': dot, 'text/plain': description },
          { 'image/png': { width, height, alt: description }, unetlab: { figure: name } },
        ),
      ),
      shown({ 'image/png': dot, 'text/plain': 'a dot' }),
    ]),
    text(
      `## 2. Links\n\n[a file](../lib/src/losses/dice.ts), [a notebook](02-train-256.ipynb#what-we-saw), [here](#1-formulas), [nowhere](nothing.md), [out](../../../etc/passwd)`,
    ),
    code('showTable(rows);', [
      shown({
        'text/html': '<table><thead><tr><th>n</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>',
      }),
      ...hostile.flatMap((one) => [
        shown({ 'text/html': `<p>${one}</p>` }),
        shown({ 'text/markdown': one }),
        { output_type: 'stream', name: 'stdout', text: [one] },
        shown({ 'image/png': dot, 'text/plain': one }, { unetlab: { figure: one } }),
      ]),
    ]),
    ...hostile.map(text),
    text('## What we saw'),
    code('showMarkdown(findings);', [shown({ 'text/markdown': '- **One** finding\n- another_one' })]),
    text('## Exercises'),
  ];
  const notebook = (metadata: object): string =>
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: 'tslab' }, ...metadata },
      cells,
    });
  writeFileSync(join(root, 'notebooks', '90-made.ipynb'), notebook({}));
  mkdirSync(join(root, 'out', 'notebooks'), { recursive: true });
  const papermill = {
    exception: false,
    duration: 65,
    end_time: '2026-03-01T10:00:00Z',
    parameters: { profile: hostile[0] },
  };
  writeFileSync(join(root, 'out', 'notebooks', '90-made.ipynb'), notebook({ papermill }));
  mkdirSync(join(root, 'out', 'report'), { recursive: true });
  writeFileSync(
    join(root, 'out', 'report', 'REPORT.md'),
    `# Report\n\n## Part\n\n${hostile.join('\n\n')}\n\n[other](README.md)\n`,
  );
  writeFileSync(join(root, 'out', 'report', 'README.md'), '# Reports\n\n- [Report](REPORT.html)\n');
}
