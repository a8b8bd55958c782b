import type { TrainingConfig } from './config';
import { arraysHash, dataHash, textHash } from './data-hash';
import type { TrainableModel, TrainingLoss } from './contract';
import type { TrainingTask } from './task';

/**
 * What a training is, so that a checkpoint is gone on from by no other: images, masks, pixels to ignore, loss with its
 * options, augmentation, network with its first weights, configuration. Preparation is in the pixels.
 */
export interface TrainingIdentity {
  /** SHA-256 over everything. */
  readonly hash: string;
  /**
   * The same without the number of epochs, where a longer training begins as a shorter one does; else equal to `hash`.
   */
  readonly family: string;
  /** Each part in a short text or hash, by a name for people: what differs between two trainings can be named. */
  readonly parts: Readonly<Record<string, string>>;
}

/** Under which name an identity has its folder: the first 12 of 64 hexadecimal digits. */
export function shortIdentity({ hash }: Pick<TrainingIdentity, 'hash'>): string {
  return hash.slice(0, 12);
}

/** The identity of a training whose model has its first weights now. */
export function identityOf(task: TrainingTask, config: TrainingConfig): TrainingIdentity {
  const { model, loss, split, augment } = task;
  const [train, validation] = [dataHash(split.train), dataHash(split.validation)];
  const { epochs, ...others } = config;
  const without: Record<string, string> = {
    'training images': train.images,
    'training masks': train.masks,
    'training pixels to ignore': train.ignored,
    'validation images': validation.images,
    'validation masks': validation.masks,
    'validation pixels to ignore': validation.ignored,
    loss: lossText(loss),
    augmentation: augmentText(augment),
    model: stable([model.name, model.config]),
    ...Object.fromEntries(Object.entries(others).map(([key, value]) => [key, stable(value)])),
  };
  const settings = textHash(stable(without));
  const parts = { ...without, 'first weights': firstWeights(model, settings), epochs: String(epochs) };
  const { epochs: _, ...family } = parts;
  const hash = textHash(stable(parts));
  // A cosine ends with the training, so its rates depend on the number of epochs from the first step on.
  return {
    hash,
    family: config.schedule.kind === 'constant' ? textHash(stable(family)) : hash,
    parts,
  };
}

/** Remembers which weights the trainer left a model with, so that the same call made again goes on with that training. */
export function rememberWeights(model: TrainableModel): void {
  const start = starts.get(model);
  if (start) starts.set(model, { ...start, left: arraysHash(model.parameters.values()) });
}

interface Start {
  readonly settings: string;
  readonly weights: string;
  /** The weights that the trainer left, or null while it trains. */
  readonly left: string | null;
}

const starts = new WeakMap<TrainableModel, Start>();

/**
 * The weights that this training began with. A model that the trainer left with these weights after a training with the
 * same settings is on its way, and began where that training did.
 */
function firstWeights(model: TrainableModel, settings: string): string {
  const now = arraysHash(model.parameters.values());
  const known = starts.get(model);
  const weights = known?.settings === settings && known.left === now ? known.weights : now;
  starts.set(model, { settings, weights, left: null });
  return weights;
}

function lossText({ name, terms, weights }: TrainingLoss): string {
  return stable({
    name,
    terms: terms.map((term, i) => ({ name: term.name, weight: weights[i], options: term.options })),
  });
}

/** The options of an `augmenter`; of another function its text, which does not tell what it closes over. */
function augmentText(augment: TrainingTask['augment']): string {
  if (!augment) return 'none';
  return augment.options ? stable(augment.options) : augment.toString();
}

/** JSON with sorted keys; numbers that JSON does not know as text. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'number' && !Number.isFinite(item)) return String(item);
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
