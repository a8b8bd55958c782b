import { Reader } from 'protobufjs/minimal';
import { readKey } from './key-cache';

/** One `key → JSON text` pair of a history, summary or config record; nested keys are dotted. */
export interface Item {
  readonly key: string;
  /** The value as JSON text; W&B also writes the bare tokens `NaN` and `Infinity`. */
  readonly json: string;
}

/** What the run record says. Empty strings where it says nothing. */
export interface RunHeader {
  readonly id: string;
  readonly entity: string;
  readonly project: string;
  readonly name: string;
  readonly sweep: string;
  readonly tags: readonly string[];
  readonly config: readonly Item[];
  readonly summary: readonly Item[];
  /** Start in milliseconds since 1970, or null. */
  readonly started: number | null;
}

/** The records of a `.wandb` file that say something about a run. All others are `other`. */
export type LogRecord =
  | { readonly kind: 'history'; readonly items: readonly Item[]; readonly step: number | undefined }
  | {
      readonly kind: 'summary' | 'config';
      readonly update: readonly Item[];
      readonly remove: readonly string[];
    }
  | { readonly kind: 'run'; readonly run: RunHeader }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'other' };

/**
 * Field numbers of `wandb_internal.proto`, as far as they are read here.
 * Source: https://github.com/wandb/wandb/blob/main/wandb/proto/wandb_internal.proto
 */
export const field = {
  record: { history: 2, summary: 3, config: 5, files: 6, run: 17, exit: 18, header: 21 },
  history: { item: 1, step: 2 },
  item: { key: 1, nestedKey: 2, none: 3, boolean: 4, integer: 5, number: 6, text: 7, json: 8, valueJson: 16 },
  change: { update: 1, remove: 2 },
  run: {
    id: 1,
    entity: 2,
    project: 3,
    config: 4,
    summary: 5,
    displayName: 8,
    tags: 10,
    sweep: 12,
    startTime: 17,
  },
  exit: { code: 1 },
} as const;

/** Decodes one record. Unknown records and fields are skipped; throws where the bytes are no protobuf message. */
export function decodeRecord(bytes: Uint8Array): LogRecord {
  const reader = Reader.create(bytes);
  let record: LogRecord = { kind: 'other' };
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case field.record.history:
        record = readHistory(reader, endOf(reader));
        break;
      case field.record.summary:
        record = { kind: 'summary', ...readChange(reader, endOf(reader)) };
        break;
      case field.record.config:
        record = { kind: 'config', ...readChange(reader, endOf(reader)) };
        break;
      case field.record.run:
        record = { kind: 'run', run: readRun(reader, endOf(reader)) };
        break;
      case field.record.exit:
        record = { kind: 'exit', code: readFirstInt(reader, endOf(reader)) };
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return record;
}

function readHistory(reader: Reader, end: number): LogRecord {
  const items: Item[] = [];
  let step: number | undefined;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag >>> 3 === field.history.item) items.push(readItem(reader, endOf(reader)));
    else if (tag >>> 3 === field.history.step) step = readFirstInt(reader, endOf(reader));
    else reader.skipType(tag & 7);
  }
  return { kind: 'history', items, step };
}

function readChange(reader: Reader, end: number): { update: Item[]; remove: string[] } {
  const update: Item[] = [];
  const remove: string[] = [];
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag >>> 3 === field.change.update) update.push(readItem(reader, endOf(reader)));
    else if (tag >>> 3 === field.change.remove) remove.push(readItem(reader, endOf(reader)).key);
    else reader.skipType(tag & 7);
  }
  return { update, remove };
}

/** Old clients write `key`, new ones `nested_key`, newest ones typed values; the fields come in any order. */
function readItem(reader: Reader, end: number): Item {
  let key = '';
  let nested: string[] | undefined;
  let json = 'null';
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case field.item.key:
        key = readKey(reader);
        break;
      case field.item.nestedKey:
        (nested ??= []).push(readKey(reader));
        break;
      case field.item.valueJson:
      case field.item.json:
        json = reader.string();
        break;
      case field.item.none:
        reader.skipType(tag & 7);
        json = 'null';
        break;
      case field.item.boolean:
        json = String(reader.bool());
        break;
      case field.item.integer:
        json = digits(reader.sint64());
        break;
      case field.item.number:
        json = String(reader.double());
        break;
      case field.item.text:
        json = JSON.stringify(reader.string());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { key: nested === undefined ? key : nested.length === 1 ? nested[0]! : nested.join('.'), json };
}

function readRun(reader: Reader, end: number): RunHeader {
  const text = { id: '', entity: '', project: '', name: '', sweep: '' };
  const tags: string[] = [];
  let config: Item[] = [];
  let summary: Item[] = [];
  let started: number | null = null;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case field.run.id:
        text.id = reader.string();
        break;
      case field.run.entity:
        text.entity = reader.string();
        break;
      case field.run.project:
        text.project = reader.string();
        break;
      case field.run.displayName:
        text.name = reader.string();
        break;
      case field.run.sweep:
        text.sweep = reader.string();
        break;
      case field.run.tags:
        tags.push(reader.string());
        break;
      case field.run.config:
        config = readChange(reader, endOf(reader)).update;
        break;
      case field.run.summary:
        summary = readChange(reader, endOf(reader)).update;
        break;
      case field.run.startTime:
        started = readTimestamp(reader, endOf(reader));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { ...text, tags, config, summary, started };
}

/** A message whose first field is an integer; 0 where it is left out, as protobuf does for zero. */
function readFirstInt(reader: Reader, end: number): number {
  let value = 0;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1 && (tag & 7) === 0) value = Number(digits(reader.int64()));
    else reader.skipType(tag & 7);
  }
  return value;
}

/** `google.protobuf.Timestamp` in milliseconds. */
function readTimestamp(reader: Reader, end: number): number {
  let seconds = 0;
  let nanos = 0;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) seconds = Number(digits(reader.int64()));
    else if (tag >>> 3 === 2) nanos = reader.int32();
    else reader.skipType(tag & 7);
  }
  return seconds * 1000 + nanos / 1e6;
}

/** protobufjs gives 64-bit integers as `Long` objects, or as numbers where that package is missing. */
function digits(value: unknown): string {
  return (value as { toString(radix: number): string }).toString(10);
}

function endOf(reader: Reader): number {
  return reader.uint32() + reader.pos;
}
