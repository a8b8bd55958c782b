import MarkdownIt from 'markdown-it';
import { htmlText, pagePolicy, safeMarkdown } from '../text';
import type { ReportDocument } from './report';

/**
 * A document as a page that stands alone but for its pictures, and loads and runs nothing. Raw HTML in the Markdown is shown
 * as text, and pictures are only those of the report.
 */
export function htmlPage({ title, markdown }: Pick<ReportDocument, 'title' | 'markdown'>): string {
  const converter = new MarkdownIt({ html: false, linkify: false, typographer: false });
  const body = converter
    .render(safeMarkdown(markdown))
    .replace(/href="([A-Za-z0-9_]+)\.md(#[^"]*)?"/g, 'href="$1.html$2"')
    .replace(/<table>/g, '<div class="wide"><table>')
    .replace(/<\/table>/g, '</table></div>');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${pagePolicy()}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlText(title)}</title>
<style>
${style}
</style>
</head>
<body>
<main>
${body.trimEnd()}
</main>
</body>
</html>
`;
}

const style = `body { margin: 0; background: #fff; color: #24292f; font: 16px/1.6 Lato, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1, h2, h3 { line-height: 1.25; margin: 2em 0 0.6em; }
h1 { font-size: 1.9rem; margin-top: 0.4em; }
h2 { font-size: 1.35rem; border-bottom: 1px solid #d0d7de; padding-bottom: 0.25em; }
h3 { font-size: 1.1rem; }
p, li { max-width: 46em; }
p:has(> img) { max-width: none; }
img { max-width: 100%; height: auto; display: block; }
em { color: #57606a; }
a { color: #0072b2; }
code { background: #f3f5f7; padding: 0.1em 0.3em; border-radius: 3px; font: 0.88em "DejaVu Sans Mono", Menlo, Consolas, monospace; }
pre { background: #f3f5f7; padding: 0.9em 1.1em; overflow-x: auto; border-radius: 4px; }
pre code { padding: 0; background: none; }
.wide { overflow-x: auto; margin: 1em 0; }
table { border-collapse: collapse; font-size: 0.92rem; }
th, td { padding: 0.32em 0.8em; border-bottom: 1px solid #e1e5e9; vertical-align: top; text-align: left; }
td:not([style]) { overflow-wrap: anywhere; min-width: 9.5em; }
th { border-bottom: 2px solid #8c959f; white-space: nowrap; }
blockquote { margin: 1em 0; padding: 0.1em 1.1em; border-left: 4px solid #0072b2; background: #f6f9fb; }
@media print {
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h1, h2, h3 { break-after: avoid; }
  img, tr, blockquote, pre { break-inside: avoid; }
  pre { white-space: pre-wrap; }
  .wide { overflow: visible; }
}`;
