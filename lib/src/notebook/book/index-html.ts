import { escapeHtml, htmlText } from '../../text';
import type { BookNotebook } from './book-notebook';
import { findingsText, summaryOf } from './findings';
import { Contents } from './headings';
import { inlineHtml } from './markdown-html';
import type { PageLink } from './page-html';

/** A notebook on the first page. */
export interface IndexEntry {
  readonly page: PageLink;
  readonly notebook: BookNotebook;
  /** Addresses of its pictures in order, and whether they are drawn from data. */
  readonly pictures: readonly { readonly file: string; readonly drawn: boolean }[];
}

export interface IndexParts {
  readonly entries: readonly IndexEntry[];
  readonly guide: PageLink | null;
  readonly reports: readonly PageLink[];
  readonly machine: readonly string[];
  readonly figures: number;
}

/** The first page: what there is, how it ran, and what it found. */
export function indexHtml({ entries, guide, reports, machine, figures }: IndexParts): string {
  const count = (wanted: BookNotebook['status']): number =>
    entries.filter(({ notebook }) => notebook.status === wanted).length;
  const told = [
    [count('ran'), 'ran'],
    [count('kept'), 'shown as kept'],
    [count('failed'), 'failed'],
    [count('not finished'), 'not finished'],
    [count('not run'), 'not run'],
  ] as const;
  const words = told
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${n === entries.length ? 'all' : n} ${word}`)
    .join(', ');
  const start =
    guide === null
      ? ''
      : ` <a href="${escapeHtml(guide.file)}">Where to begin</a> has a way for each reader, and the words.`;
  return `<h1>Image segmentation notebooks</h1>
<p class="lead">${entries.length} notebooks (${words}) with ${figures} figures and pictures.${start}</p>
${machine.length === 0 ? '' : `<p class="quiet">${htmlText(machine.join(' · '))}</p>`}
<div class="cards">
${entries.map(card).join('\n')}
</div>
${reports.length === 0 ? '' : `<h2 id="reports">Reports</h2>\n<ul>${reports.map(({ file, title }) => `<li><a href="${encodeURIComponent(file)}">${htmlText(title)}</a></li>`).join('')}</ul>`}`;
}

function card({ page, notebook: { notebook, status, words }, pictures }: IndexEntry): string {
  // what one learns, and how long it takes: what it needs stands on its page
  const bullets = summaryOf(notebook)
    .filter((_, i) => i !== 1)
    .map((line) => inlineHtml(line, { link: () => null, picture: () => null }, new Contents()));
  const findings = findingsText(notebook)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const shown = pictures.find(({ drawn }) => drawn) ?? pictures.at(0);
  const failure = notebook.cells
    .flatMap(({ outputs }) => outputs)
    .find(({ output_type: type }) => type === 'error') as { ename?: string; evalue?: string } | undefined;
  const link = encodeURIComponent(page.file);
  return `<article class="card ${status.replace(' ', '-')}">
<h2><a href="${link}">${htmlText(page.title)}</a></h2>
${shown === undefined ? '' : `<a class="thumb" href="${link}" tabindex="-1" aria-hidden="true"><img src="${shown.file}" alt="" loading="lazy"></a>`}
<ul>${bullets.map((html) => `<li>${html}</li>`).join('')}</ul>
${failure === undefined ? '' : `<pre class="printed failed">${escapeHtml(`${failure.ename ?? 'Error'}: ${failure.evalue ?? ''}`)}</pre>`}
${findings.length === 0 ? '' : `<details><summary>What it found</summary>${findings.map((line) => `<p>${htmlText(line.replace(/^\s*- /, ''))}</p>`).join('')}</details>`}
<p class="quiet">${status}${words === '' ? '' : `: ${htmlText(words)}`}</p>
</article>`;
}
