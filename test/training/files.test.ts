import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  CheckpointFolder,
  freshWatch,
  readSafetensors,
  readSafetensorsHeader,
  shortIdentity,
  writeSafetensors,
  type Checkpoint,
  type TrainingIdentity,
} from 'unetlab/training';

const folders: string[] = [];
const temporary = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'unetlab-files-')));
  return folders.at(-1)!;
};
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('a .safetensors file', () => {
  const path = (): string => join(temporary(), 'a.safetensors');
  const arrays = new Map([
    ['first', { shape: [2, 3], values: Float32Array.from([1, 2, 3, 4, 5, -0.5]) }],
    ['second µ', { shape: [1], values: Float32Array.from([NaN, 7]).subarray(1) }],
  ]);
  /** The bytes of a file with this header, and so many bytes of arrays. */
  const file = (header: string, bytes = 0, length = Buffer.byteLength(header)): Buffer => {
    const head = Buffer.alloc(8);
    head.writeBigUInt64LE(BigInt(length));
    return Buffer.concat([head, Buffer.from(header), Buffer.alloc(bytes)]);
  };

  it('is laid out as the format says: length, header padded to eight bytes, arrays little-endian', () => {
    const to = path();
    writeSafetensors(to, { metadata: { note: 'größe' }, arrays });
    const bytes = readFileSync(to);
    const length = Number(bytes.readBigUInt64LE(0));
    assert.equal(length % 8, 0);
    const text = bytes.toString('utf8', 8, 8 + length);
    assert.ok(length - Buffer.byteLength(text.trimEnd()) < 8);
    const { __metadata__: metadata, ...entries } = JSON.parse(text) as Record<
      string,
      Record<string, unknown>
    >;
    assert.deepEqual(entries, {
      first: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
      'second µ': { dtype: 'F32', shape: [1], data_offsets: [24, 28] },
    });
    assert.equal(metadata!.note, 'größe');
    assert.equal(bytes.length, 8 + length + 28);
    assert.deepEqual(
      [0, 5, 6].map((i) => bytes.readFloatLE(8 + length + 4 * i)),
      [1, -0.5, 7],
    );
    assert.deepEqual(readdirSync(join(to, '..')), ['a.safetensors']);
    const read = readSafetensors(to);
    assert.deepEqual(read.arrays, arrays);
    assert.deepEqual(read.metadata, metadata);
    assert.deepEqual(readSafetensorsHeader(to), { metadata, entries });
  });

  it('of others is read by its head, whatever its elements', () => {
    const to = path();
    writeFileSync(to, file('{"w":{"dtype":"F16","shape":[3],"data_offsets":[0,6]}}', 6));
    assert.deepEqual(readSafetensorsHeader(to), {
      metadata: {},
      entries: { w: { dtype: 'F16', shape: [3], data_offsets: [0, 6] } },
    });
    writeFileSync(to, file('{}'));
    assert.deepEqual(readSafetensorsHeader(to).entries, {});
  });

  it('that is damaged is refused with the reason', () => {
    const to = path();
    writeSafetensors(to, { metadata: {}, arrays });
    const whole = readFileSync(to);
    const length = Number(whole.readBigUInt64LE(0));
    const flipped = Buffer.from(whole);
    flipped[whole.length - 1]! ^= 1;
    const array = '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    for (const [bytes, both, alone] of [
      [flipped, null, /its checksum does not match: bytes were changed/],
      [whole.subarray(0, 7), /cut short: 7 bytes/],
      [whole.subarray(0, 0), /cut short: 0 bytes/],
      [whole.subarray(0, 8), /cut short inside the header/],
      [whole.subarray(0, 7 + length), /cut short inside the header/],
      [whole.subarray(0, 8 + length), /cut short: 0 of 28 bytes of arrays/],
      [whole.subarray(0, whole.length - 1), /cut short: 27 of 28 bytes of arrays/],
      [Buffer.concat([whole, Buffer.alloc(1)]), /cut short: 29 of 28 bytes of arrays/],
      [file(' {}'), /it is no safetensors file/],
      [file('{"a":1', 0), /its header is damaged, or it is no safetensors file/],
      [file('{"a":{"b":1}}'), /its header is damaged, or it is no safetensors file/],
      [file('{}', 0, 100_000_001), /it is no safetensors file/],
      [file('{}', 0, 100_000_000), /cut short inside the header/],
      [file(array, 4), null, /its checksum does not match/],
      [
        file(
          '{"__metadata__":{"sha256":"df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119"},"w":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}',
          4,
        ),
        null,
        /its array w has elements of type F16; F32 is read/,
      ],
    ] as readonly (readonly [Buffer, RegExp | null, RegExp?])[]) {
      writeFileSync(to, bytes);
      assert.throws(() => readSafetensors(to), both ?? alone!);
      if (both) assert.throws(() => readSafetensorsHeader(to), both);
      else assert.ok(readSafetensorsHeader(to));
    }
  });

  it('that cannot be written leaves nothing behind', () => {
    const folder = temporary();
    // a folder stands where the file should be
    mkdirSync(join(folder, 'a.safetensors'));
    assert.throws(() => {
      writeSafetensors(join(folder, 'a.safetensors'), { metadata: {}, arrays });
    });
    assert.deepEqual(readdirSync(folder), ['a.safetensors']);
  });
});

describe('a folder of checkpoints', () => {
  const identity = (digit: string, parts: Record<string, string> = {}, family = 'f'): TrainingIdentity => ({
    hash: digit.repeat(64),
    family,
    parts: { loss: 'dice', ...parts },
  });
  const checkpoint = (epoch: number, weight = epoch): Checkpoint => ({
    state: {
      epoch,
      update: 3 * epoch,
      batch: 6 * epoch,
      seconds: 0.5,
      watch: { ...freshWatch, bestEpoch: 0 },
      history: { epoch: [1], loss: [Infinity], valLoss: [NaN] } as unknown as Checkpoint['state']['history'],
    },
    current: new Map([
      ['w', Float32Array.from([weight, NaN])],
      ['w#moment1', Float32Array.from([0.25])],
    ]),
    best: new Map([['w', Float32Array.from([9, 8])]]),
  });
  const load = (folder: CheckpointFolder, epochs?: number): [Checkpoint | null, string[]] => {
    const lines: string[] = [];
    return [folder.load((line) => lines.push(line), epochs), lines];
  };

  it('gives back what was saved, NaN and infinities too, and keeps the newest two', () => {
    const root = temporary();
    const own = new CheckpointFolder(root, identity('a'));
    assert.deepEqual(load(own), [null, []]);
    for (const epoch of [1, 2, 10]) {
      const path = own.save(checkpoint(epoch));
      assert.equal(path, join(root, 'aaaaaaaaaaaa', `epoch-${String(epoch).padStart(5, '0')}.safetensors`));
    }
    assert.deepEqual(load(own), [checkpoint(10), []]);
    assert.deepEqual(load(own, 9), [checkpoint(2), []]);
    assert.deepEqual(load(own, 2), [checkpoint(2), []]);
    assert.deepEqual(load(own, 1), [null, []]);
    const names = ['epoch-00002.safetensors', 'epoch-00010.safetensors', 'training.json'];
    assert.deepEqual(readdirSync(own.own).sort(), names);
    assert.deepEqual(JSON.parse(readFileSync(join(own.own, 'training.json'), 'utf8')), identity('a'));
    const one = new CheckpointFolder(root, identity('a'), 1);
    one.save(checkpoint(3)); // an older epoch than those there: the newest stays
    assert.deepEqual(readdirSync(own.own).sort(), names.slice(1));
    assert.equal(shortIdentity({ hash: '0123456789abcdef' }), '0123456789ab');
  });

  it('passes over what is no checkpoint, and names what is damaged or another’s', () => {
    const root = temporary();
    const own = new CheckpointFolder(root, identity('a'));
    own.save(checkpoint(1));
    const last = own.save(checkpoint(2));
    for (const name of ['epoch-3.safetensors', 'epoch-00003.safetensors.part', 'x-epoch-00003.safetensors'])
      writeFileSync(join(own.own, name), '');
    const { metadata, arrays } = readSafetensors(last);
    writeSafetensors(last, { metadata: { ...metadata, identity: 'b'.repeat(64) }, arrays });
    assert.deepEqual(load(own), [
      checkpoint(1),
      [`checkpoint ${last} is not used: it belongs to another training than its folder says`],
    ]);
    writeSafetensors(last, { metadata: { ...metadata, format: 'x-1' }, arrays });
    assert.match(load(own)[1].join(), /is not used: its format is x-1, not unetlab-checkpoint-2$/);
    const { format: _, ...without } = metadata;
    writeSafetensors(last, { metadata: without, arrays });
    assert.match(load(own)[1].join(), /is not used: its format is unknown, not unetlab-checkpoint-2$/);
  });

  it('goes on from the longest of the same training with other epochs', () => {
    const root = temporary();
    new CheckpointFolder(root, identity('b')).save(checkpoint(2));
    const long = new CheckpointFolder(root, identity('c')).save(checkpoint(5));
    new CheckpointFolder(root, identity('d', {}, 'another')).save(checkpoint(7));
    const own = new CheckpointFolder(root, identity('a'));
    const said = (epoch: number, path: string): string =>
      `goes on from epoch ${epoch} of the same training with other epochs, ${relative(dirname(root), path)}`;
    assert.deepEqual(load(own), [checkpoint(5), [said(5, long)]]);
    const short = join(root, 'bbbbbbbbbbbb', 'epoch-00002.safetensors');
    assert.deepEqual(load(own, 4), [checkpoint(2), [said(2, short)]]);
    writeFileSync(long, 'no');
    const [found, lines] = load(own);
    assert.deepEqual(found, checkpoint(2));
    assert.match(lines[0]!, /cccccccccccc.* is not used: cut short: 2 bytes/);
    assert.equal(lines[1], said(2, short));
  });

  it('says what the nearest other training has that this one has not', () => {
    const root = temporary();
    const parts = { augmentation: 'flips', model: 'unet', seed: '1', epochs: '3', ema: '0.9' };
    const near = (other: Record<string, string>): string => {
      const folder = temporary();
      new CheckpointFolder(folder, identity('b', parts, 'x')).save(checkpoint(1));
      new CheckpointFolder(
        folder,
        identity('c', { ...parts, other: 'more', ema: '1', loss: 'bce' }, 'x'),
      ).save(checkpoint(1));
      mkdirSync(join(folder, 'dddddddddddd'));
      const [found, lines] = load(new CheckpointFolder(folder, identity('a', other)));
      assert.deepEqual([found, lines.length], [null, 1]);
      const path = join(folder, 'bbbbbbbbbbbb');
      const end = ` (${path}, kept)`;
      const start = `this training starts anew: the nearest of 2 in ${folder} has other `;
      assert.ok(lines[0]!.startsWith(start) && lines[0]!.endsWith(end), lines[0]);
      return lines[0]!.slice(start.length, -end.length);
    };
    assert.equal(near({ ...parts, model: 'fpn' }), 'model');
    assert.equal(near({ ...parts, model: 'fpn', seed: '2' }), 'model and seed');
    const { ema: _, ...withoutEma } = parts;
    assert.equal(near({ ...withoutEma, model: 'fpn' }), 'model and ema');
    assert.equal(
      near({ augmentation: 'x', model: 'x', seed: 'x', epochs: '3', ema: 'x' }),
      'augmentation, model, seed and ema',
    );
    assert.equal(
      near({ augmentation: 'x', model: 'x', seed: 'x', epochs: 'x', ema: 'x' }),
      'augmentation, model, seed, epochs and 1 more',
    );
    // a folder of another name, or whose description is damaged, is left alone
    new CheckpointFolder(root, identity('b', parts, 'x')).save(checkpoint(1));
    for (const text of [
      '{',
      'null',
      '{"hash": "x"}',
      '{"hash": "x", "family": "f"}',
      '{"hash": 1, "family": "f", "parts": {}}',
    ]) {
      writeFileSync(join(root, 'bbbbbbbbbbbb', 'training.json'), text);
      assert.deepEqual(load(new CheckpointFolder(root, identity('a'))), [null, []], text);
    }
    mkdirSync(join(root, 'results'));
    writeFileSync(join(root, 'results', 'epoch-00001.safetensors'), '');
    assert.deepEqual(load(new CheckpointFolder(root, identity('a'))), [null, []]);
  });

  it('names checkpoints of the earlier format', () => {
    for (const [content, format] of [
      [{ metadata: { format: 'unetlab-checkpoint-0' }, arrays: new Map() }, 'unetlab-checkpoint-0'],
      [{ metadata: {}, arrays: new Map() }, 'unetlab-checkpoint-1'],
      [null, 'unetlab-checkpoint-1'],
    ] as const) {
      const root = temporary();
      const path = join(root, 'epoch-00004.safetensors');
      if (content) writeSafetensors(path, content);
      else writeFileSync(path, 'x');
      assert.deepEqual(load(new CheckpointFolder(root, identity('a'))), [
        null,
        [
          `checkpoints in ${root} are of an earlier format (${format}) that did not know the images it was trained on; ` +
            'they are kept, not used, and this training starts anew',
        ],
      ]);
    }
  });
});
