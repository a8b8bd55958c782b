/**
 * Markdown in which raw HTML is text, no picture is fetched from elsewhere and no link runs anything: the last barrier, for
 * values that reached a sentence without {@link markdownText}. Code in fences, and in backticks within a line, is left
 * alone. Pictures may be inside the text (`data:`) or beside it.
 */
export function safeMarkdown(markdown: string): string {
  const text = markdown.replace(/\r\n?/g, '\n');
  let safe = '';
  let at = 0;
  for (const { 0: part, index } of text.matchAll(code)) {
    safe += withoutDanger(text.slice(at, index)) + part;
    at = index + part.length;
  }
  return safe + withoutDanger(text.slice(at));
}

/** Narrower than Markdown's own rule, so that nothing is taken for code that a reader of Markdown does not. */
const code =
  /^(`{3,}(?=[^\n`]*$)|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\1[`~]*[ \t]*$|(?<![\\`])(`+)(?!`)[^\n|]*?(?<!`)\2(?!`)/gm;

function withoutDanger(text: string): string {
  return (
    text
      .replace(/<(?=[a-z/!?])/gi, '&lt;')
      // pictures from elsewhere, and those whose address stands in a reference
      .replace(/!(\[(?:\\.|[^\]\\\n])*\])(\(\s*<?([^)\s>]*))?/g, (picture, _alt, _open, address?: string) =>
        address !== undefined && isHere(address) ? picture : `\\${picture}`,
      )
      .replace(/^( {0,3}\[[^\]\n]+\]):/gm, '$1\\:')
      .replace(/\]\((\s*<?)([^)\s>]*)/g, (link, space: string, address: string) =>
        isHarmless(address) ? link : `]\\(${space}${address}`,
      )
  );
}

/** The web, mail, pictures inside the text, and what has no scheme before its first `/`, `?` or `#`, however it is spelled. */
const isHarmless = (address: string): boolean =>
  /^(?:https?:|mailto:|data:image\/)/i.test(address) || !/[:&\\]/.test(address.split(/[/?#]/)[0]!);

const isHere = (address: string): boolean =>
  /^data:image\//i.test(address) || (!/^[\\/]{2}/.test(address) && !/[:&\\]/.test(address));
