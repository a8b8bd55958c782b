import { shortWords, visibleText } from './visible-text';

/**
 * A value as text inside a line of Markdown, wherever it stands: in a sentence, a list, a heading or a cell of a table. Markup
 * in it is shown, not followed: HTML, links, pictures, code, emphasis, formulas, table bars. Names such as `val_loss`
 * and numbers such as −1.5 or 1e-4 stay as they are.
 */
export function markdownText(value: unknown): string {
  return (
    shortWords(visibleText(String(value)))
      .replace(/[\\`*[\]|~$]/g, '\\$&')
      // written as entities: raw HTML is recognised before backslashes by some readers
      .replace(/&(?=[#\w])/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // an underscore inside a word means nothing
      .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (run) => run.replace(/_/g, '\\_'))
      // an address would become a link
      .replace(/\b(https?|ftp|mailto|www)([:.])/gi, '$1&#8203;$2')
      // what would begin a heading, a list or a rule where the value stands first
      .replace(/^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+(?=\s*$)|-{2,}(?=\s*$))/, '$1\\$2')
      .replace(/^(\s*\d{1,9})([.)])(?=\s)/, '$1\\$2')
      .replace(/@(?=\w)/g, '&#64;')
      .trim()
  );
}
