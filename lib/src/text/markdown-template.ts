import { markdownText } from './markdown-text';

/** Markdown that was made as such: put into {@link markdown} it is not escaped again. */
export class Markdown {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

/** Markdown from a template: what the template says is Markdown, what is put in is text, but for other {@link Markdown}. */
export function markdown(parts: TemplateStringsArray, ...values: readonly unknown[]): Markdown {
  const write = (value: unknown): string => {
    if (value instanceof Markdown) return value.text;
    return Array.isArray(value) ? value.map(write).join('') : markdownText(value);
  };
  return new Markdown(parts.map((part, i) => part + (i < values.length ? write(values[i]) : '')).join(''));
}

/** Says of a text that it is Markdown already, made by a function that escaped what was read: a recommendation, a report. */
export function asMarkdown(text: string): Markdown {
  return new Markdown(text);
}
