import { cellOutput } from './cell-output';

/** Shows Markdown in the cell; elsewhere it is printed as it is. */
export function showMarkdown(text: string): void {
  const output = cellOutput();
  if (output === null) console.log(text);
  else output.add({ data: { 'text/markdown': text, 'text/plain': text } });
}
