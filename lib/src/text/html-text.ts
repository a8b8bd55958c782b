import { shortWords, visibleText } from './visible-text';

/**
 * A value as text of an HTML page, in an element or in an attribute with quotes. Nothing in it is read as markup, and it is
 * kept whole but for words of more than 80 letters.
 */
export function htmlText(value: unknown): string {
  return escapeHtml(shortWords(visibleText(String(value))));
}

/** Text of our own for an HTML page: the five characters that mean something there are written out, nothing else changes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
