import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readText } from './read-text';

/** What a column's cells become, as a setting of runs that also have a score. */
async function column(
  cells: readonly string[],
  separator = ';',
  score = '0,5',
): Promise<{ values: unknown[]; notices: readonly string[] }> {
  const rows = cells.map((cell, i) =>
    [String(i + 1), `"${cell.replaceAll('"', '""')}"`, score].join(separator),
  );
  const { records, notices } = await readText(
    't.csv',
    `seed${separator}x${separator}dice\n${rows.join('\n')}\n`,
  );
  return { values: records.map(({ config }) => config.x), notices };
}

describe('cells of a column', () => {
  it('are numbers with decimal commas, thousands and percentages where the table says so', async () => {
    assert.deepEqual((await column(['1,5', '2', '1E-04'])).values, [1.5, 2, 1e-4]);
    const thousands = await column(['1.234', '12.000']);
    assert.deepEqual(thousands.values, [1234, 12000]);
    assert.ok(thousands.notices.some((notice) => notice.includes('thousands separator')));
    assert.deepEqual((await column(['1.234,5', '0,5'])).values, [1234.5, 0.5]);
    assert.deepEqual((await column(['1,234', '5,000'], ',', '0.5')).values, [1234, 5000]);
    assert.deepEqual((await column(['12.75', '100.5'], ',', '1')).values, [12.75, 100.5]);
    assert.deepEqual((await column(['12,75', '100,5'], ';', '1')).values, [12.75, 100.5]);
    const percent = await column(['85 %', '9,5 %']);
    assert.deepEqual(percent.values, [85, 9.5]);
    assert.ok(percent.notices.some((notice) => notice.includes('in percent')));
  });

  it('stay text where a number cannot be told, and that is said', async () => {
    const open = await column(['1,234', '5,678'], ';', '1');
    assert.deepEqual(open.values, ['1,234', '5,678']);
    assert.ok(open.notices.some((notice) => notice.includes('may be 1234 or 1.234')));
    const mixed = await column(['85 %', '0,9']);
    assert.deepEqual(mixed.values, ['85 %', '0,9']);
  });

  it('are levels or numbers as the others of the column say', async () => {
    assert.deepEqual((await column(['none', 'light', 'NaN'])).values, ['none', 'light', 'NaN']);
    const numbers = await column(['None', '0,1', 'nan', '']);
    assert.deepEqual(numbers.values, [NaN, 0.1, NaN, undefined]);
    assert.ok(numbers.notices.some((notice) => notice.includes('1 of 3 cells say none among numbers')));
    assert.deepEqual((await column(['True', 'false', ''])).values, [true, false, undefined]);
    assert.deepEqual((await column(['None', 'None'])).values, ['None', 'None']);
    assert.deepEqual((await column(['1e5', 'a1b', 'c7'])).values, ['1e5', 'a1b', 'c7']);
    assert.deepEqual((await column(['0012', '12'])).values, ['0012', '12']);
  });

  it('in other encodings are the same text', async () => {
    const text = (name: string): string =>
      `name;lr;aug;val_dice\nr1;0,1;${name};0,5\nr2;0,2;${name};0,6\nr3;0,3;keine;0,7\n`;
    const latin = await readText('t.csv', Buffer.from(text('Drehung für größere Körner, schräg'), 'latin1'));
    assert.equal(latin.records[0]!.config.aug, 'Drehung für größere Körner, schräg');
    assert.ok(latin.notices.some((notice) => notice.includes('is written in')));
    // 回転と反転を加えた学習データ in Shift-JIS
    const japanese = Buffer.from('89f1935d82c694bd935d82f089c182a682bd8a778f4b8366815b835e', 'hex');
    const parts = text('@')
      .split('@')
      .flatMap((part, i) => (i === 0 ? [Buffer.from(part)] : [japanese, Buffer.from(part)]));
    const bytes = Buffer.concat(parts);
    const jis = await readText('t.csv', bytes);
    assert.equal(jis.records[0]!.config.aug, '回転と反転を加えた学習データ');
    // UTF-16 by its mark alone: hardly a byte of it is zero
    const long = '回転と反転を加えた学習データ'.repeat(40);
    const little = Buffer.from(`\ufeff${text(long)}`, 'utf16le');
    for (const marked of [little, Buffer.from(little).swap16()]) {
      const { records, notices } = await readText('t.csv', marked);
      assert.equal(records[0]!.config.aug, long);
      assert.equal(records[1]!.config.lr, 0.2);
      assert.ok(notices.some((notice) => notice.includes('is written in UTF-16')));
    }
  });
});
