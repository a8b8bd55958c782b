import { markdownCode, markdownText } from '../text';
import type { Figure } from '../types';

/** A part of a document: text, or nothing where the data do not support it. */
export type Block = string | null;

/** Blocks under each other, the missing ones left out. */
export function blocks(...parts: readonly (Block | readonly Block[])[]): string {
  return parts
    .flat()
    .filter((part): part is string => part !== null && part !== '')
    .join('\n\n');
}

/** A heading with its content, or nothing where there is no content. @param level 1 to 4. */
export function section(
  level: number,
  title: string,
  ...parts: readonly (Block | readonly Block[])[]
): Block {
  const body = blocks(...parts);
  return body === '' ? null : `${'#'.repeat(level)} ${title}\n\n${body}`;
}

/** Sentences of a paragraph; nothing where all are missing. */
export function paragraph(...sentences: readonly Block[]): Block {
  const kept = sentences.filter((sentence): sentence is string => sentence !== null && sentence !== '');
  return kept.length === 0 ? null : kept.join(' ');
}

/** A bullet list; nothing where it is empty. */
export function list(...items: readonly (Block | readonly Block[])[]): Block {
  const kept = items.flat().filter((item): item is string => item !== null && item !== '');
  return kept.length === 0 ? null : kept.map((item) => `- ${item}`).join('\n');
}

/** A numbered list; nothing where it is empty. */
export function numbered(items: readonly Block[]): Block {
  const kept = items.filter((item): item is string => item !== null && item !== '');
  return kept.length === 0 ? null : kept.map((item, index) => `${index + 1}. ${item}`).join('\n');
}

/** A column of a table: its heading, with a leading `>` where it is set to the right. */
export type Heading = string;

/** A table; nothing where it has no row. */
export function table(headings: readonly Heading[], rows: readonly (readonly string[])[]): Block {
  if (rows.length === 0) return null;
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [
    line(headings.map((heading) => heading.replace(/^>/, ''))),
    `|${headings.map((heading) => (heading.startsWith('>') ? ' ---: ' : ' --- ')).join('|')}|`,
    ...rows.map(line),
  ].join('\n');
}

function cell(text: string): string {
  return text.replace(/(?<!\\)\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
}

/** Program text in a fence, longer than any in the text. */
export function code(text: string, language = ''): string {
  return markdownCode(text, language).text;
}

/** A figure with its caption; `written` counts the figures of the document. */
export function picture(figure: Figure, caption: string): string {
  return `![${markdownText(figure.description)}](figures/${figure.name}.png)\n\n*${caption}*`;
}

/** `a, b and c`. */
export function enumeration(items: readonly string[]): string {
  return items.length < 2
    ? (items[0] ?? '')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]!}`;
}
