import { shortWords, visibleText } from './visible-text';

/**
 * A value as text of a Plotly figure: titles, labels, legends, hovers. Plotly reads a small part of HTML there, links
 * included, `%{…}` in templates, and formulas between dollars.
 */
export function figureText(value: unknown): string {
  return shortWords(visibleText(String(value)), 60).replace(/[&<>$]|%(?=\{)/g, (sign) => entities[sign]!);
}

/** The text that {@link figureText} was given, as far as its signs go: for descriptions, which are plain text. */
export function plainFigureText(text: string): string {
  return text.replace(/&(?:amp|lt|gt|#36|#37);/g, (entity) => signs[entity]!);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  $: '&#36;',
  '%': '&#37;',
};
const signs = Object.fromEntries(Object.entries(entities).map(([sign, entity]) => [entity, sign]));
