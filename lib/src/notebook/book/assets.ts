import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const web = join(__dirname, '..', '..', '..', 'web', 'book');

/** A file of `lib/web/book`. */
export const webFile = (name: string): string => readFileSync(join(web, name), 'utf8');

/** KaTeX's style with its fonts inside: a page from the disk may not load a font that lies beside it. */
export function katexStyle(): string {
  const folder = dirname(require.resolve('katex/dist/katex.min.css'));
  return readFileSync(join(folder, 'katex.min.css'), 'utf8').replace(
    /src:url\((fonts\/[\w-]+\.woff2)\)[^;}]*/g,
    (_, file: string) =>
      `src:url(data:font/woff2;base64,${readFileSync(join(folder, file)).toString('base64')}) format("woff2")`,
  );
}

/** Writes what the pages share: style, scripts, Plotly and the search. */
export function writeAssets(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['book.css', 'book.js']) copyFileSync(join(web, name), join(folder, name));
  writeFileSync(join(folder, 'katex.css'), katexStyle());
  copyFileSync(require.resolve('plotly.js-dist-min'), join(folder, 'plotly.js'));
  copyFileSync(
    join(dirname(require.resolve('minisearch')), '..', 'umd', 'index.js'),
    join(folder, 'minisearch.js'),
  );
}

/** A value as a script that gives it a name: what a page from the disk can load, as it cannot fetch JSON. */
export const asScript = (name: string, value: unknown): string =>
  `globalThis.${name} = ${JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028|\u2029/g, '')};\n`;
