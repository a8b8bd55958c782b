import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recogniseLayout } from 'unetlab/data';

/** What is said of files of which no picture is read. */
function said(files: readonly string[]): string {
  return recogniseLayout({ root: '/set', files: [...files].sort() }).sentence.replace(
    /; no picture that is read$/,
    '',
  );
}
const inEach = (folders: string, inner: readonly string[]): string[] =>
  folders.split(' ').flatMap((folder) => inner.map((name) => `${folder}/${name}`));

describe('what a folder holds', () => {
  it('is said by its folders where three or more are alike', () => {
    const pair = ['masks/1.txt', 'images/1.txt', 'images/2.txt'];
    assert.equal(said(inEach('a b c', pair)), '3 folders, each with images/ and masks/ (a, b, c)');
    assert.equal(said(inEach('a b c d', pair)), '4 folders, each with images/ and masks/ (a, b, c, d)');
    assert.equal(said(inEach('e d c b a', pair)), '5 folders, each with images/ and masks/ (a, b, c … e)');
    const four = ['m/1.txt', 'n/1.txt', 'o/1.txt', 'p/1.txt'];
    assert.equal(said(inEach('a b c', four)), '3 folders, each with m/ and n/ and o/ and p/ (a, b, c)');
  });

  it('is said file by file where they are not', () => {
    assert.equal(
      said(inEach('a b', ['x/1.txt', 'y/1.txt'])),
      'a/x/ with 1 .txt, a/y/ with 1 .txt, b/x/ with 1 .txt, b/y/ with 1 .txt',
    );
    assert.equal(
      said([...inEach('a b', ['x/1.txt']), 'c/y/1.txt']),
      'a/x/ with 1 .txt, b/x/ with 1 .txt, c/y/ with 1 .txt',
    );
    assert.equal(
      said(inEach('a b c', ['1.txt', '2.txt', '3.md', 'read'])),
      ['a', 'b', 'c'].map((folder) => `${folder}/ with 2 .txt and 1 .md and 1 without ending`).join(', '),
    );
    assert.equal(
      said(['1.txt', ...inEach('a b c d e f g', ['1.txt'])]),
      'the folder itself with 1 .txt, a/ with 1 .txt, b/ with 1 .txt, c/ with 1 .txt, d/ with 1 .txt, e/ with 1 .txt, and 2 more folders',
    );
    assert.equal(
      said(['1.a', '1.b', '1.c', '1.d', '1.e', '2.e']),
      'the folder itself with 2 .e and 1 .a and 1 .b and 1 .c',
    );
  });
});
