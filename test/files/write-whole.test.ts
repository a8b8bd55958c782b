import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { asWriteError, makeFolder, writeWhole, WriteError } from 'unetlab/files';

const folder = mkdtempSync(join(tmpdir(), 'files-'));

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
