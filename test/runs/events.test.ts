import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Writer } from 'protobufjs/minimal';
import { readFiles } from './read-text';

/** CRC-32C bit by bit, masked as TensorFlow's record files have it. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** A record of an event file. */
function record(event: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(event.length));
  head.writeUInt32LE(checksum(head.subarray(0, 8)), 8);
  const foot = Buffer.alloc(4);
  foot.writeUInt32LE(checksum(event));
  return Buffer.concat([head, event, foot]);
}

type Fill = (writer: Writer) => Writer;
const message = (fill: Fill): Uint8Array => fill(Writer.create()).finish();
const inside =
  (field: number, fill: Fill): Fill =>
  (writer) =>
    writer.uint32(field * 8 + 2).bytes(message(fill));
const both =
  (...fills: Fill[]): Fill =>
  (writer) =>
    fills.reduce((to, fill) => fill(to), writer);

/** An event with one value of a tag. */
function event(step: number, tag: string, value: Fill): Buffer {
  return record(
    message(
      both(
        (writer) => writer.uint32(9).double(1_700_000_000 + step),
        (writer) => writer.uint32(16).int64(step),
        inside(
          5,
          inside(
            1,
            both((writer) => writer.uint32(10).string(tag), value),
          ),
        ),
      ),
    ),
  );
}
const simple =
  (value: number): Fill =>
  (writer) =>
    writer.uint32(21).float(value);
const tensor = (type: number, fill: Fill): Fill =>
  inside(
    8,
    both((writer) => writer.uint32(8).int32(type), fill),
  );
const doubles = (...values: number[]): Uint8Array => new Uint8Array(Float64Array.from(values).buffer);
const floats = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
const plugin = (name: string): Fill =>
  inside(
    9,
    inside(1, (writer) => writer.uint32(10).string(name)),
  );

const read = async (...records: Uint8Array[]): Promise<{ history: unknown; notices: readonly string[] }> => {
  const { records: runs, notices } = await readFiles({ 'run/events.out.tfevents.1': Buffer.concat(records) });
  return { history: runs[0]?.history, notices };
};

describe('TensorBoard’s event files', () => {
  it('hold numbers as simple values and as tensors of one float or double, written in any way', async () => {
    const { history } = await read(
      event(1, 'a', simple(0.5)),
      event(
        2,
        'a',
        tensor(1, (writer) => writer.uint32(34).bytes(floats(0.25))),
      ),
      event(
        3,
        'a',
        tensor(2, (writer) => writer.uint32(34).bytes(doubles(0.1))),
      ),
      event(
        4,
        'a',
        tensor(1, (writer) => writer.uint32(42).bytes(floats(0.75))),
      ),
      event(
        5,
        'a',
        tensor(1, (writer) => writer.uint32(45).float(1.5)),
      ),
      event(
        6,
        'a',
        tensor(2, (writer) => writer.uint32(50).bytes(doubles(0.2))),
      ),
      event(
        7,
        'a',
        tensor(2, (writer) => writer.uint32(49).double(0.3)),
      ),
      event(8, 'a', both(simple(0.125), plugin('scalars'))),
    );
    assert.deepEqual(history, {
      _step: [1, 2, 3, 4, 5, 6, 7, 8],
      a: [0.5, 0.25, 0.1, 0.75, 1.5, 0.2, 0.3, 0.125],
    });
  });

  it('hold other things, which are passed over', async () => {
    const { history } = await read(
      event(1, 'a', simple(0.5)),
      event(
        2,
        'many',
        tensor(1, (writer) => writer.uint32(34).bytes(floats(1, 2))),
      ),
      event(
        3,
        'whole',
        tensor(3, (writer) => writer.uint32(34).bytes(floats(1))),
      ),
      event(4, 'picture', both(simple(1), plugin('images'))),
      event(5, 'none', plugin('scalars')),
    );
    assert.deepEqual(history, { _step: [1], a: [0.5] });
  });

  it('may be damaged or cut off: what is lost is said', async () => {
    const [one, two, three] = [1, 2, 3].map((step) => event(step, 'a', simple(step)));
    const bad = Buffer.from(two!);
    bad[bad.length - 6]! ^= 1;
    const damaged = await read(one!, bad, three!);
    assert.deepEqual(damaged.history, { _step: [1, 3], a: [1, 3] });
    assert.equal(damaged.notices[0], 'run/events.out.tfevents.1: 1 damaged records are lost');
    for (const rest of [two!.subarray(0, 11), two!.subarray(0, two!.length - 1)]) {
      const cut = await read(one!, rest);
      assert.deepEqual(cut.history, { _step: [1], a: [1] });
      assert.equal(cut.notices[0], 'run/events.out.tfevents.1: the last record is cut off');
    }
    const lost = Buffer.from(two!);
    lost[0]! ^= 1;
    const after = await read(one!, lost, three!);
    assert.deepEqual(after.history, { _step: [1], a: [1] });
    assert.equal(
      after.notices[0],
      `run/events.out.tfevents.1: the record at byte ${one!.length} is damaged: what follows is lost`,
    );
    const whole = await read(one!, two!);
    assert.equal(whole.notices[0], '1 event files');
  });
});
