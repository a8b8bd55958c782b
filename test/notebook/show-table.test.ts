import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { printTable, showTable } from 'unetlab/notebook';
import { inFakeCell } from './fake-cell';

const rows = [
  { model: 'U-Net', rate: 1e-4, jaccard: 0.701234, images: 32, note: null },
  { model: 'Attention <b>', rate: 5e-3, jaccard: 0.5, images: 8, note: 'x' },
];

describe('printTable', () => {
  it('aligns numbers to the right, with the same decimals down a column', () => {
    assert.equal(
      printTable(rows).text,
      [
        'model            rate  jaccard  images  note',
        '─────────────  ──────  ───────  ──────  ────',
        'U-Net          0.0001   0.7012      32  –',
        'Attention <b>  0.0050   0.5000       8  x',
      ].join('\n'),
    );
  });

  it('escapes names and cells in HTML', () => {
    const { html } = printTable([{ '<script>': '"a" & <b>' }]);
    assert.ok(html.includes('&#60;script&#62;'));
    assert.ok(html.includes('&#34;a&#34; &#38; &#60;b&#62;'));
    assert.ok(!html.includes('<script>'));
  });

  it('says how many rows it leaves out', () => {
    const many = Array.from({ length: 7 }, (_, i) => ({ i }));
    const { text, html } = printTable(many, { maxRows: 5 });
    assert.ok(text.endsWith('2 more rows not shown'));
    assert.ok(html.includes('2 more rows not shown'));
    assert.equal(text.split('\n').length, 2 + 5 + 1);
  });

  it('takes a data frame, an order of columns and titles', () => {
    const frame = {
      columns: ['a', 'b'],
      values: [
        [1, 2.5],
        [3, NaN],
      ],
    };
    const { text } = printTable(frame, { columns: ['b', 'a'], titles: { b: 'score' } });
    assert.equal(text, ['score  a', '─────  ─', '  2.5  1', '    –  3'].join('\n'));
  });

  it('keeps infinities, zeros and huge numbers readable', () => {
    const { text } = printTable([
      { x: 0, y: Infinity, z: 1e12 + 0.5 },
      { x: 1e-9, y: 0.25, z: 3.25 },
    ]);
    assert.deepEqual(
      text
        .split('\n')
        .slice(2)
        .map((line) => line.trim().split(/\s+/)),
      [
        ['0', 'Infinity', '1e+12'],
        ['1e-9', '0.25', '3.25e+0'],
      ],
    );
  });

  it('names a column that does not exist', () => {
    assert.throws(
      () => printTable(rows, { columns: ['modle'] }),
      /no column modle; the table has model, rate/,
    );
  });
});

describe('showTable', () => {
  it('puts HTML and text into one output', async () => {
    const [output, ...more] = await inFakeCell(() => {
      showTable(rows, { caption: 'Runs' });
    });
    assert.equal(more.length, 0);
    assert.deepEqual(Object.keys(output!.data), ['text/html', 'text/plain']);
    assert.ok(String(output!.data['text/plain']).startsWith('Runs\n'));
  });
});
