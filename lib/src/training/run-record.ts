import { randomUUID } from 'node:crypto';

import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { describeBackend } from '../backend';
import { writeWhole } from '../files';
import { runRecordToJson, type ConfigValue, type RunRecord, type RunState } from '../types';
import type { TrainableModel, TrainingLoss } from './contract';
import type { StopReason } from './task';
import type { TrainingResult } from './train';
import { libraryVersion } from './library-version';

/** A finished training and what it was of. */
export interface RecordedTraining {
  readonly name: string;
  readonly model: TrainableModel;
  readonly loss: TrainingLoss;
  readonly result: TrainingResult;
  /** More of the configuration: image size, data set, augmentation. */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  /** More results, for example scores on held-out slides. */
  readonly summary?: Readonly<Record<string, ConfigValue>>;
  readonly tags?: readonly string[];
  /** More to say beside what the training noticed, one sentence each. */
  readonly notices?: readonly string[];
  readonly sweep?: string;
  /** Start of the training; default now. */
  readonly created?: Date;
  /** Default a random UUID's first eight characters. */
  readonly id?: string;
}

const states: Readonly<Record<StopReason, RunState>> = {
  epochs: 'finished',
  'early stopping': 'finished',
  pruned: 'pruned',
  interrupted: 'killed',
  'loss not finite': 'failed',
};

/**
 * The run as the analysis knows it, whatever its source. Names of hyperparameters and metrics are W&B's usual
 * snake case, those of the reference documents where they have one.
 */
export function runRecord(training: RecordedTraining): RunRecord {
  const { name, model, loss, result, created = new Date(), id = randomUUID().slice(0, 8) } = training;
  const { config, history } = result;
  const last = (column: readonly number[]): number => column.at(-1) ?? NaN;
  const gap = last(history.valLoss) - last(history.loss);
  const scored = history.valScored.at(-1);
  return {
    id,
    name,
    source: 'local',
    state: states[result.stopped],
    sweep: training.sweep ?? null,
    url: null,
    created: created.toISOString(),
    tags: training.tags ?? [],
    config: {
      architecture: model.name,
      ...flatten(model.config, ['seed', 'channels', 'headBias']),
      head_bias: model.headStart ?? null,
      loss: loss.name,
      loss_weights: [...loss.weights],
      ...lossOptions(loss),
      epochs: config.epochs,
      batch_size: config.batchSize,
      accumulate: config.accumulate,
      learning_rate: config.learningRate,
      clip_norm: config.clipNorm,
      l2_reg: config.l2,
      weight_decay: config.weightDecay,
      schedule: config.schedule.kind,
      precision: config.precision,
      seed: config.seed,
      ...training.config,
    },
    summary: {
      best_val_jaccard: largest(history.valJaccard),
      best_val_jaccard_soft: largest(history.valJaccardSoft),
      best_val_dice: largest(history.valDice),
      best_val_loss: -largest(history.valLoss.map((loss) => -loss)),
      best_epoch: result.bestEpoch,
      final_val_jaccard: last(history.valJaccard),
      final_val_jaccard_soft: last(history.valJaccardSoft),
      final_val_dice: last(history.valDice),
      final_val_loss: last(history.valLoss),
      val_images_scored: scored ?? NaN,
      val_false_positive_pixels: last(history.valFalsePositivePixels),
      val_loss_std: deviation(history.valLoss),
      overfitting_gap: gap,
      epochs_run: history.epoch.length,
      stopped: result.stopped,
      seconds: result.seconds,
      seconds_per_epoch: result.seconds / Math.max(1, history.epoch.length),
      waiting_for_batches: result.waiting,
      parameters: model.parameters.count,
      peak_memory_mb: process.resourceUsage().maxRSS / 1024,
      machine: `${cpus()[0]?.model.trim() ?? 'unknown'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
      ...training.summary,
    },
    about: versions(),
    history: snakeCase(history),
    notices: [
      ...result.notices,
      ...(training.notices ?? []),
      ...(result.detail === null ? [] : [result.detail]),
    ],
  };
}

/** Writes a record to `folder/<id>.json`, whole or not at all, and returns the path. NaN is kept as the text "NaN". */
export function saveRunRecord(folder: string, record: RunRecord): string {
  const path = join(folder, `${record.id}.json`);
  writeWhole(path, runRecordToJson(record));
  return path;
}

/** Of what computed: this library, Node, and the tensor library by the name of what it runs on. */
function versions(): Record<string, ConfigValue> {
  const { kind, version } = describeBackend({ measure: false });
  return { unetlab: libraryVersion, node: process.versions.node, backend: kind, tensorflow: version };
}

function flatten(config: object, without: readonly string[]): Record<string, ConfigValue> {
  const entries = Object.entries(config as Record<string, ConfigValue>).filter(
    ([key]) => !without.includes(key),
  );
  return Object.fromEntries(entries.map(([key, value]) => [toSnake(key), value]));
}

function snakeCase(history: Readonly<Record<string, readonly number[]>>): Record<string, readonly number[]> {
  return Object.fromEntries(Object.entries(history).map(([key, values]) => [toSnake(key), values]));
}

function toSnake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Options of the loss's terms, as `loss_dice_smooth`. */
function lossOptions({ terms }: TrainingLoss): Record<string, ConfigValue> {
  return Object.fromEntries(
    terms.flatMap(({ name, options }) =>
      Object.entries(options).map(([key, value]) => [
        `loss_${name.replaceAll('-', '_')}_${toSnake(key)}`,
        value,
      ]),
    ),
  );
}

/** The largest number; NaN where there is none. */
function largest(values: readonly number[]): number {
  const numbers = values.filter((value) => !Number.isNaN(value));
  return numbers.length === 0 ? NaN : Math.max(...numbers);
}

/** Sample standard deviation: the reference documents' measure of (in)stability. NaN for fewer than two values. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return NaN;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
