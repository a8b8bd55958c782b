import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { escapeHtml, fileName, htmlText } from '../../text';
import { notebookPaths } from '../run/find-notebook';
import { readNotebook } from '../run/notebook-file';
import { asScript, writeAssets } from './assets';
import { bookNotebook, type BookNotebook } from './book-notebook';
import { codeHtml } from './code-html';
import { Contents, slug } from './headings';
import { indexHtml, type IndexEntry } from './index-html';
import { markdownHtml, type Places } from './markdown-html';
import { notebookHtml } from './notebook-html';
import type { OutputPicture } from './output-html';
import { pageHtml, type PageGroup, type PageLink } from './page-html';
import { pictureHtml } from './picture-html';

export interface BookOptions {
  /** The checkout. */
  readonly root: string;
  /** Where the book is written; what it holds is replaced. */
  readonly folder: string;
  /** What ran the notebooks: versions and devices, one short text each. */
  readonly machine?: readonly string[];
}

export interface BookWritten {
  /** First page, as a full path. */
  readonly index: string;
  readonly pages: number;
  readonly figures: number;
  /** Lines about what was left out, and links that lead nowhere. */
  readonly notices: readonly string[];
}

/** A page before it is written. */
interface Page extends PageLink {
  /** File that it shows, as a full path; links to that file lead here. */
  readonly source: string;
  readonly kind: 'index' | 'guide' | 'notebook' | 'report' | 'solution' | 'source';
  readonly notebook?: BookNotebook;
}

/**
 * Writes the collection as a book: a page a notebook with its outputs, the reports, the solutions, and the files of the
 * checkout that these link to. It opens from the disk; nothing in it loads or sends anything elsewhere.
 */
export function writeBook(options: BookOptions): BookWritten {
  return new BookWriter(options).write();
}

class BookWriter {
  private readonly pages: Page[] = [];
  private readonly notices: string[] = [];
  private readonly sections: { page: string; title: string; id: string; heading: string; text: string }[] =
    [];
  /** The notebooks' figures by their picture, to the byte: reports hold the same pictures without the data. */
  private readonly drawn = new Map<string, OutputPicture>();
  private readonly thumbnails = new Map<Page, IndexEntry['pictures'][number][]>();
  /** What was written to each picture file. */
  private readonly kept = new Map<string, string>();
  private figures = 0;

  constructor(private readonly options: BookOptions) {}

  write(): BookWritten {
    const { root, folder } = this.options;
    const notebooks = notebookPaths(root).map((path) =>
      bookNotebook(path, root, (text) => this.notices.push(text)),
    );
    if (notebooks.length === 0) throw new Error(`there are no notebooks in ${join(root, 'notebooks')}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'pictures'), { recursive: true });
    writeAssets(join(folder, 'assets'));
    this.collect(notebooks);
    // pages of linked files are added while the others are written, and follow no links of their own
    const bodies: { page: Page; body: string; contents: Contents }[] = [];
    for (const page of this.pages) {
      if (page.kind === 'index') continue;
      const contents = new Contents();
      bodies.push({ page, body: this.bodyOf(page, contents), contents });
    }
    const [index] = this.pages;
    bodies.unshift({ page: index!, body: this.indexBody(), contents: new Contents() });
    const groups = this.groups();
    const inOrder = groups.filter(({ folded }) => folded !== true).flatMap(({ pages }) => pages);
    for (const { page, body, contents } of bodies) {
      const at = inOrder.findIndex(({ file }) => file === page.file);
      const html = pageHtml({
        title: page.title,
        file: page.file,
        body,
        headings: page.kind === 'index' ? [] : contents.headings(),
        groups,
        previous: at > 0 ? inOrder[at - 1]! : null,
        next: at >= 0 ? (inOrder[at + 1] ?? null) : null,
        origin: this.originOf(page),
        hasFormulas: body.includes('class="katex'),
      });
      writeFileSync(join(folder, page.file), html);
      for (const section of contents.sections())
        if (section.text !== '' || section.heading !== '')
          this.sections.push({ page: page.file, title: page.title, ...section });
    }
    writeFileSync(join(folder, 'assets', 'sections.js'), asScript('bookSections', this.sections));
    return {
      index: join(folder, 'index.html'),
      pages: bodies.length,
      figures: this.figures,
      notices: [...new Set(this.notices)],
    };
  }

  private collect(notebooks: readonly BookNotebook[]): void {
    const { root } = this.options;
    const guide = join(root, 'notebooks', 'README.md');
    this.pages.push({
      kind: 'index',
      file: 'index.html',
      title: 'Image segmentation notebooks',
      source: join(root, 'out', 'book'),
    });
    if (existsSync(guide))
      this.pages.push({
        kind: 'guide',
        file: 'guide.html',
        title: 'Where to begin, and words',
        source: guide,
      });
    for (const one of notebooks) {
      const { name, title } = one.notebook;
      const number = /^\d+/.exec(name)?.[0];
      this.pages.push({
        kind: 'notebook',
        file: `${fileName(name)}.html`,
        title: number === undefined ? title : `${number} ${title}`,
        source: one.original,
        notebook: one,
      });
    }
    const reports = join(root, 'out', 'report');
    for (const file of filesOf(reports, '.md'))
      this.pages.push({
        kind: 'report',
        file: `report-${fileName(basename(file, '.md'))}.html`,
        title: titleOf(readFileSync(file, 'utf8')) ?? basename(file, '.md'),
        source: file,
      });
    for (const file of filesOf(join(root, 'notebooks', 'solutions'), '.ipynb')) {
      const notebook = readNotebook(file);
      this.pages.push({
        kind: 'solution',
        file: `solution-${fileName(notebook.name)}.html`,
        title: notebook.title,
        source: file,
      });
    }
  }

  private groups(): PageGroup[] {
    const of = (...kinds: Page['kind'][]): Page[] => this.pages.filter(({ kind }) => kinds.includes(kind));
    const first = of('index').map((page) => ({ ...page, title: 'Overview' }));
    return [
      { title: 'The book', pages: [...first, ...of('guide')] },
      { title: 'Notebooks', pages: of('notebook') },
      { title: 'Reports', pages: of('report') },
      { title: 'Solutions', pages: of('solution'), folded: true },
      { title: 'Files', pages: of('source'), folded: true },
    ];
  }

  private bodyOf(page: Page, contents: Contents): string {
    const places = this.placesOf(page);
    const place = (picture: OutputPicture): string => this.place(page, picture);
    if (page.notebook !== undefined) return notebookHtml(page.notebook.notebook, places, contents, place);
    if (page.kind === 'solution') return notebookHtml(readNotebook(page.source), places, contents, place);
    const text = readFileSync(page.source, 'utf8');
    if (page.source.endsWith('.md')) return markdownHtml(text, places, contents);
    contents.heading(1, page.title);
    contents.text(text);
    const code = codeHtml(text, extname(page.source).slice(1));
    return `<h1 class="path">${htmlText(page.title)}</h1>\n<pre class="file"><code>${code}</code></pre>`;
  }

  /** Notebooks and reports lead to files of the checkout; such a file's own links lead to what is in the book already. */
  private placesOf(page: Page): Places {
    const base = dirname(page.source);
    return {
      link: (address) => {
        if (/^(?:https?:|mailto:)/i.test(address)) return address;
        const [path, anchor] = parts(address);
        const file = resolve(base, path);
        const type = pictureTypes[extname(file).toLowerCase()];
        if (type !== undefined && this.isOurs(file))
          return this.keep(page, basename(file, extname(file)), type, readFileSync(file));
        const target = this.pageOf(file, page);
        if (target === null) {
          if (page.kind !== 'source')
            this.notices.push(
              `${relative(this.options.root, page.source)} links to ${address}, which is not there`,
            );
          return null;
        }
        return `${encodeURIComponent(target.file)}${anchor === '' ? '' : `#${encodeURIComponent(slug(anchor))}`}`;
      },
      picture: (address, alt) => {
        const data = /^data:image\/(png|jpeg|svg\+xml);base64,([\w+/=]+)$/.exec(address);
        const file = resolve(base, parts(address)[0]);
        const type = data?.[1] ?? pictureTypes[extname(file).toLowerCase()];
        if (type === undefined || (data === null && !this.isOurs(file))) return null;
        const name = data === null ? basename(file, extname(file)) : null;
        const bytes = data === null ? readFileSync(file) : Buffer.from(data[2]!, 'base64');
        const same = this.drawn.get(digest(bytes)) ?? { width: null, height: null, plotly: null };
        return this.place(page, { ...same, bytes, type: type as OutputPicture['type'], alt, name });
      },
    };
  }

  /** The page that shows a file, made where it is a file of the checkout that has none yet. */
  private pageOf(path: string, from: Page): Page | null {
    const { root } = this.options;
    // the written HTML of a report is the report
    const file =
      existsSync(path) && statSync(path).isDirectory() ? folderPage(path) : path.replace(/\.html$/, '.md');
    if (file === null) return null;
    const known = this.pages.find(({ source }) => source === file);
    if (known !== undefined) return known;
    if (from.kind === 'source' || !this.isOurs(file) || !textEndings.has(extname(file))) return null;
    const title = relative(root, file).split(sep).join('/');
    const page: Page = {
      kind: 'source',
      file: `file-${fileName(title.replaceAll('/', '-'))}.html`,
      title,
      source: file,
    };
    this.pages.push(page);
    return page;
  }

  /** A file of the checkout that people may see: nothing hidden, nothing installed, nothing large. */
  private isOurs(file: string): boolean {
    const path = relative(this.options.root, file);
    const hidden = path.split(sep).some((part) => part.startsWith('.') || part === 'node_modules');
    return !hidden && existsSync(file) && statSync(file).isFile() && statSync(file).size < 8e6;
  }

  private place(page: Page, picture: OutputPicture): string {
    const file = this.keep(page, picture.name ?? 'picture', picture.type, picture.bytes);
    if (page.kind === 'notebook') {
      this.figures += 1;
      if (picture.plotly !== null) this.drawn.set(digest(picture.bytes), picture);
      this.thumbnails.set(page, [
        ...(this.thumbnails.get(page) ?? []),
        { file, drawn: picture.plotly !== null },
      ]);
    }
    return pictureHtml(picture, file);
  }

  /** Writes a picture of a page, once; returns its address. */
  private keep(page: Page, name: string, type: string, bytes: Buffer): string {
    const folder = fileName(basename(page.file, '.html'));
    const base = `pictures/${folder}/${fileName(name)}`;
    const ending = { png: 'png', jpeg: 'jpg', 'svg+xml': 'svg' }[type]!;
    for (let n = 1; ; n++) {
      const file = `${base}${n === 1 ? '' : `-${n}`}.${ending}`;
      const written = this.kept.get(file);
      if (written !== undefined && written !== digest(bytes)) continue;
      if (written === undefined) {
        mkdirSync(join(this.options.folder, 'pictures', folder), { recursive: true });
        writeFileSync(join(this.options.folder, file), bytes);
        this.kept.set(file, digest(bytes));
      }
      return file.split('/').map(encodeURIComponent).join('/');
    }
  }

  private indexBody(): string {
    const entries = this.pages.flatMap((page): IndexEntry[] =>
      page.notebook === undefined
        ? []
        : [{ page, notebook: page.notebook, pictures: this.thumbnails.get(page) ?? [] }],
    );
    const guide = this.pages.find(({ kind }) => kind === 'guide') ?? null;
    const reports = this.pages.filter(({ kind }) => kind === 'report');
    return indexHtml({ entries, guide, reports, machine: this.options.machine ?? [], figures: this.figures });
  }

  private originOf({ kind, source, notebook }: Page): string {
    const path = escapeHtml(relative(this.options.root, source).split(sep).join('/'));
    if (notebook !== undefined) {
      const said = {
        ran: 'Run',
        failed: 'Failed',
        'not finished': 'Not finished',
        kept: 'Outputs kept in the notebook',
        'not run': 'Not run',
      };
      return `${said[notebook.status]}: ${htmlText(notebook.words)} · ${path}`;
    }
    return kind === 'index' ? htmlText((this.options.machine ?? []).join(' · ')) : path;
  }
}

const pictureTypes: Readonly<Record<string, string>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.svg': 'svg+xml',
};
const textEndings = new Set([
  '.md',
  '.ts',
  '.mjs',
  '.cjs',
  '.js',
  '.json',
  '.jsonl',
  '.py',
  '.yaml',
  '.yml',
  '.csv',
  '.cc',
  '.h',
  '.txt',
  '',
]);

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const filesOf = (folder: string, ending: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(ending) && !file.startsWith('.'))
        .sort()
        .map((file) => join(folder, file))
    : [];

const folderPage = (folder: string): string | null =>
  ['README.md', 'index.ts'].map((file) => join(folder, file)).find((file) => existsSync(file)) ?? null;

const titleOf = (markdown: string): string | null => /^#\s+(.+)$/m.exec(markdown)?.[1]?.trim() ?? null;

/** Path and anchor of an address, decoded. */
function parts(address: string): [string, string] {
  const [path = '', anchor = ''] = address.split('#');
  try {
    return [decodeURIComponent(path.split('?')[0]!), decodeURIComponent(anchor)];
  } catch {
    return [path, anchor];
  }
}
