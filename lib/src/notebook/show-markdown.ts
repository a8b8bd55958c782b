import { markdown, Markdown, safeMarkdown } from '../text';
import { cellOutput } from './cell-output';

/**
 * Shows Markdown in the cell; elsewhere it is printed as it is.
 *
 * As a tag (``showMarkdown`**Best run:** ${name}` ``) it takes what is put in as text: nothing in a run's name or a note is
 * read as markup. Use it so wherever a value was read. Given a string, it shows raw HTML as text, fetches no picture from
 * elsewhere and follows no link that runs something.
 */
export function showMarkdown(text: string | Markdown): void;
export function showMarkdown(parts: TemplateStringsArray, ...values: readonly unknown[]): void;
export function showMarkdown(
  given: string | Markdown | TemplateStringsArray,
  ...values: readonly unknown[]
): void {
  const text =
    typeof given === 'string' ? given : (given instanceof Markdown ? given : markdown(given, ...values)).text;
  const output = cellOutput();
  if (output === null) console.log(text);
  else output.add({ data: { 'text/markdown': safeMarkdown(text), 'text/plain': text } });
}
