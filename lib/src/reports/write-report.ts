import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safeMarkdown } from '../text';
import { htmlPage } from './html-page';
import type { Report } from './report';

/**
 * Writes a report: every document as Markdown and as a page of HTML beside it, the pictures under `figures/`. The
 * only function of this room that touches the disk; same report, same bytes.
 *
 * @param dir is made where it is missing. @returns the paths written, in order.
 * @throws Error where a document shows a picture that the report does not hold; nothing is written then.
 */
export async function writeReport(dir: string, report: Report): Promise<string[]> {
  const held = new Set(report.pictures.map(({ name }) => name));
  for (const { file, markdown } of report.documents)
    for (const [, name] of markdown.matchAll(/\]\(figures\/([^)\s]+)\.png\)/g))
      if (!held.has(name!))
        throw new Error(
          `${file} shows figures/${name!}.png, which the report does not hold; it holds ${[...held].join(', ') || 'no picture'}`,
        );
  const pages = report.documents.map((document) => ({ ...document, html: htmlPage(document) }));
  await mkdir(report.pictures.length > 0 ? join(dir, 'figures') : dir, { recursive: true });
  const written: string[] = [];
  const write = async (path: string, content: string | Uint8Array): Promise<void> => {
    await writeFile(path, content);
    written.push(path);
  };
  for (const { file, markdown, html } of pages) {
    await write(join(dir, file), safeMarkdown(markdown));
    await write(join(dir, file.replace(/\.md$/, '.html')), html);
  }
  for (const { name, png } of report.pictures) await write(join(dir, 'figures', `${name}.png`), png);
  return written;
}
