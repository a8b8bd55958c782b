import MarkdownIt from 'markdown-it';
import { escapeHtml } from '../../text';
import { codeHtml } from './code-html';
import { formulas } from './formulas';
import { Contents, slug } from './headings';

/** Where the links and pictures of a text lead. */
export interface Places {
  /** Address of what a text links to, or null where it leads nowhere: then its words stay. */
  readonly link: (address: string) => string | null;
  /** HTML of a picture with its text, or null where there is none. */
  readonly picture: (address: string, alt: string) => string | null;
}

interface Env {
  readonly places: Places;
  readonly contents: Contents;
  readonly open: boolean[];
  /** Whether it is what a cell showed, whose headings stand below those of the page. */
  readonly shown: boolean;
}

const converter = new MarkdownIt({ html: false, linkify: false, typographer: false });
converter.use(formulas);

/**
 * Markdown as HTML: raw HTML in it is text, formulas are drawn, code is coloured, headings get addresses and are noted in
 * `contents`, links and pictures go where `places` says.
 */
export function markdownHtml(
  text: string,
  places: Places,
  contents: Contents,
  { shown = false }: { readonly shown?: boolean } = {},
): string {
  return converter.render(text, { places, contents, open: [], shown } satisfies Env);
}

/** The same within a line. */
export function inlineHtml(text: string, places: Places, contents: Contents): string {
  return converter.renderInline(text, { places, contents, open: [], shown: true } satisfies Env);
}

const { rules } = converter.renderer;

converter.core.ruler.push('contents', (state) => {
  const { contents, shown } = state.env as Env;
  state.tokens.forEach((token, index) => {
    if (token.type === 'inline') {
      const words = (token.children ?? [])
        .map(({ type, content }) => (type === 'softbreak' ? ' ' : content))
        .join('');
      const before = state.tokens[index - 1];
      if (before?.type === 'heading_open') {
        const level = Number(before.tag.slice(1)) + (shown ? 2 : 0);
        before.attrSet('id', contents.heading(level, words, !shown));
        before.tag = state.tokens[index + 1]!.tag = `h${Math.min(level, 6)}`;
      } else contents.text(words);
    } else if (token.type === 'fence' || token.type === 'code_block') contents.text(token.content);
  });
});

rules.link_open = (tokens, index, options, env: Env, self) => {
  const token = tokens[index]!;
  const given = token.attrGet('href') ?? '';
  const address = given.startsWith('#') ? `#${slug(decoded(given.slice(1)))}` : env.places.link(given);
  env.open.push(address !== null);
  if (address === null) return '';
  token.attrSet('href', address);
  if (/^https?:/i.test(address)) token.attrSet('rel', 'noopener noreferrer');
  return self.renderToken(tokens, index, options);
};
rules.link_close = (_tokens, _index, _options, env: Env) => (env.open.pop() === true ? '</a>' : '');
rules.image = (tokens, index, _options, env: Env) => {
  const { content } = tokens[index]!;
  return env.places.picture(tokens[index]!.attrGet('src') ?? '', content) ?? escapeHtml(content);
};
rules.table_open = () => '<div class="wide"><table>\n';
rules.table_close = () => '</table></div>\n';
rules.fence = (tokens, index) => {
  const { content, info } = tokens[index]!;
  return `<pre><code>${codeHtml(content, info.trim().split(/\s/)[0] ?? '')}</code></pre>\n`;
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Markdown as lines of text for a terminal: without marks, lists with dashes. */
export function plainMarkdown(text: string): string {
  const env: Env = {
    places: { link: () => null, picture: () => null },
    contents: new Contents(),
    open: [],
    shown: true,
  };
  const lines: string[] = [];
  let depth = 0;
  let marker = '';
  for (const token of converter.parse(text, env)) {
    if (/^(?:bullet|ordered)_list_open$/.test(token.type)) depth += 1;
    if (/^(?:bullet|ordered)_list_close$/.test(token.type)) depth -= 1;
    if (token.type === 'list_item_open')
      marker = `${'  '.repeat(depth - 1)}${token.info === '' ? '-' : `${token.info}.`} `;
    if (token.type === 'fence' || token.type === 'code_block') lines.push(token.content.trimEnd());
    if (token.type !== 'inline') continue;
    const words = (token.children ?? [])
      .map(({ type, content }) => (type === 'softbreak' || type === 'hardbreak' ? ' ' : content))
      .join('');
    lines.push(depth > 0 ? `${marker || '  '.repeat(depth)}${words}` : words);
    marker = '';
  }
  return lines.join('\n');
}
