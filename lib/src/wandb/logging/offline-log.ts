import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WandbFileWriter } from '../offline/write-file';
import type { Item } from '../offline/records';
import { surroundings } from '../server/surroundings';
import type { Json } from '../../values';
import { imageFile } from './image-file';
import { spelled, type LoggedImage, type RunDescription } from './run-description';

/** A run that is logged into a folder, for `wandb sync` to upload later. */
export interface OfflineLog {
  /** The run's folder. */
  readonly folder: string;
  /** Rows on disk. */
  readonly rows: number;
  addRow(values: Readonly<Record<string, Json>>, images: readonly LoggedImage[]): void;
  finish(summary: Readonly<Record<string, Json>>, exitCode: number): void;
}

/** Starts an offline run in a folder of its own below `folder`. The folder is made with the first row. */
export function startOfflineLog(run: RunDescription, folder: string, now = surroundings().now): OfflineLog {
  const started = now();
  const own = join(folder, `offline-run-${stamp(new Date(started))}-${run.id}`);
  let writer: WandbFileWriter | null = null;
  let rows = 0;
  let last: Record<string, Json> = {};

  function open(): WandbFileWriter {
    if (writer !== null) return writer;
    mkdirSync(join(own, 'files'), { recursive: true });
    const opened = new WandbFileWriter(join(own, `run-${run.id}.wandb`));
    opened.run({
      id: run.id,
      entity: run.entity ?? '',
      project: run.project,
      name: run.name,
      sweep: run.sweep ?? '',
      tags: run.tags,
      config: items(
        Object.fromEntries(Object.entries(run.config).map(([key, value]) => [key, spelled(value)])),
      ),
      summary: [],
      started,
    });
    writer = opened;
    return opened;
  }

  return {
    folder: own,
    get rows() {
      return rows;
    },
    addRow(values, images) {
      const file = open();
      const row: Record<string, Json> = { ...values };
      for (const image of images.map((one) => imageFile(one, rows))) {
        const path = join(own, 'files', image.path);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, image.bytes);
        file.files([image.path]);
        row[image.key] = image.reference;
      }
      const time = now();
      last = { ...row, _step: rows, _runtime: (time - started) / 1000, _timestamp: time / 1000 };
      file.history(items(last), rows);
      rows += 1;
    },
    finish(summary, exitCode) {
      const file = open();
      file.summary(items({ ...last, ...summary }));
      file.exit(exitCode);
    },
  };
}

function items(values: Readonly<Record<string, Json>>): Item[] {
  return Object.entries(values).map(([key, value]) => ({ key, json: JSON.stringify(value) }));
}

/** `20250822_174358`, in local time as W&B's own folders. */
function stamp(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}_${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
