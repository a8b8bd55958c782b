import { Reader } from 'protobufjs/minimal';
import type { ConfigValue, RunState } from '../../types';
import { maskedCrc32c } from './crc32c';

/** A scalar of an event file. */
export interface Scalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
  /** Seconds since 1970. */
  readonly time: number;
}

/** What an event file holds that is of use here. */
export interface Events {
  readonly scalars: readonly Scalar[];
  /** Hyperparameters of the hparams plugin, or null. */
  readonly hparams: Readonly<Record<string, ConfigValue>> | null;
  /** How the session ended, where the hparams plugin says so. */
  readonly state: RunState | null;
  readonly notices: readonly string[];
}

/**
 * Reads a TensorBoard event file: records of length, checksum, protobuf `Event`, checksum (TensorFlow's `record_writer`
 * and `event.proto`). Scalars are `simple_value`s and tensors of one float or double. A cut tail is said and ends the
 * reading; a record whose checksum is wrong is left out and counted.
 */
export function readEvents(bytes: Uint8Array): Events {
  const found = {
    scalars: [] as Scalar[],
    hparams: null as Events['hparams'],
    state: null as RunState | null,
  };
  const notices: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let damaged = 0;
  while (at < bytes.length) {
    if (at + 12 > bytes.length) {
      notices.push('the last record is cut off');
      break;
    }
    const length = Number(view.getBigUint64(at, true));
    if (view.getUint32(at + 8, true) !== maskedCrc32c(bytes.subarray(at, at + 8))) {
      notices.push(`the record at byte ${at} is damaged: what follows is lost`);
      break;
    }
    if (at + 16 + length > bytes.length) {
      notices.push('the last record is cut off');
      break;
    }
    const data = bytes.subarray(at + 12, at + 12 + length);
    if (view.getUint32(at + 12 + length, true) === maskedCrc32c(data)) addEvent(data, found);
    else damaged += 1;
    at += 16 + length;
  }
  if (damaged > 0) notices.push(`${damaged} damaged records are lost`);
  return { ...found, notices };
}

interface Target {
  scalars: Scalar[];
  hparams: Events['hparams'];
  state: RunState | null;
}

function addEvent(data: Uint8Array, target: Target): void {
  let time = NaN;
  let step = 0;
  const summaries: Uint8Array[] = [];
  fields(data, {
    1: (reader) => (time = reader.double()),
    2: (reader) =>
      (step = Number((reader.int64() as unknown as { toString: (radix: number) => string }).toString(10))),
    5: (reader) => summaries.push(reader.bytes()),
  });
  for (const summary of summaries)
    fields(summary, {
      1: (reader) => {
        addValue(reader.bytes(), step, time, target);
      },
    });
}

function addValue(data: Uint8Array, step: number, time: number, target: Target): void {
  const found = { tag: '', plugin: '', values: [] as number[], contents: [] as Uint8Array[] };
  fields(data, {
    1: (reader) => (found.tag = reader.string()),
    2: (reader) => found.values.push(reader.float()),
    8: (reader) => found.values.push(...tensorScalar(reader.bytes())),
    9: (reader) => {
      fields(reader.bytes(), {
        1: (inner) => {
          fields(inner.bytes(), {
            1: (name) => (found.plugin = name.string()),
            2: (body) => found.contents.push(body.bytes()),
          });
        },
      });
    },
  });
  const { tag, plugin, values, contents } = found;
  if (plugin === 'hparams') for (const content of contents) addHparams(content, target);
  else if (values.length > 0 && (plugin === '' || plugin === 'scalars'))
    target.scalars.push({ tag, step, value: values[0]!, time });
}

/** `TensorProto` of one number: dtype 1 = float, 2 = double; bytes in `tensor_content` or a value of its own. */
function tensorScalar(data: Uint8Array): number[] {
  const found = { type: 0, values: [] as number[], contents: [] as Uint8Array[] };
  fields(data, {
    1: (reader) => (found.type = reader.int32()),
    4: (reader) => found.contents.push(reader.bytes()),
    5: (reader, wire) => found.values.push(...(wire === 2 ? numbersIn(reader.bytes(), 4) : [reader.float()])),
    6: (reader, wire) =>
      found.values.push(...(wire === 2 ? numbersIn(reader.bytes(), 8) : [reader.double()])),
  });
  const { type, values, contents } = found;
  if (type !== 1 && type !== 2) return [];
  const all = [...values, ...contents.flatMap((content) => numbersIn(content, type === 1 ? 4 : 8))];
  return all.length === 1 ? all : [];
}

function numbersIn(bytes: Uint8Array, size: 4 | 8): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    size === 4 ? view.getFloat32(i * size, true) : view.getFloat64(i * size, true),
  );
}

/** `HParamsPluginData`: 3 = session start with the hyperparameters, 4 = session end with the status. */
function addHparams(data: Uint8Array, target: Target): void {
  const config: [string, ConfigValue][] = [];
  fields(data, {
    3: (reader) => {
      fields(reader.bytes(), {
        1: (entry) => {
          let key = '';
          let value: ConfigValue = null;
          fields(entry.bytes(), {
            1: (inner) => (key = inner.string()),
            2: (inner) => (value = protoValue(inner.bytes())),
          });
          config.push([key, value]);
        },
      });
    },
    4: (reader) => {
      let status = 0;
      fields(reader.bytes(), { 1: (inner) => (status = inner.int32()) });
      target.state = ([null, 'finished', 'failed', 'running'] as const)[status] ?? target.state;
    },
  });
  if (config.length > 0) target.hparams = { ...target.hparams, ...Object.fromEntries(config) };
}

/** `google.protobuf.Value`. */
function protoValue(data: Uint8Array): ConfigValue {
  let value: ConfigValue = null;
  fields(data, {
    2: (reader) => (value = reader.double()),
    3: (reader) => (value = reader.string()),
    4: (reader) => (value = reader.bool()),
  });
  return value;
}

/** Walks over a message's fields; those that nobody asks for are skipped. */
function fields(
  data: Uint8Array,
  on: Readonly<Record<number, (reader: Reader, wire: number) => unknown>>,
): void {
  const reader = Reader.create(data);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const handler = on[tag >>> 3];
    if (handler === undefined) reader.skipType(tag & 7);
    else handler(reader, tag & 7);
  }
}
