import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readText } from './read-text';

describe('dates without a zone', () => {
  it('count as UTC, wherever they are read', async () => {
    const before = process.env.TZ;
    process.env.TZ = 'America/New_York';
    try {
      const dates = ['2025-05-01 10:00', '2025-05-01 10:00:07', '2025-05-01T10:00:07.5', '2025-05-01'];
      const rows = dates.map((date, i) => `r${i},0.1,0.5,${date}\n`).join('');
      const { records } = await readText('t.csv', `name,lr,val_dice,created\n${rows}`);
      assert.deepEqual(
        records.map(({ created }) => created),
        [
          '2025-05-01T10:00:00.000Z',
          '2025-05-01T10:00:07.000Z',
          '2025-05-01T10:00:07.500Z',
          '2025-05-01T00:00:00.000Z',
        ],
      );
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});
