import { escapeHtml } from '../../text';
import { joined, type CellOutputRecord, type NotebookCell, type NotebookFile } from '../run/notebook-file';
import { codeHtml } from './code-html';
import type { Contents } from './headings';
import { markdownHtml, type Places } from './markdown-html';
import { outputHtml, type PicturePlace } from './output-html';

/** The cells of a notebook as HTML: text, code that folds, and what the cells showed. */
export function notebookHtml(
  notebook: NotebookFile,
  places: Places,
  contents: Contents,
  place: PicturePlace,
): string {
  return notebook.cells
    .filter(({ source, outputs }) => source.trim() !== '' || outputs.length > 0)
    .map((cell) => cellHtml(cell, places, contents, place))
    .join('\n');
}

function cellHtml(cell: NotebookCell, places: Places, contents: Contents, place: PicturePlace): string {
  if (cell.type === 'markdown') return markdownHtml(cell.source, places, contents);
  if (cell.type === 'raw') return `<pre>${escapeHtml(cell.source)}</pre>`;
  contents.text(cell.source);
  const shown = together(cell.outputs).map((output) => outputHtml(output, places, contents, place));
  const lines = cell.source.trimEnd().split('\n').length;
  const what = cell.tags.includes('injected-parameters')
    ? 'parameters given'
    : cell.tags.includes('parameters')
      ? 'parameters'
      : `code, ${lines} ${lines === 1 ? 'line' : 'lines'}`;
  return `<div class="cell">
<details class="code" open><summary>${what}</summary><pre><code>${codeHtml(cell.source, 'typescript')}</code></pre></details>
${shown.filter((html) => html !== '').join('\n')}
</div>`;
}

/** Text that was printed piece by piece is one text. */
function together(outputs: readonly CellOutputRecord[]): CellOutputRecord[] {
  const all: (CellOutputRecord & { name?: string; text?: unknown })[] = [];
  for (const output of outputs as readonly (CellOutputRecord & { name?: string; text?: unknown })[]) {
    const last = all.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name)
      all[all.length - 1] = { ...last, text: joined(last.text) + joined(output.text) };
    else all.push(output);
  }
  return all;
}
