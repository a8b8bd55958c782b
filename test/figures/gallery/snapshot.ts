import { createHash } from 'node:crypto';
import type { Figure } from 'unetlab/types';

/**
 * A figure as the text that is committed: keys in the order written, one array of numbers a line, numbers
 * rounded to six significant digits, so that the last bits of a logarithm do not matter.
 */
export function snapshotText(figure: Figure): string {
  const rounded: unknown = JSON.parse(JSON.stringify(figure), (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(6)) : value,
  );
  return `${write(rounded, '')}\n`;
}

/** Names the snapshot that a picture was made from. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The first lines that differ, at most five, as `- kept` / `+ drawn now`. */
export function shortDiff(kept: string, drawn: string): string {
  const before = kept.split('\n');
  const after = drawn.split('\n');
  const lines: string[] = [];
  for (let line = 0; line < Math.max(before.length, after.length) && lines.length < 10; line += 1) {
    if (before[line] === after[line]) continue;
    lines.push(
      `line ${line + 1} - ${(before[line] ?? '(end)').trim().slice(0, 160)}`,
      `line ${line + 1} + ${(after[line] ?? '(end)').trim().slice(0, 160)}`,
    );
  }
  return lines.join('\n');
}

function write(value: unknown, indent: string): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    if (!value.some((item) => item !== null && typeof item === 'object')) return JSON.stringify(value);
    return `[\n${value.map((item) => inner + write(item, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${write(item, inner)}`).join(',\n')}\n${indent}}`;
}
