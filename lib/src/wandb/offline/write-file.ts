import { appendFileSync, writeFileSync } from 'node:fs';
import { Writer } from 'protobufjs/minimal';
import { blockSize, chunkHeaderSize, ChunkType, fileHeader } from './chunks';
import { crc32 } from './crc32';
import { field, type Item, type RunHeader } from './records';

/**
 * Writes a `.wandb` file that W&B's own tools read and `wandb sync` uploads. Each record is on disk when its method
 * returns, so a killed training loses nothing but the exit record.
 */
export class WandbFileWriter {
  private at = fileHeader.length;
  private records = 0;

  /** Creates the file, or empties it. */
  constructor(private readonly path: string) {
    writeFileSync(path, fileHeader);
    this.add(
      field.record.header,
      Writer.create()
        .uint32(tag(1, 2))
        .bytes(
          message((w) => {
            text(w, 2, '0.13.0');
          }),
        ),
    );
  }

  run(run: RunHeader): void {
    const body = Writer.create();
    text(body, field.run.id, run.id);
    text(body, field.run.entity, run.entity);
    text(body, field.run.project, run.project);
    const config = message((w) => {
      for (const item of run.config) nested(w, field.change.update, itemBytes(item));
    });
    nested(body, field.run.config, config);
    text(body, field.run.displayName, run.name);
    for (const one of run.tags) text(body, field.run.tags, one);
    text(body, field.run.sweep, run.sweep);
    if (run.started !== null) {
      const seconds = Math.floor(run.started / 1000);
      const nanos = Math.round((run.started - seconds * 1000) * 1e6);
      nested(
        body,
        field.run.startTime,
        message((w) => w.uint32(tag(1, 0)).int64(seconds).uint32(tag(2, 0)).int32(nanos)),
      );
    }
    this.add(field.record.run, body);
  }

  history(items: readonly Item[], step: number): void {
    const body = Writer.create();
    for (const item of items) nested(body, field.history.item, itemBytes(item));
    nested(
      body,
      field.history.step,
      message((w) => w.uint32(tag(1, 0)).int64(step)),
    );
    this.add(field.record.history, body);
  }

  summary(items: readonly Item[]): void {
    const body = Writer.create();
    for (const item of items) nested(body, field.change.update, itemBytes(item));
    this.add(field.record.summary, body);
  }

  /** Names files of the run's folder that are to be uploaded with it. */
  files(paths: readonly string[]): void {
    const body = Writer.create();
    for (const path of paths)
      nested(
        body,
        1,
        message((w) => {
          text(w, 1, path);
        }),
      );
    this.add(field.record.files, body);
  }

  exit(code: number): void {
    this.add(field.record.exit, Writer.create().uint32(tag(field.exit.code, 0)).int32(code));
  }

  private add(number: number, body: Writer): void {
    this.records += 1;
    const record = Writer.create().uint32(tag(1, 0)).int64(this.records);
    nested(record, number, body.finish());
    appendFileSync(this.path, this.chunks(record.finish()));
  }

  /** A record as one chunk or several, with the padding that a block's end needs. */
  private chunks(data: Uint8Array): Buffer {
    const out: Uint8Array[] = [];
    let from = 0;
    do {
      const room = blockSize - (this.at % blockSize);
      if (room < chunkHeaderSize) {
        out.push(new Uint8Array(room));
        this.at += room;
        continue;
      }
      const to = Math.min(data.length, from + room - chunkHeaderSize);
      const whole = from === 0 && to === data.length;
      const type = whole
        ? ChunkType.full
        : from === 0
          ? ChunkType.first
          : to === data.length
            ? ChunkType.last
            : ChunkType.middle;
      const chunk = Buffer.alloc(chunkHeaderSize + to - from);
      chunk[6] = type;
      chunk.set(data.subarray(from, to), chunkHeaderSize);
      chunk.writeUInt32LE(crc32(chunk, 6), 0);
      chunk.writeUInt16LE(to - from, 4);
      out.push(chunk);
      this.at += chunk.length;
      from = to;
    } while (from < data.length);
    return Buffer.concat(out);
  }
}

/** Key and wire type, as protobuf puts them before a field. */
function tag(number: number, wireType: number): number {
  return (number << 3) | wireType;
}

function message(write: (writer: Writer) => unknown): Uint8Array {
  const writer = Writer.create();
  write(writer);
  return writer.finish();
}

function nested(writer: Writer, number: number, bytes: Uint8Array): void {
  writer.uint32(tag(number, 2)).bytes(bytes);
}

/** Empty texts are left out, as protobuf does. */
function text(writer: Writer, number: number, value: string): void {
  if (value !== '') writer.uint32(tag(number, 2)).string(value);
}

function itemBytes({ key, json }: Item): Uint8Array {
  return message((writer) => {
    for (const part of key.split('.')) writer.uint32(tag(field.item.nestedKey, 2)).string(part);
    writer.uint32(tag(field.item.valueJson, 2)).string(json);
  });
}
