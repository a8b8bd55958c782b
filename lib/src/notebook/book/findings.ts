import { joined, type NotebookFile } from '../run/notebook-file';
import { plainMarkdown } from './markdown-html';

const findingsHeading = /^##\s+what we saw\b/im;

/** What a notebook found, as text: what the cells below its heading "What we saw" showed. Empty where it has none. */
export function findingsText({ cells }: NotebookFile): string {
  const from = cells.findIndex(({ type, source }) => type === 'markdown' && findingsHeading.test(source));
  if (from < 0) return '';
  const rest = cells.slice(from + 1);
  const end = rest.findIndex(({ type, source }) => type === 'markdown' && /^##?\s/m.test(source));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .flatMap(({ outputs }) => outputs)
    .map((output) => {
      const { data = {} } = output;
      if (output.output_type === 'stream') return joined((output as { text?: unknown }).text).trim();
      const markdown = joined(data['text/markdown']);
      return markdown === '' ? joined(data['text/plain']).trim() : plainMarkdown(markdown);
    })
    .filter((text) => text !== '')
    .join('\n');
}

/** The bullets below the title: what one learns, what it needs, how long it takes. Markdown. */
export function summaryOf({ cells }: NotebookFile): string[] {
  const opening = cells.find(({ type, source }) => type === 'markdown' && source.startsWith('# '));
  return (opening?.source.split('\n') ?? [])
    .filter((line) => /^[-*] /.test(line))
    .map((line) => line.slice(2).trim())
    .slice(0, 3);
}
