import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ConfigValue, RunRecord, RunState } from '../../types';
import { HistoryColumns, type Json, parseExactJson, readNumber, toConfigValues } from '../../values';
import { regroupMedia } from '../values/media-items';
import { readChunks } from './chunks';
import { decodeRecord, type Item, type LogRecord, type RunHeader } from './records';

/**
 * Reads one offline run file (`run-<id>.wandb`). Damage never throws: what can be read is read, and the record's
 * notices say what was lost. Throws only where the file itself cannot be opened.
 */
export async function readWandbFile(path: string): Promise<RunRecord> {
  return parseWandbFile(await readFile(path), { path });
}

/**
 * The same for bytes in memory.
 *
 * @param options.path where the bytes came from: gives the id where the file has no run record
 */
export function parseWandbFile(bytes: Uint8Array, { path }: { path: string }): RunRecord {
  const { records, notices } = readChunks(bytes);
  const run = new FileRun();
  let undecodable = 0;
  for (const bytesOfRecord of records) {
    try {
      run.add(decodeRecord(bytesOfRecord));
    } catch {
      undecodable += 1; // the checksum held but the message is not one: a writer's bug, not a flipped bit
    }
  }
  const more = undecodable > 0 ? [`${undecodable} records of the .wandb file could not be decoded`] : [];
  return run.finish(idOf(path), [...notices, ...more]);
}

/** What the records of one file add up to. */
class FileRun {
  private header: RunHeader | undefined;
  // values stay text until the end: a summary is written again after every step, and only the last one counts
  private readonly config = new Map<string, string>();
  private readonly summary = new Map<string, string>();
  private readonly rows = new HistoryColumns();
  private exitCode: number | undefined;
  private records = 0;
  private summaryRecords = 0;
  private unreadable = 0;

  add(record: LogRecord): void {
    this.records += 1;
    switch (record.kind) {
      case 'history':
        this.addHistory(record.items, record.step);
        break;
      case 'config':
        apply(this.config, record.update, record.remove);
        break;
      case 'summary':
        this.summaryRecords += 1;
        apply(this.summary, record.update, record.remove);
        break;
      case 'run':
        this.header = record.run;
        apply(this.config, record.run.config, []);
        apply(this.summary, record.run.summary, []);
        break;
      case 'exit':
        this.exitCode = record.code;
        break;
      case 'other':
        break;
    }
  }

  finish(fallbackId: string, fileNotices: readonly string[]): RunRecord {
    const notices = [...fileNotices];
    const { header } = this;
    const empty = header === undefined && this.records === 0;
    if (header === undefined && !empty) {
      notices.push('the .wandb file has no run record: id taken from the file name');
    }
    if (this.exitCode === undefined && !empty) {
      notices.push('no exit record: the run was killed, or is still running');
    }
    const config = toConfigValues(Object.fromEntries(this.parseAll(this.config).filter(isOwnConfig)));
    let summary = toConfigValues(Object.fromEntries(regroupMedia(this.parseAll(this.summary))));
    if (this.unreadable > 0) notices.push(`${this.unreadable} values were not JSON and are left out`);
    const { history, notices: historyNotices } = this.rows.finish();
    notices.push(...historyNotices);
    if (this.summaryRecords === 0 && this.rows.length > 0) {
      summary = lastValues(history);
      notices.push('no summary record: the summary holds the last value of each history key');
    }
    const id = filled(header?.id) ?? fallbackId;
    return {
      id,
      name: filled(header?.name) ?? id,
      source: 'wandb-file',
      state: stateOf(this.exitCode),
      sweep: filled(header?.sweep) ?? null,
      url: null,
      created: header?.started == null ? null : new Date(header.started).toISOString(),
      tags: header?.tags ?? [],
      config,
      summary,
      history: this.rows.length > 0 ? history : null,
      notices,
    };
  }

  private addHistory(items: readonly Item[], step: number | undefined): void {
    const stepItem = items.find((item) => item.key === '_step');
    const stepNumber = stepItem ? Number(stepItem.json) : step;
    const row = this.rows.row(stepNumber);
    if (!stepItem && step !== undefined) this.rows.setNumber(row, '_step', step);
    const others: [string, Json][] = [];
    const hasMedia = items.some((item) => item.key.endsWith('._type'));
    for (const { key, json } of items) {
      const number = hasMedia ? undefined : quickNumber(json);
      if (number !== undefined) this.rows.setNumber(row, key, number);
      else {
        const value = this.parse(json);
        if (value !== undefined) others.push([key, value]);
      }
    }
    for (const [key, value] of hasMedia ? regroupMedia(others) : others) this.rows.set(row, key, value);
  }

  private parseAll(values: ReadonlyMap<string, string>): [string, Json][] {
    return [...values].flatMap(([key, json]) => {
      const value = this.parse(json);
      return value === undefined ? [] : [[key, value] as [string, Json]];
    });
  }

  private parse(json: string): Json | undefined {
    try {
      return parseExactJson(json);
    } catch {
      this.unreadable += 1;
      return undefined;
    }
  }
}

/** Most values of a history are plain numbers: `Number` is five times as fast as `JSON.parse` for them. */
function quickNumber(json: string): number | undefined {
  const first = json.charCodeAt(0);
  const digit = (first >= 48 && first <= 57) || first === 45;
  if (!digit) return readNumber(json);
  const value = Number(json);
  return Number.isNaN(value) ? undefined : value;
}

/** Protobuf has no missing texts, only empty ones. */
function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** Whether a config entry is the user's, not the client's (`_wandb`, `wandb_version`). */
function isOwnConfig([key]: readonly [string, Json]): boolean {
  return !/^_wandb(\.|$)|^wandb_version$/.test(key);
}

function apply(values: Map<string, string>, update: readonly Item[], remove: readonly string[]): void {
  for (const { key, json } of update) values.set(key, json);
  for (const key of remove) values.delete(key);
}

function lastValues(history: Readonly<Record<string, readonly number[]>>): Record<string, ConfigValue> {
  const summary: Record<string, ConfigValue> = {};
  for (const [key, column] of Object.entries(history)) {
    for (let i = column.length - 1; i >= 0; i--) {
      if (Number.isNaN(column[i]!)) continue;
      summary[key] = column[i]!;
      break;
    }
  }
  return summary;
}

function stateOf(exitCode: number | undefined): RunState {
  if (exitCode === undefined) return 'unknown';
  return exitCode === 0 ? 'finished' : 'failed';
}

function idOf(path: string): string {
  return basename(path)
    .replace(/\.wandb$/, '')
    .replace(/^run-/, '');
}
