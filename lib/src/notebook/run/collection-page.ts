import { relative } from 'node:path';
import MarkdownIt from 'markdown-it';
import { escapeHtml, htmlText, pagePolicy, safeMarkdown } from '../../text';
import { duration } from '../progress';
import type { ExecutedFigure } from './executed-figures';
import type { RunResult } from './run-notebook';

/** One notebook of a run of the collection, for its overview. */
export interface CollectionEntry {
  readonly name: string;
  readonly title: string;
  /** Markdown of the first bullets below the title. */
  readonly summary: readonly string[];
  readonly result: RunResult;
  /** Executed notebook and its HTML, as full paths; null where there is none. */
  readonly notebook: string | null;
  readonly html: string | null;
  readonly figures: readonly ExecutedFigure[];
}

export interface CollectionRun {
  readonly profile: string;
  /** End of the run, as people write it. */
  readonly finished: string;
  readonly seconds: number;
  /** What ran it: versions and devices, one short text each. */
  readonly machine: readonly string[];
  readonly entries: readonly CollectionEntry[];
  /** Written reports as `[title, full path]`. */
  readonly reports: readonly (readonly [string, string])[];
}

const markdown = new MarkdownIt();

/** The overview of a run as one HTML page without scripts; links are relative to `folder`. */
export function collectionPage(run: CollectionRun, folder: string): string {
  const { entries } = run;
  const good = entries.filter(({ result }) => result.status === 'ok').length;
  const figures = entries.reduce((sum, entry) => sum + entry.figures.length, 0);
  const facts: readonly (readonly [string, string])[] = [
    [`${good} of ${entries.length}`, 'notebooks ran'],
    [duration(run.seconds), 'in total'],
    [String(figures), figures === 1 ? 'figure' : 'figures'],
    [run.profile, 'profile'],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${pagePolicy()}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Image segmentation notebooks</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Image segmentation notebooks</h1>
<p>Executed from fresh kernels, finished ${htmlText(run.finished)}. ${run.machine.map(htmlText).join(' · ')}</p>
<dl>${facts.map(([value, name]) => `<div><dt>${htmlText(name)}</dt><dd>${htmlText(value)}</dd></div>`).join('')}</dl>
</header>
<main>
${entries.map((entry) => card(entry, folder)).join('\n')}
${run.reports.length === 0 ? '' : reports(run.reports, folder)}
</main>
</body>
</html>
`;
}

function card(entry: CollectionEntry, folder: string): string {
  const { name, title, summary, result, html, notebook, figures } = entry;
  const link = (path: string | null, text: string): string =>
    path === null ? '' : `<a href="${address(path, folder)}">${text}</a>`;
  const heading = link(html ?? notebook, htmlText(title)) || htmlText(title);
  const status = { ok: 'ran', failed: 'failed', interrupted: 'interrupted' }[result.status];
  const number = /^\d+/.exec(name)?.[0] ?? '';
  return `<article class="${result.status}">
<h2><span>${number}</span>${heading}</h2>
<p class="facts"><b>${status}</b> in ${duration(result.seconds)}${[
    link(html, 'read it'),
    link(notebook, 'executed notebook'),
  ]
    .filter((text) => text !== '')
    .map((text) => ` · ${text}`)
    .join('')}</p>
${summary.length === 0 ? '' : `<ul>${summary.map((line) => `<li>${markdown.renderInline(safeMarkdown(line))}</li>`).join('')}</ul>`}
${failure(result)}
${figures.length === 0 ? '' : `<div class="figures">${figures.map((figure) => thumbnail(figure, folder)).join('')}</div>`}
</article>`;
}

function failure({ failure: problem }: RunResult): string {
  if (problem === null) return '';
  const place =
    problem.cell === null
      ? ''
      : `Cell ${problem.cell + 1}${problem.line === null ? '' : `, line ${problem.line}`}: `;
  const source = problem.source === null ? '' : `${problem.source}\n`;
  return `<pre>${escapeHtml(`${place}${source}${problem.name}: ${problem.message}`)}</pre>`;
}

function thumbnail(
  { description, picture, thumbnail, width, height }: ExecutedFigure,
  folder: string,
): string {
  const text = htmlText(description);
  return (
    `<figure><a href="${address(picture, folder)}">` +
    `<img src="${address(thumbnail, folder)}" alt="" width="${width}" height="${height}" loading="lazy"></a>` +
    `<figcaption title="${text}">${text}</figcaption></figure>`
  );
}

const reports = (list: CollectionRun['reports'], folder: string): string =>
  `<article><h2>Reports</h2><ul>${list
    .map(([title, path]) => `<li><a href="${address(path, folder)}">${htmlText(title)}</a></li>`)
    .join('')}</ul></article>`;

const address = (path: string, folder: string): string =>
  relative(folder, path).split(/[\\/]/).map(encodeURIComponent).join('/');

const style = `
:root { --accent: #0072b2; --ink: #1f2328; --quiet: #59636e; --line: #d8dee4; --paper: #fff; --card: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --accent: #56b4e9; --ink: #e6edf3; --quiet: #9198a1; --line: #30363d; --paper: #0d1117; --card: #151b23; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, 'Helvetica Neue', Arial, sans-serif; }
header, main { max-width: 70rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 3rem; }
h1 { margin: 0; font-size: 1.9rem; letter-spacing: -0.02em; }
header p { margin: 0.3rem 0 1.5rem; color: var(--quiet); }
dl { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; margin: 0; padding: 1rem 0; border-block: 1px solid var(--line); }
dl div { display: flex; flex-direction: column-reverse; }
dt { color: var(--quiet); font-size: 0.85rem; }
dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
main { padding-bottom: 4rem; }
article { padding: 2rem 0; border-bottom: 1px solid var(--line); }
article:last-child { border-bottom: 0; }
h2 { display: flex; gap: 0.75rem; margin: 0; font-size: 1.25rem; line-height: 1.3; }
h2 span { color: var(--quiet); font-weight: 400; font-variant-numeric: tabular-nums; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
h2 a { color: inherit; }
.facts { margin: 0.25rem 0 0; color: var(--quiet); font-size: 0.9rem; font-variant-numeric: tabular-nums; }
.facts b { font-weight: 600; color: var(--ink); }
ul { margin: 0.75rem 0 0; padding-left: 1.2rem; }
pre { margin: 1rem 0 0; padding: 0.75rem 1rem; border-left: 3px solid var(--accent); background: var(--card); overflow-x: auto; font-size: 0.85rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: 1.25rem; margin-top: 1.25rem; }
figure { margin: 0; }
figure a { display: block; padding: 0.5rem; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
figure a:hover { border-color: var(--accent); }
figure img { display: block; width: 100%; height: 14rem; object-fit: contain; }
figcaption { margin-top: 0.35rem; color: var(--quiet); font-size: 0.8rem; line-height: 1.4; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
`;
