import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { topRunsFigure } from 'unetlab/figures';
import { printTable } from 'unetlab/notebook';
import { singlePage } from 'unetlab/notebook/book';
import { findNotebook, notebookParameters, readNotebook } from 'unetlab/notebook/run';
import { htmlPage } from 'unetlab/reports';
import { markdown, pagePolicy, shortWords, visibleText } from 'unetlab/text';
import { browserPath, launch, skip } from './browser';
import { hostileTexts } from '../text/hostile-texts';
import { hostileTable } from '../notebook/hostile-table';

// The pages that the collection writes, opened in a browser: nothing runs, nothing is requested, hostile names are text.
const root = process.cwd();
const texts = Object.values(hostileTexts);

let folder = '';
let browser: Browser | null = null;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  if (browserPath === undefined) return;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Seen {
  readonly requests: readonly string[];
  readonly dialogs: readonly string[];
  readonly alive: readonly string[];
  readonly text: string;
  readonly broken: number;
}

/** Opens a page from the disk with every request to elsewhere recorded and denied. */
async function open(file: string, scripts = 0): Promise<Seen> {
  const context = await browser!.newContext();
  const requests: string[] = [];
  const dialogs: string[] = [];
  await context.route('**', (route) => {
    const url = route.request().url();
    if (/^(?:file|data|blob):/.test(url)) return route.continue();
    requests.push(url);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(pathToFileURL(file).href);
  await page.waitForTimeout(500);
  const seen = await page.evaluate<Pick<Seen, 'alive' | 'text' | 'broken'>>(`({
    alive: [...document.querySelectorAll('*')].flatMap((element) => [
      ...[...element.attributes].filter(({ name }) => name.startsWith('on')).map(({ name }) => element.tagName + ' ' + name),
      ...[...element.attributes].filter(({ name, value }) => /^(?:xlink:)?href$|^src$/.test(name) && /^\\s*(?:javascript|vbscript):/i.test(value)).map(({ value }) => value),
      ...(element.tagName === 'SCRIPT' ? ['script'] : []),
    ]),
    text: document.body.innerText,
    broken: [...document.images].filter((image) => image.loading !== 'lazy' && image.naturalWidth === 0).length,
  })`);
  await context.close();
  const alive = seen.alive.filter((what) => what !== 'script');
  const found = seen.alive.length - alive.length;
  return { requests, dialogs, ...seen, alive: found === scripts ? alive : [...alive, `${found} scripts`] };
}

async function assertDead(file: string, scripts = 0): Promise<Seen> {
  const seen = await open(file, scripts);
  const { requests, dialogs, alive, broken } = seen;
  assert.deepEqual(
    { file, requests, dialogs, alive, broken },
    { file, requests: [], dialogs: [], alive: [], broken: 0 },
  );
  return seen;
}

const shown = (text: string, most?: number): string =>
  shortWords(visibleText(text), most).replace(/\s+/g, ' ').trim();
const flat = (text: string): string => text.replace(/\u200b/g, '').replace(/\s+/g, ' ');

describe('pages with hostile text, in Chromium', { skip }, () => {
  it('a report shows it as text', async () => {
    const file = join(folder, 'report.html');
    const body = texts.map((text) => markdown`- **${'name'}** ${text}\n`.text).join('');
    writeFileSync(file, htmlPage({ title: texts.join(' '), markdown: `# T\n\n${body}` }));
    const { text } = await assertDead(file);
    for (const hostile of texts) assert.ok(flat(text).includes(shown(hostile)), hostile);
  });

  it('a table shows it as text', async () => {
    const file = join(folder, 'table.html');
    const rows = texts.map((text) => ({ [text]: text, run: text }));
    writeFileSync(file, `<head>${pagePolicy()}</head>${printTable(rows, { caption: texts[0]! }).html}`);
    const { text } = await assertDead(file);
    for (const hostile of texts) assert.ok(flat(text).includes(shown(hostile)), hostile);
  });

  it('an interactive figure works under the policy, and shows it as text', async () => {
    const file = join(folder, 'figure.html');
    const figures = [
      topRunsFigure({
        score: 'val_dice',
        columns: ['batch_size'],
        n: texts.length,
        leftOut: 0,
        rows: texts.map((text, i) => ({ rank: i + 1, name: text, url: text, score: 0.5, values: [text] })),
      }),
    ];
    const plotly = readFileSync(require.resolve('plotly.js-dist-min'), 'utf8').replace(
      /<\/script/gi,
      '<\\/script',
    );
    const draw = figures
      .map(({ data, layout }, i) => {
        const json = JSON.stringify([data, layout]).replace(/</g, '\\u003c');
        return `Plotly.newPlot('figure${i}', ...${json}, { displaylogo: false });`;
      })
      .join('\n');
    writeFileSync(
      file,
      `<!doctype html><head><meta charset="utf-8">${pagePolicy({ scripts: [plotly, draw] })}</head><body>${figures
        .map((_, i) => `<div id="figure${i}"></div>`)
        .join('')}<script>${plotly}</script><script>${draw}</script></body>`,
    );
    const seen = await assertDead(file, 2);
    assert.match(flat(seen.text), /<script>alert\(1\)<\/script>/);
  });

  it('executed notebooks and their reports show it as text', { timeout: 1_800_000 }, async () => {
    const table = join(folder, 'hostile.csv');
    writeFileSync(table, hostileTable());
    const executed: string[] = [];
    for (const number of ['01', '07', '08']) {
      const notebook = readNotebook(findNotebook(number, root, root));
      const names = notebookParameters(notebook).map(({ name }) => name);
      const source = ['runs', 'csv', 'sweepCsv'].find((name) => names.includes(name));
      assert.ok(source, `${notebook.name} takes no table`);
      const output = join(folder, `${notebook.name}.ipynb`);
      const asked = [
        'scripts/notebook.mjs',
        number,
        '--profile',
        'smoke',
        '-p',
        `${source}=${table}`,
        '-o',
        output,
      ];
      const run = spawnSync(process.execPath, asked, { cwd: root, encoding: 'utf8' });
      assert.equal(run.status, 0, run.stdout.slice(-2000) + run.stderr);
      executed.push(output);
    }
    for (const path of executed) {
      const page = path.replace(/\.ipynb$/, '.html');
      writeFileSync(page, singlePage(readNotebook(path)));
      await assertDead(page);
    }
    const reports = join(root, 'out', 'report');
    for (const name of readdirSync(reports).filter((file) => file.endsWith('.html')))
      await assertDead(join(reports, name));
  });
});
