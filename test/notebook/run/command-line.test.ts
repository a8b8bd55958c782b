import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findNotebook, notebookPaths, parseCommand } from 'unetlab/notebook/run';

let root = '';
before(() => {
  root = mkdtempSync(join(tmpdir(), 'collection-'));
  mkdirSync(join(root, 'notebooks', 'solutions'), { recursive: true });
  for (const name of ['02-train-256', '00-start-here', '03-train-512', 'solutions/02-train-256']) {
    writeFileSync(join(root, 'notebooks', `${name}.ipynb`), '{}');
  }
  writeFileSync(join(root, 'p.yml'), 'epochs: 4\nsizes: [1, 2]\nname: x\n');
  writeFileSync(join(root, 'list.yml'), '- 1\n');
});
after(() => {
  rmSync(root, { recursive: true });
});

describe('findNotebook', () => {
  const find = (wanted: string): string => findNotebook(wanted, root, root).slice(root.length + 1);

  it('finds by number, name, part of a name and path', () => {
    for (const wanted of [
      '02',
      '2',
      '02-train-256',
      'train-256',
      'notebooks/02-train-256.ipynb',
      '02-train-256.ipynb',
    ]) {
      assert.equal(find(wanted), 'notebooks/02-train-256.ipynb', wanted);
    }
    assert.equal(find('solutions/02-train-256'), 'notebooks/solutions/02-train-256.ipynb');
  });

  it('says what there is', () => {
    assert.throws(() => find('07'), /no notebook 07; there are 00-start-here, 02-train-256, 03-train-512/);
    assert.throws(() => find('train'), /train fits more than one notebook: 02-train-256, 03-train-512/);
    assert.throws(() => find('no/such.ipynb'), /there is no notebook no\/such\.ipynb/);
  });

  it('lists the collection in order, without the solutions', () => {
    assert.deepEqual(
      notebookPaths(root).map((path) => path.slice(root.length)),
      ['/notebooks/00-start-here.ipynb', '/notebooks/02-train-256.ipynb', '/notebooks/03-train-512.ipynb'],
    );
  });
});

describe('parseCommand', () => {
  it('reads everything', () => {
    const command = parseCommand(
      [
        '02',
        '-p',
        'epochs=3',
        '-p',
        'label=a=b',
        '--profile',
        'smoke',
        '--parameters',
        'p.yml',
        '-o',
        'x.ipynb',
        '--jobs',
        '2',
        '--cell-timeout',
        '0.5',
      ],
      root,
    );
    assert.deepEqual(command.notebooks, ['02']);
    assert.deepEqual(
      [...command.given.texts],
      [
        ['profile', 'smoke'],
        ['epochs', '3'],
        ['label', 'a=b'],
      ],
    );
    assert.deepEqual(
      [...command.given.values],
      [
        ['epochs', 4],
        ['sizes', [1, 2]],
        ['name', 'x'],
      ],
    );
    assert.deepEqual([command.output, command.jobs, command.cellTimeout], [join(root, 'x.ipynb'), 2, 0.5]);
  });

  it('says what is wrong', () => {
    assert.throws(() => parseCommand(['-p', 'epochs'], root), /invalid -p epochs; write -p epochs=value/);
    assert.throws(() => parseCommand(['--jobs', '1.5'], root), /invalid --jobs 1\.5/);
    assert.throws(() => parseCommand(['--cell-timeout', 'x'], root), /invalid --cell-timeout x/);
    assert.throws(() => parseCommand(['--parameters', 'no.yml'], root), /no parameter file .*no\.yml/);
    assert.throws(() => parseCommand(['--parameters', 'list.yml'], root), /must hold names and values/);
    assert.throws(() => parseCommand(['--nope'], root), /nope/);
  });
});
