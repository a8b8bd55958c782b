import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { chromium, type Browser } from 'playwright-core';
import { topRunsFigure } from 'unetlab/figures';
import { printTable } from 'unetlab/notebook';
import {
  closedPage,
  collectionPage,
  findNotebook,
  notebookParameters,
  readNotebook,
} from 'unetlab/notebook/run';
import { htmlPage } from 'unetlab/reports';
import { markdown, pagePolicy, shortWords, visibleText } from 'unetlab/text';
import { hostileTexts } from '../text/hostile-texts';
import { hostileTable } from './hostile-table';

// The pages that the collection writes, opened in a browser: nothing runs, nothing is requested, hostile names are text.
const root = process.cwd();
const browserPath = [
  process.env.CHROMIUM ?? '',
  ...['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)),
  ),
].find((path) => path !== '' && existsSync(path));
const skip =
  browserPath === undefined ? 'no browser is installed (chromium); npm run test:pages needs one' : false;
const texts = Object.values(hostileTexts);

let folder = '';
let browser: Browser | null = null;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  if (browserPath === undefined) return;
  browser = await chromium.launch({
    executablePath: browserPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
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

  it('the overview shows it as text', async () => {
    const file = join(folder, 'overview.html');
    const name = texts.join(' ');
    const page = collectionPage(
      {
        profile: name,
        finished: name,
        seconds: 1,
        machine: texts,
        reports: texts.map((text) => [text, join(folder, 'report.html')] as const),
        entries: texts.map((text) => ({
          name: text,
          title: text,
          summary: [text.replace(/\n/g, ' ')],
          result: { status: 'ok' as const, seconds: 1, failure: null },
          notebook: join(folder, 'x.ipynb'),
          html: null,
          figures: [],
        })),
      },
      folder,
    );
    writeFileSync(file, page);
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
    const convert = `import(${JSON.stringify(pathToFileURL(join(root, 'scripts/start/html.mjs')).href)}).then(({ htmlOf }) =>
      htmlOf(${JSON.stringify(executed)}, ${JSON.stringify(join(folder, 'html'))}));`;
    assert.equal(spawnSync(process.execPath, ['-e', convert], { cwd: root }).status, 0);
    for (const name of readdirSync(join(folder, 'html'))) await assertDead(join(folder, 'html', name));
    const reports = join(root, 'out', 'report');
    for (const name of readdirSync(reports).filter((file) => file.endsWith('.html')))
      await assertDead(join(reports, name));
  });

  it('a page with scripts from elsewhere and from its data is closed', async () => {
    const file = join(folder, 'closed.html');
    const inner = texts.map((text) => `<p>${text.replace(/`{3}/g, '')}</p>`).join('\n');
    writeFileSync(
      file,
      closedPage(
        `<!DOCTYPE html><html><head><script src="https://evil.example/x.js"></script><link rel="stylesheet" href="https://evil.example/x.css"></head><body>${inner}<img src="https://evil.example/y.png"></body></html>`,
      ),
    );
    const { requests, dialogs } = await open(file);
    assert.deepEqual({ requests, dialogs }, { requests: [], dialogs: [] });
  });
});
