import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';
import { exportNetwork } from 'unetlab/export';
import { splitTouching } from 'unetlab/metrics';
import { loadNetwork, predictPicture, readDescription, saveNetwork } from 'unetlab/prediction';
import { syntheticMicrobeads } from 'unetlab/data';

const frozen = join(process.cwd(), 'test', 'fixtures', 'prediction', 'discs-1.safetensors');
const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const skip = program === undefined && 'needs Chromium: apt-get install chromium';

/** Beads in the frozen network's range, 8 bits. */
function beads(height: number, width: number): Uint8Array {
  const [scene] = syntheticMicrobeads({ count: 16, size: 512, seed: 91 }).sort(
    (a, b) => b.objectCount! - a.objectCount!,
  );
  return Uint8Array.from(
    { length: height * width },
    (_, i) => 16 + 219 * scene!.image[Math.floor(i / width) * 512 + (i % width)]!,
  );
}

describe('the web page', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'unetlab-web-'));
  const [height, width] = [420, 500];
  const data = beads(height, width);
  const picture = join(folder, 'beads.png');
  let browser: Browser;
  let file: string;

  before(async () => {
    browser = await chromium.launch({
      executablePath: program!,
      args: ['--headless', '--no-sandbox', '--disable-gpu'],
    });
    ({ path: file } = await exportNetwork(frozen, { format: 'web', folder }));
    await sharp(data, { raw: { height, width, channels: 1 } })
      .png()
      .toFile(picture);
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A page that collects what goes wrong and every address that is asked for. */
  async function open(url: string): Promise<{ page: Page; wrong: string[]; asked: string[] }> {
    const page = await browser.newPage();
    const wrong: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
    page.on('pageerror', ({ message }) => wrong.push(message));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(url);
    return { page, wrong, asked };
  }

  const finish = async (page: Page): Promise<void> => {
    await page.locator('#panel:not([hidden]), #problem:not([hidden])').first().waitFor({ timeout: 120_000 });
  };

  it('counts a dropped picture as the library does, from a file and from a server, and asks for nothing else', async () => {
    const { model, description } = loadNetwork(frozen);
    const map = predictPicture(model, { height, width, channels: 1, data }, description);
    model.dispose();
    const mask = Uint8Array.from(map, (p) => Number(p >= 0.5));
    const { objects } = splitTouching(mask, height, width, 0.4);
    const want = objects.filter(({ area }) => area >= 12);
    assert.ok(want.length > 20, `${want.length} objects`);

    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end(readFileSync(file));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    for (const url of [pathToFileURL(file).href, `http://127.0.0.1:${port}/`]) {
      const { page, wrong, asked } = await open(url);
      // A drop, with the file's own bytes.
      const bytes = readFileSync(picture).toString('base64');
      await page.evaluate(
        `(() => { const transfer = new DataTransfer();
          const bytes = Uint8Array.from(atob('${bytes}'), (c) => c.charCodeAt(0));
          transfer.items.add(new File([bytes], 'beads.png', { type: 'image/png' }));
          dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true })); })()`,
      );
      await finish(page);
      assert.equal(await page.innerText('#count'), want.length.toLocaleString('en'));
      const covered = (100 * mask.reduce((a, b) => a + b, 0)) / mask.length;
      assert.equal(await page.innerText('#covered'), `${covered.toPrecision(3)} %`);
      const [download] = await Promise.all([page.waitForEvent('download'), page.click('#table')]);
      assert.equal(download.suggestedFilename(), 'beads-objects.csv');
      const rows = readFileSync(await download.path(), 'utf8')
        .trim()
        .split('\n');
      assert.equal(rows[0], 'label,x,y,area_px,diameter_px,touches_edge');
      assert.deepEqual(
        rows.slice(1).map((row) => row.split(',').slice(0, 4).join()),
        want.map(({ x, y, area }, i) => `${i + 1},${x.toFixed(2)},${y.toFixed(2)},${area}`),
      );
      const [mine] = await Promise.all([page.waitForEvent('download'), page.click('#mask')]);
      const drawn = await sharp(await mine.path())
        .extractChannel(0)
        .raw()
        .toBuffer();
      assert.deepEqual(
        Uint8Array.from(drawn, (v) => v & 1),
        mask,
      );
      assert.deepEqual(wrong, []);
      assert.deepEqual(
        asked.filter((address) => address !== url && !address.startsWith('blob:')),
        [],
      );
      await page.close();
    }
    server.close();
  });

  it('says what it cannot read', async () => {
    const { page } = await open(pathToFileURL(file).href);
    await page.setInputFiles('#file', {
      name: 'stack.tif',
      mimeType: 'image/tiff',
      buffer: Buffer.from('II*'),
    });
    await finish(page);
    assert.equal(
      await page.innerText('#problem'),
      'stack.tif is no picture that this browser reads. Browsers do not read TIFF: save it as PNG.',
    );
    await page.close();
  });

  it('reads 16-bit PNG for a network of 16-bit pictures, and refuses 8 bits', async () => {
    const { model, description } = loadNetwork(frozen);
    const { format: _, architecture: __, model: ___, parameters: ____, ...rest } = readDescription(frozen);
    const preparation = { ...description.preparation, intensity: { low: 1600, high: 23500 } };
    const deep = join(folder, 'deep.safetensors');
    saveNetwork(deep, model, { ...rest, preparation });
    const wide = Uint16Array.from(data, (value) => 100 * value);
    const map = predictPicture(
      model,
      { height, width, channels: 1, data: wide },
      { ...description, preparation },
    );
    model.dispose();
    const covered = (100 * map.reduce((sum, p) => sum + Number(p >= 0.5), 0)) / map.length;
    const { path } = await exportNetwork(deep, { format: 'web', folder });
    const { page } = await open(pathToFileURL(path).href);
    await page.setInputFiles('#file', picture);
    await finish(page);
    assert.match(
      await page.innerText('#problem'),
      /beads.png: this network knows intensities up to 23500, and a browser reads 8 bits; give a 16-bit PNG/,
    );
    const deepPicture = join(folder, 'deep.png');
    await sharp(wide, { raw: { height, width, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toFile(deepPicture);
    await page.setInputFiles('#file', deepPicture);
    await page.locator('#panel:not([hidden])').waitFor({ timeout: 120_000 });
    assert.equal(await page.innerText('#covered'), `${covered.toPrecision(3)} %`);
    await page.close();

    // The other way round its levels would be taken for a 256th of what they are.
    const { page: shallow } = await open(pathToFileURL(file).href);
    await shallow.setInputFiles('#file', deepPicture);
    await finish(shallow);
    assert.match(
      await shallow.innerText('#problem'),
      /deep.png has 16 bits, and this network was trained on/,
    );
    await shallow.close();
  });
});
