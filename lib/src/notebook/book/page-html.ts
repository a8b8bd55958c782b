import { escapeHtml, htmlText, pagePolicy } from '../../text';
import type { Heading } from './headings';

/** A page of the book as others link to it. */
export interface PageLink {
  /** File of the page; all pages lie in one folder. */
  readonly file: string;
  readonly title: string;
}

/** Pages under a title in the list beside every page; `folded` hides a long one until it is asked for. */
export interface PageGroup {
  readonly title: string;
  readonly pages: readonly PageLink[];
  readonly folded?: boolean;
}

export interface PageParts {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  readonly headings: readonly Heading[];
  readonly file: string;
  readonly groups: readonly PageGroup[];
  readonly previous: PageLink | null;
  readonly next: PageLink | null;
  /** What the page was made from, in a line; HTML. */
  readonly origin: string;
  readonly hasFormulas: boolean;
}

const bookTitle = 'Image segmentation notebooks';

/** A page of the book. Its style and script lie in `assets/` beside it, and it loads nothing from elsewhere. */
export function pageHtml(page: PageParts): string {
  const { title, body, file, previous, next, origin, hasFormulas } = page;
  const aside = onThisPage(page.headings);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${pagePolicy({ beside: true })}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === bookTitle ? bookTitle : `${htmlText(title)} · ${bookTitle}`}</title>
${hasFormulas ? '<link rel="stylesheet" href="assets/katex.css">\n' : ''}<link rel="stylesheet" href="assets/book.css">
<script src="assets/book.js"></script>
</head>
<body>
<a class="skip" href="#content">To the text</a>
<header class="bar">
<button type="button" class="menu" aria-expanded="false" aria-controls="pages">Contents</button>
<a class="home" href="index.html">${bookTitle}</a>
<div class="search" role="search"><input type="search" placeholder="Search" aria-label="Search the book" autocomplete="off" spellcheck="false"><div class="found" role="region" aria-label="Found" aria-live="polite" hidden></div></div>
<button type="button" class="fold" aria-pressed="false">Hide code</button>
<button type="button" class="theme" aria-label="Colours: as the system">◐</button>
</header>
<div class="frame${aside === '' ? ' broad' : ''}">
<nav id="pages" aria-label="Pages">
${groups(page)}
</nav>
<main id="content" tabindex="-1">
${body}
<p class="origin">${origin}</p>
<nav class="turn" aria-label="Previous and next page">${turn(previous, 'previous')}${turn(next, 'next')}</nav>
</main>
${aside}
</div>
</body>
</html>
`.replace('<body>', `<body data-page="${escapeHtml(file)}">`);
}

function groups({ groups: all, file }: PageParts): string {
  return all
    .filter(({ pages }) => pages.length > 0)
    .map(({ title, pages, folded }) => {
      const list = `<ul>${pages.map((page) => item(page, file)).join('')}</ul>`;
      if (folded !== true) return `<h2>${htmlText(title)}</h2>${list}`;
      const here = pages.some((page) => page.file === file);
      return `<details${here ? ' open' : ''}><summary>${htmlText(title)}</summary>${list}</details>`;
    })
    .join('\n');
}

const item = ({ file, title }: PageLink, here: string): string =>
  `<li><a href="${address(file)}"${file === here ? ' aria-current="page"' : ''}>${htmlText(title)}</a></li>`;

function turn(page: PageLink | null, which: 'previous' | 'next'): string {
  if (page === null) return '<span></span>';
  const word = which === 'previous' ? '← Previous' : 'Next →';
  return `<a class="${which}" rel="${which === 'previous' ? 'prev' : 'next'}" href="${address(page.file)}"><small>${word}</small>${htmlText(page.title)}</a>`;
}

function onThisPage(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level === 2 || level === 3);
  if (shown.length < 2) return '';
  const list = shown
    .map(
      ({ level, text, id }) =>
        `<li class="level${level}"><a href="#${encodeURIComponent(id)}">${htmlText(text)}</a></li>`,
    )
    .join('');
  return `<aside aria-label="On this page"><h2>On this page</h2><ol>${list}</ol></aside>`;
}

const address = (file: string): string => file.split('/').map(encodeURIComponent).join('/');
