import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { hasDesktop, openWindow, show, showImage, showMarkdown } from 'unetlab/notebook';
import type { Figure } from 'unetlab/types';
import { inFakeCell } from './fake-cell';

const figure: Figure = {
  name: 'line',
  data: [{ x: [1, 2, 3], y: Float64Array.of(1, NaN, 3) as unknown as number[], type: 'scatter' }],
  layout: { title: 'A line' },
  width: 400,
  height: 300,
  description: 'Two points and a gap.',
};

describe('show', () => {
  it('puts Plotly JSON, PNG and text into one output, and the picture into a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'show-'));
    try {
      const outputs = await inFakeCell(() => show(figure, { figuresDir: folder }));
      assert.equal(outputs.length, 1);
      const { data, metadata } = outputs[0]!;
      assert.deepEqual(Object.keys(data), ['application/vnd.plotly.v1+json', 'image/png', 'text/plain']);
      const plotly = data['application/vnd.plotly.v1+json'] as { data: { y: unknown }[] };
      assert.deepEqual(plotly.data[0]?.y, [1, null, 3], 'typed arrays and NaN must survive JSON');
      const png = Buffer.from(data['image/png'] as string, 'base64');
      const { width, height, format } = await sharp(png).metadata();
      assert.deepEqual({ width, height, format }, { width: 400, height: 300, format: 'png' });
      assert.equal(metadata['image/png']?.alt, figure.description);
      assert.deepEqual(readFileSync(join(folder, 'line.png')), png);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('draws twice as fine for an executed file, and draws something', async () => {
    process.env.UNETLAB_HEADLESS = '1';
    const [output] = await inFakeCell(() => show(figure));
    delete process.env.UNETLAB_HEADLESS;
    const picture = sharp(Buffer.from(output!.data['image/png'] as string, 'base64'));
    assert.equal((await picture.metadata()).width, 800);
    const { channels } = await picture.stats();
    assert.ok(channels.some(({ min, max }) => max - min > 100));
  });
});

describe('showImage and showMarkdown', () => {
  it('carry their text form', async () => {
    const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const [image, markdown] = await inFakeCell(() => {
      showImage(png, { alt: 'white' });
      showMarkdown('**bold**');
    });
    assert.equal(image!.data['text/plain'], 'white');
    assert.equal(image!.metadata['image/png']?.alt, 'white');
    assert.equal(markdown!.data['text/markdown'], '**bold**');
  });
});

describe('openWindow', () => {
  it('refuses where there is no desktop', async () => {
    assert.equal(hasDesktop('linux', {}), false);
    assert.equal(hasDesktop('linux', { DISPLAY: ':0' }), true);
    if (process.platform === 'linux')
      await assert.rejects(openWindow(figure, {}), /no desktop to open line on/);
    assert.ok(!Object.keys(require.cache).some((file) => file.includes('nodeplotlib') && existsSync(file)));
  });
});
