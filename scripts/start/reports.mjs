import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import MarkdownIt from 'markdown-it';

const style =
  'body{max-width:50rem;margin:2rem auto;padding:0 1rem;font:16px/1.55 system-ui,sans-serif;color:#1f2328}' +
  'table{border-collapse:collapse}td,th{padding:.25em .8em;border-bottom:1px solid #d8dee4;font-variant-numeric:tabular-nums}' +
  'img{max-width:100%}a{color:#0072b2}';

/** Written reports (`out/reports/*.md`) as `[title, HTML page]`. */
export function reportPages(folder) {
  if (!existsSync(folder)) return [];
  const markdown = new MarkdownIt({ html: false, linkify: true });
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const title = /^#\s+(.+)$/m.exec(text)?.[1] ?? basename(file, '.md');
      const page = join(folder, file.replace(/\.md$/, '.html'));
      const head = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${style}</style>`;
      writeFileSync(
        page,
        `${head}<title>${markdown.utils.escapeHtml(title)}</title>${markdown.render(text)}`,
      );
      return [title, page];
    });
}
