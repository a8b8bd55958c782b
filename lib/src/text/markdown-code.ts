import { Markdown } from './markdown-template';

/** Program text in a fence of Markdown, longer than any in the text, so that nothing in it ends the fence. */
export function markdownCode(text: string, language = ''): Markdown {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return new Markdown(`${fence}${language}\n${text.trimEnd()}\n${fence}`);
}
