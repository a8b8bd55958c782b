import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPaths, parseParameters, resolveParameters, withPathsFrom } from 'unetlab/notebook/run';

const source = `// Parameters
let epochs: number = 3; // passes over the data
let rate = 1e-4; // Adam's step
let profile: 'smoke' | 'teach' | 'full' = 'teach';
let dataDir: string | null = null; // folder with images/ and masks/
let augment = true;
let sizes: readonly number[] = [256, 512]; /* pixels */
/** Names, one each. */
let names: Array<'a' | 'b'> = [];
let seed: 1 | 2 | -3 | null = 1;
let shape: { width: number } = { width: 3 };
const fixed = 3;
let later: number;
`;
const declared = parseParameters(source);
const given = (
  texts: Record<string, string>,
  values: Record<string, unknown> = {},
): Record<string, unknown> =>
  resolveParameters('nb', declared, {
    texts: new Map(Object.entries(texts)),
    values: new Map(Object.entries(values)),
  });

describe('parseParameters', () => {
  it('finds the lets with type, default and comment', () => {
    assert.deepEqual(
      declared.map(({ name, typeText, defaultText, comment }) => [name, typeText, defaultText, comment]),
      [
        ['epochs', 'number', '3', 'passes over the data'],
        ['rate', 'number', '1e-4', "Adam's step"],
        ['profile', "'smoke' | 'teach' | 'full'", "'teach'", ''],
        ['dataDir', 'string | null', 'null', 'folder with images/ and masks/'],
        ['augment', 'boolean', 'true', ''],
        ['sizes', 'readonly number[]', '[256, 512]', 'pixels'],
        ['names', "Array<'a' | 'b'>", '[]', 'Names, one each.'],
        ['seed', '1 | 2 | -3 | null', '1', ''],
        ['shape', '{ width: number }', '{ width: 3 }', ''],
      ],
    );
  });
});

describe('resolveParameters', () => {
  it('keeps the declared types', () => {
    assert.deepEqual(
      given({
        epochs: '1e2',
        profile: 'smoke',
        dataDir: '../x',
        augment: 'false',
        sizes: '64,128',
        names: '["a","b"]',
        seed: '-3',
      }),
      {
        epochs: 100,
        profile: 'smoke',
        dataDir: '../x',
        augment: false,
        sizes: [64, 128],
        names: ['a', 'b'],
        seed: -3,
      },
    );
    assert.deepEqual(given({ dataDir: 'null', seed: 'null', sizes: '' }), {
      dataDir: null,
      seed: null,
      sizes: [],
    });
    assert.deepEqual(given({ dataDir: '7' }), { dataDir: '7' }, 'a number stays text where text is declared');
  });

  it('takes plain values from a file, and text wins over them', () => {
    assert.deepEqual(given({ epochs: '5' }, { epochs: 4, sizes: [1, 2], dataDir: null }), {
      epochs: 5,
      sizes: [1, 2],
      dataDir: null,
    });
  });

  it('names every wrong name and value, and what is allowed', () => {
    assert.throws(
      () =>
        given({
          epoch: '3',
          epochs: 'three',
          rate: '',
          profile: 'tiny',
          augment: '1',
          names: 'a,c',
          seed: '4',
          shape: '{}',
        }),
      (error: Error) => {
        assert.deepEqual(error.message.split('\n'), [
          'nb has no parameter epoch (did you mean epochs?); it has epochs, rate, profile, dataDir, augment, sizes, names, seed, shape',
          'nb: invalid epochs: three; allowed: number',
          'nb: invalid rate: ; allowed: number',
          "nb: invalid profile: tiny; allowed: 'smoke' | 'teach' | 'full'",
          'nb: invalid augment: 1; allowed: boolean',
          "nb: invalid names: a,c; allowed: Array<'a' | 'b'>",
          'nb: invalid seed: 4; allowed: 1 | 2 | -3 | null',
          'nb: invalid shape: {}; allowed: { width: number }',
        ]);
        return true;
      },
    );
    for (const [name, value] of Object.entries({
      epochs: '3',
      augment: 'true',
      sizes: [1, 'x'],
      rate: NaN,
      dataDir: 3,
    })) {
      assert.throws(() => given({}, { [name]: value }), new RegExp(`invalid ${name}`));
    }
  });
});

describe('withPathsFrom', () => {
  it('moves relative paths from the command to the notebook and leaves everything else', () => {
    assert.deepEqual(
      withPathsFrom('/start', '/start/lab/notebooks', {
        dataDir: 'data/beads',
        csv: 'data/runs.csv',
        sweepCsv: '/abs.csv',
        outPath: '/abs',
        listFile: 'https://example.org/x',
        director: 'me',
        profile: 'smoke',
        folder: 'runs',
        emptyDir: '',
        epochs: 3,
      }),
      {
        dataDir: '../../data/beads',
        csv: '../../data/runs.csv',
        sweepCsv: '/abs.csv',
        outPath: '/abs',
        listFile: 'https://example.org/x',
        director: 'me',
        profile: 'smoke',
        folder: '../../runs',
        emptyDir: '',
        epochs: 3,
      },
    );
  });
});

describe('checkPaths', () => {
  it('says of a path that leads nowhere what there is instead', () => {
    const root = process.cwd();
    assert.throws(() => {
      checkPaths('nb', root, { dataDir: 'lib/scr', csv: null, name: 'nothing' });
    }, /^RangeError: nb: -p dataDir=lib\/scr: there is no scr in .*lib \(did you mean src\?\); there are .*src/);
    checkPaths('nb', root, { dataDir: 'lib/src', csv: 'https://a.example/x.csv' });
  });
});
