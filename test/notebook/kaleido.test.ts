import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Kaleido, type Drawing } from 'unetlab/notebook';

const drawing: Drawing = { figure: { data: [], layout: {} }, width: 10, height: 10, scale: 1 };

/** Whether a process runs; one that ended and was not yet waited for does not. */
function running(pid: string): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
}

describe('the figure renderer', () => {
  const outside = process.env.TMPDIR;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kaleido-'));
    mkdirSync(join(folder, 'temporary'));
    process.env.TMPDIR = join(folder, 'temporary');
  });
  afterEach(() => {
    if (outside === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = outside;
    rmSync(folder, { recursive: true });
  });

  /** A renderer that notes each start, hangs in its first `hangs` starts, and answers every line from then on. */
  const renderer = (hangs: number, answer = '{"code":0,"message":null,"result":"cGljdHVyZQ=="}'): string => {
    const program = join(folder, 'kaleido');
    const lines = [
      '#!/bin/bash',
      `echo $$ >> ${folder}/starts`,
      'echo more > "$TMPDIR/file.txt"',
      'page=$(mktemp /tmp/fileXXXXXX.html)',
      `echo $page >> ${folder}/pages`,
      'echo "<script src=\\"${2#--plotlyjs=}\\"></script>" > $page',
      `if [ $(wc -l < ${folder}/starts) -le ${hangs} ]; then sleep 600 & echo $! > ${folder}/browser; wait; fi`,
      'echo \'{"code":0,"message":"Success","result":null}\'',
      `while read -r line; do echo '${answer}'; done`,
    ];
    writeFileSync(program, `${lines.join('\n')}\n`);
    chmodSync(program, 0o755);
    return program;
  };
  const starts = (): string[] => readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n');

  it('draws with one process, in order, also when asked at once', async () => {
    const kaleido = new Kaleido(renderer(0));
    const pictures = await Promise.all([1, 2, 3].map(() => kaleido.png(drawing)));
    kaleido.stop();
    assert.deepEqual(pictures.map(String), ['picture', 'picture', 'picture']);
    assert.equal(starts().length, 1);
  });

  it('is started again when it hangs, with nothing left behind', async () => {
    const kaleido = new Kaleido(renderer(1), { patience: 300 });
    const pictures = await Promise.all([1, 2].map(() => kaleido.png(drawing)));
    kaleido.stop();
    assert.deepEqual(pictures.map(String), ['picture', 'picture']);
    assert.equal(starts().length, 2);
    const browser = readFileSync(join(folder, 'browser'), 'utf8').trim();
    assert.equal(running(starts()[0]!), false);
    assert.equal(running(browser), false, 'what the program started is gone too');
  });

  it('leaves nothing in the temporary folders, nor what one of a process that was killed has left there', async () => {
    const temporary = join(folder, 'temporary');
    const ended = `unetlab-kaleido-${spawnSync('true').pid}-x`;
    const others = `unetlab-kaleido-${process.pid}-x`;
    const left = [ended, others].map((name) => {
      mkdirSync(join(temporary, name));
      const page = `/tmp/file${randomBytes(3).toString('hex')}.html`;
      writeFileSync(page, `<script src="file://${join(temporary, name, 'plotly.js')}"></script>`);
      const long = new Date(new Date().getTime() - 3_600_000);
      utimesSync(join(temporary, name), long, long);
      return page;
    });
    const kaleido = new Kaleido(renderer(1), { patience: 300 });
    await kaleido.png(drawing);
    const own = readdirSync(temporary).filter((name) => name !== others);
    assert.match(own.join(), new RegExp(`^unetlab-kaleido-${process.pid}-\\w+$`));
    assert.deepEqual(readdirSync(join(temporary, own[0]!)), ['file.txt', 'plotly.js']);
    const pages = readFileSync(join(folder, 'pages'), 'utf8').trim().split('\n');
    assert.equal(pages.length, 2);
    assert.deepEqual([...pages, ...left].filter(existsSync), [left[1]]);
    kaleido.stop();
    while (readdirSync(temporary).length > 1) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(readdirSync(temporary), [others]);
    rmSync(left[1]!);
  });

  it('is given up in one line after three tries, and not waited for again', async () => {
    const kaleido = new Kaleido(renderer(99), { patience: 100 });
    await assert.rejects(kaleido.png(drawing), { message: 'kaleido gave no answer within 0.1 s' });
    await assert.rejects(kaleido.png(drawing), { message: 'kaleido gave no answer within 0.1 s' });
    assert.equal(starts().length, 3);
  });

  it('says what it was told where a figure cannot be drawn, without trying again', async () => {
    const kaleido = new Kaleido(renderer(0, '{"code":525,"message":"no such trace","result":null}'));
    await assert.rejects(kaleido.png(drawing), {
      message: 'kaleido could not draw the figure: no such trace',
    });
    kaleido.stop();
    assert.equal(starts().length, 1);
  });
});
