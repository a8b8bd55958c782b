import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { writeBook } from 'unetlab/notebook/book';
import { hostileTexts } from '../text/hostile-texts';
import { launch, skip } from './browser';
import { makeCollection } from './made-collection';

// The book opened from the disk in Chromium. BOOK names one that is written already; else one is made of a made-up notebook
// with every figure and every hostile text beside the real notebooks.
const given = process.env.BOOK;
const hostile = Object.values(hostileTexts);
const widths = [400, 1300];
const schemes = ['light', 'dark'] as const;
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

describe('the book, in Chromium', { skip, timeout: 1_800_000 }, () => {
  let root = '';
  let book = '';
  let browser: Browser;
  let pages: string[] = [];
  let notices: readonly string[] = [];
  const requests: string[] = [];
  const complaints: string[] = [];

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'book-'));
    book = resolve(given ?? join(root, 'out', 'book'));
    if (given === undefined) {
      makeCollection(root, process.cwd(), hostile);
      ({ notices } = writeBook({ root, folder: book, machine: hostile }));
    }
    pages = readdirSync(book).filter((file) => file.endsWith('.html'));
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    rmSync(root, { recursive: true, force: true });
  });

  /** Opens a page of the book; requests to elsewhere, dialogs and errors are collected. */
  async function open(
    file: string,
    { width = 1300, scheme = 'light' as 'light' | 'dark' } = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
    });
    await context.route('**', (route) => {
      const url = route.request().url();
      if (/^(?:file|data|blob):/.test(url)) return route.continue();
      requests.push(`${file}: ${url}`);
      return route.abort();
    });
    const page = await context.newPage();
    page.on('dialog', (dialog) => {
      complaints.push(`${file}: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => complaints.push(`${file}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${file}: ${message.text()}`);
    });
    await page.goto(pathToFileURL(join(book, file)).href);
    return page;
  }

  it('has a page a notebook, and all are linked from the first', async () => {
    const page = await open('index.html');
    const linked = await page.evaluate<string[]>(
      `[...document.querySelectorAll('#pages a')].map((a) => a.getAttribute('href'))`,
    );
    assert.deepEqual([...new Set(linked)].sort(), [...pages].sort());
    await page.context().close();
  });

  it('leads from page to page in order and back', async () => {
    const page = await open('index.html');
    const order = await page.evaluate<string[]>(
      `[...document.querySelectorAll('#pages > ul a')].map((a) => a.getAttribute('href'))`,
    );
    for (const [i, file] of order.entries()) {
      const html = readFileSync(join(book, file), 'utf8');
      const turn = (rel: string): string | null =>
        new RegExp(`rel="${rel}" href="([^"]+)"`).exec(html)?.[1] ?? null;
      assert.deepEqual([turn('prev'), turn('next')], [order[i - 1] ?? null, order[i + 1] ?? null], file);
    }
    await page.context().close();
  });

  it('every link, picture and contents entry leads somewhere', async () => {
    const ids = new Map<string, Set<string>>();
    const links: [string, string][] = [];
    for (const file of pages) {
      const page = await open(file);
      ids.set(
        file,
        new Set(await page.evaluate<string[]>(`[...document.querySelectorAll('[id]')].map(({ id }) => id)`)),
      );
      links.push(
        ...(
          await page.evaluate<string[]>(
            `[...document.querySelectorAll('[href], [src]')].map((one) => one.href?.baseVal ?? one.href ?? one.src)`,
          )
        ).map((url): [string, string] => [file, url]),
      );
      await page.context().close();
    }
    const broken = links.filter(([, url]) => {
      if (/^(?:https?|mailto|data):/.test(url)) return false;
      const { protocol, pathname, hash } = new URL(url);
      if (protocol !== 'file:') return true;
      const path = fileURLToPath(`file://${pathname}`);
      if (!existsSync(path) || !path.startsWith(book)) return true;
      const targets = ids.get(path.slice(book.length + 1));
      return hash !== '' && targets?.has(decodeURIComponent(hash.slice(1))) !== true;
    });
    assert.deepEqual(broken, []);
    assert.ok(links.length > 200);
  });

  for (const width of widths)
    for (const scheme of schemes)
      it(`axe finds no serious fault at ${width} px, ${scheme}, and no page is wider than the window`, async () => {
        const faults: string[] = [];
        for (const file of pages) {
          const page = await open(file, { width, scheme });
          const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
          if (wide > width) faults.push(`${file} is ${wide} wide`);
          await page.evaluate(axe);
          faults.push(
            ...(
              await page.evaluate<string[]>(`axe.run({ preload: false }).then(({ violations }) => violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')))`)
            ).map((fault) => `${file}: ${fault}`),
          );
          await page.context().close();
        }
        assert.deepEqual(faults, []);
      });

  it('draws every figure in the place of its picture, and a figure answers the pointer', async () => {
    let hovered = 0;
    for (const file of pages) {
      const page = await open(file);
      const figures = page.locator('figure.drawn');
      const states: (string | null)[] = [];
      for (let i = 0; i < (await figures.count()); i++) {
        const figure = figures.nth(i);
        await figure.scrollIntoViewIfNeeded();
        await figure.and(page.locator('[data-state]')).waitFor({ timeout: 30_000 });
        states.push(await figure.getAttribute('data-state'));
        if (hovered > 0) continue;
        const box = await figure.locator('.nsewdrag').first().boundingBox();
        if (box === null) continue;
        for (let x = 0.02; x < 1 && hovered === 0; x += 0.02) {
          await page.mouse.move(box.x + box.width * x, box.y + box.height / 2);
          hovered += await figure.locator('.hoverlayer .hovertext').count();
        }
      }
      assert.deepEqual(
        states.filter((state) => state !== 'live'),
        [],
        file,
      );
      await page.context().close();
    }
    assert.ok(hovered > 0, 'no figure showed a value');
  });

  it('finds words of other pages', async () => {
    const page = await open('index.html');
    await page.keyboard.press('/');
    await page.keyboard.type('cross-entropy');
    const first = page.locator('.found a').first();
    await first.waitFor();
    assert.match((await page.locator('.found').textContent()) ?? '', /cross-entropy/i);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/04-loss-mathematics|guide|report|solution/);
    await page.context().close();
  });

  it('folds code and keeps the chosen colours on the next page', async () => {
    const page = await open('04-loss-mathematics.html');
    await page.click('.fold');
    assert.equal(await page.locator('details.code[open]').count(), 0);
    await page.click('.theme');
    await page.click('.theme');
    await page.click('.turn .next');
    await page.waitForURL(/05-/);
    assert.equal(await page.evaluate('document.documentElement.dataset.theme'), 'dark');
    assert.equal(await page.locator('details.code[open]').count(), 0);
    await page.context().close();
  });

  it('opens its contents on a phone', async () => {
    const page = await open('04-loss-mathematics.html', { width: 400 });
    assert.equal(await page.locator('#pages').isVisible(), false);
    await page.click('.menu');
    await page.click('#pages a[href^="05-"]');
    await page.waitForURL(/05-/);
    await page.context().close();
  });

  it('draws formulas while it is written', () => {
    const html = readFileSync(join(book, '04-loss-mathematics.html'), 'utf8');
    assert.ok((html.match(/class="katex"/g) ?? []).length > 80);
    const text = html.replace(
      /<pre[\s\S]*?<\/pre>|<annotation[\s\S]*?<\/annotation>|<script[\s\S]*?<\/script>/g,
      '',
    );
    assert.doesNotMatch(text, /\$[^$\n]*\\[a-z]+[^$\n]*\$/);
  });

  it('prints pictures in the place of drawn figures, without its bars', async () => {
    const page = await open(given === undefined ? '90-made.html' : '04-loss-mathematics.html');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.bar').isVisible(), false);
    assert.equal(await page.locator('#pages').isVisible(), false);
    assert.ok((await page.pdf()).length > 20_000);
    await page.context().close();
  });

  it(
    'names links that lead nowhere, and shows nothing of outside the checkout',
    { skip: given !== undefined },
    () => {
      assert.deepEqual(
        notices.filter((notice) => notice.includes('90-made')),
        ['nothing.md', '../../../etc/passwd'].map(
          (to) => `notebooks/90-made.ipynb links to ${to}, which is not there`,
        ),
      );
      assert.equal(
        pages.some((file) => file.includes('passwd')),
        false,
      );
    },
  );

  it('sends nothing, and runs nothing of what it shows', () => {
    assert.deepEqual(requests, []);
    assert.deepEqual(complaints, []);
  });
});
