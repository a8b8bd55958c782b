import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, describe, it } from 'node:test';
import { asWriteError, makeFolder, writeWhole, WriteError } from 'unetlab/files';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('writeWhole', () => {
  it('makes the folder, writes text or bytes in parts, and leaves no draft', () => {
    const path = join(folder, 'a', 'b', 'record.json');
    writeWhole(path, 'first');
    writeWhole(path, [Buffer.from('sec'), Buffer.from('ond')], { sync: true });
    assert.equal(readFileSync(path, 'utf8'), 'second');
    assert.deepEqual(readdirSync(join(folder, 'a', 'b')), ['record.json']);
  });

  it('says in one line where a part of the path is a file', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const line = /file.* cannot be written to: a part of the path is a file, not a folder$/;
    assert.throws(() => {
      makeFolder(join(file, 'inner'));
    }, line);
    assert.throws(() => {
      writeWhole(join(file, 'inner', 'x'), '');
    }, line);
  });
});

describe('makeFolder', () => {
  it('makes folders above, takes those that are there, and a relative path', () => {
    const inner = join(folder, 'one', 'two', 'three');
    makeFolder(inner);
    makeFolder(inner);
    makeFolder(relative('', join(inner, 'four')));
    assert.deepEqual(readdirSync(inner), ['four']);
  });

  it('ends with one line where a folder takes none', { skip: !existsSync('/proc/self') }, () => {
    assert.throws(() => {
      makeFolder('/proc/unetlab-none/inner');
    }, /^Error: \/proc\/unetlab-none.* cannot be written to: (\/proc takes no folders|no permission)$/);
  });
});

describe('asWriteError', () => {
  const error = (code: string): Error => Object.assign(new Error(`${code}: low-level words`), { code });

  it('words what a file system says, and nothing else', () => {
    assert.equal(
      asWriteError(error('ENOSPC'), 'out/x')?.message,
      'out/x cannot be written to: no space is left there',
    );
    assert.equal(asWriteError(error('EROFS'), 'out/x')?.reason, 'it is read-only');
    assert.equal(asWriteError(error('EACCES'), 'out/x')?.reason, 'no permission');
    assert.equal(asWriteError(new Error('no foreground'), 'out/x'), null);
    const made = new WriteError('y', 'no permission');
    assert.equal(asWriteError(made, 'out/x'), made);
  });

  it('leaves a missing file what it is where its folder can be written to', () => {
    assert.equal(asWriteError(error('ENOENT'), join(folder, 'missing', 'x')), null);
  });
});
