import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  commandAgain,
  FigureSet,
  gradientRows,
  maskRows,
  overlaidRow,
  printTable,
  pullProgress,
  writtenDocuments,
} from 'unetlab/notebook';
import type { Sample } from 'unetlab/types';

const sample: Sample = {
  id: 'a',
  group: 'g',
  height: 2,
  width: 2,
  channels: 1,
  image: Float32Array.of(0.1, 0.2, 0.3, 0.4),
  mask: Uint8Array.of(1, 0, 0, 0),
};

describe('helpers of notebooks', () => {
  it('lay an image beside its mask, and a prediction over its truth', () => {
    const [row] = maskRows([sample]);
    assert.deepEqual(row!.label, ['a', '25 % foreground']);
    assert.deepEqual(
      row!.pictures.map(({ pixels }) => pixels),
      [sample.image, sample.mask],
    );
    assert.equal(maskRows([{ ...sample, objectCount: 3 }])[0]!.label![0], '3 objects');
    const map = new Float32Array(4);
    const { truth, prediction, label } = overlaidRow(sample, map);
    assert.deepEqual([truth, prediction, label], [sample.mask, map, 'a']);
  });

  it('scale a map of gradients to its brightest pixel, as a square root', () => {
    const time = { label: 'x', image: sample.image, truth: sample.mask, probability: sample.image };
    const [row] = gradientRows([{ ...time, gradients: [[-4, 1, 99, 99]] }], 2, 1);
    assert.equal(row!.pictures.length, 4);
    assert.deepEqual([...row!.pictures[3]!.pixels], [1]);
    const [wide] = gradientRows([{ ...time, gradients: [[-4, 1, 0, 1]] }], 2, 2);
    assert.deepEqual([...wide!.pictures[3]!.pixels], [1, 0.5, 0, 0.5]);
  });

  it('print a dash for what is absent or no number', () => {
    const { text } = printTable([{ a: 1.5 }, { a: NaN }, { a: null }, {}]);
    assert.deepEqual(text.split('\n').slice(2), ['1.5', '  –', '  –', '  –']);
    assert.match(printTable([{ a: Infinity }]).text, /Infinity/);
  });

  it('repeat the command with the parameters that were given', () => {
    assert.equal(
      commandAgain('08', { runs: 'x', goal: null, a: 0 }),
      'npm run notebook -- 08 -p runs=… -p a=…',
    );
  });

  it('read documents that are there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'documents-'));
    writeFileSync(join(folder, 'A.md'), '# A');
    assert.deepEqual(writtenDocuments(folder, { 'A.md': 'one', 'B.md': 'two' }), [
      { file: 'A.md', title: 'one', markdown: '# A' },
    ]);
    rmSync(folder, { recursive: true });
  });

  it('count the time of a pull from its start', () => {
    const lines: string[] = [];
    let now = 0;
    const report = pullProgress(
      { label: 'pull', everySeconds: 2, print: (line) => lines.push(line) },
      () => now,
    );
    report({ done: 0, total: null, line: 'first' });
    now = 1000;
    report({ done: 1, total: 4, line: 'too soon' });
    now = 2500;
    report({ done: 2, total: 4, line: 'second' });
    report.done('end');
    assert.deepEqual(lines, ['pull: first', 'pull: second', 'pull: end']);
  });

  it('say why there is no figure, and keep none that has no picture', async () => {
    const set = new FigureSet([], join('test', 'figure-set'));
    assert.deepEqual([set.kept(), set.pictures()], [[], []]);
    await set.show('fig1', 'no figure');
    await set.showAll('fig', 'none at all');
  });
});
