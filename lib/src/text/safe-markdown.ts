import { escapeHtml } from './html-text';

/**
 * Markdown in which raw HTML is text, no picture is fetched from elsewhere and no link runs anything: the last barrier, for
 * values that reached a sentence without {@link markdownText}. Code in fences and backticks is left alone.
 */
export function safeMarkdown(markdown: string): string {
  return markdown
    .split(code)
    .map((part, index) => (index % 2 === 1 ? part : safe(part)))
    .join('');
}

/** Fenced blocks, and code spans within a paragraph. */
const code = /(^(?:`{3,}|~{3,})[^\n]*\n[\s\S]*?^(?:`{3,}|~{3,})[ \t]*$|(?<![\\`])(`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])*?(?<!`)\2(?!`))/m;

function safe(text: string): string {
  return text
    .replace(/<(?=[a-z/!?])/gi, escapeHtml)
    .replace(/!(?=\[[^\]]*\]\(\s*(?!data:image\/|figures\/|\.\/)[^)]*:)/gi, '\\!')
    .replace(/!(?=\[[^\]]*\]\[)/g, '\\!')
    .replace(/\]\((?=\s*<?\s*(?:javascript|vbscript|data|file):)/gi, ']\\(')
    .replace(/^([ \t]*\[[^\]]+\]):/gm, '$1\\:');
}
