import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeWhole } from '../files';
import type { TrainingHistory } from './history';
import { shortIdentity, type TrainingIdentity } from './identity';
import type { ScoreWatch } from './learning-rate';
import { readSafetensors, writeSafetensors } from './safetensors';

/** Where a training stands between two epochs: everything that the next one needs, beside the arrays. */
export interface TrainingState {
  /** Finished epochs. */
  readonly epoch: number;
  /** Updates of the weights so far. */
  readonly update: number;
  /** Batches fed so far. */
  readonly batch: number;
  readonly watch: ScoreWatch;
  readonly history: TrainingHistory;
  /** Seconds of training so far. */
  readonly seconds: number;
  /** Of these, seconds that a step waited for its batch; absent in a checkpoint of an older version. */
  readonly waiting?: number;
}

export interface Checkpoint {
  readonly state: TrainingState;
  /** Weights and optimizer slots by name. */
  readonly current: ReadonlyMap<string, Float32Array>;
  /** Weights of the best epoch by name; empty before the first. */
  readonly best: ReadonlyMap<string, Float32Array>;
}

const FORMAT = 'unetlab-checkpoint-2';
/** Its identity knew names and sizes of the images, not their pixels. */
const EARLIER_FORMAT = 'unetlab-checkpoint-1';
const FILE = /^epoch-(\d{5})\.safetensors$/;
const OWN_FOLDER = /^[0-9a-f]{12}$/;
const DESCRIPTION = 'training.json';

/**
 * The checkpoints of one training: `<folder>/<short identity>/epoch-00012.safetensors` and so on, the newest `keep` of
 * them. Trainings that share a folder never read, overwrite or delete each other's, but for one case: a training goes on
 * from a shorter or longer one that is the same up to its epochs.
 */
export class CheckpointFolder {
  /** Where this training's checkpoints are. */
  readonly own: string;

  constructor(
    private readonly folder: string,
    private readonly identity: TrainingIdentity,
    private readonly keep = 2,
  ) {
    this.own = join(folder, shortIdentity(identity));
  }

  /** Writes one and drops the oldest. */
  save({ state, current, best }: Checkpoint): string {
    const description = join(this.own, DESCRIPTION);
    if (!existsSync(description)) writeWhole(description, `${JSON.stringify(this.identity, null, 2)}\n`);
    const path = join(this.own, `epoch-${String(state.epoch).padStart(5, '0')}.safetensors`);
    const entry = (values: Float32Array): { shape: number[]; values: Float32Array } => ({
      shape: [values.length],
      values,
    });
    writeSafetensors(path, {
      metadata: {
        format: FORMAT,
        identity: this.identity.hash,
        state: JSON.stringify(encodeNonFinite(state)),
      },
      arrays: new Map([
        ...Array.from(current, ([name, values]) => [`current/${name}`, entry(values)] as const),
        ...Array.from(best, ([name, values]) => [`best/${name}`, entry(values)] as const),
      ]),
    });
    for (const old of checkpointFiles(this.own).slice(this.keep)) rmSync(old.path, { force: true });
    return path;
  }

  /**
   * The newest checkpoint that is whole and belongs to this training, of at most `epochs` epochs, or null.
   *
   * @param onNotice receives one line for each one that is refused, with the reason, and one where a training starts anew
   *   in a folder that holds others
   */
  load(onNotice: (line: string) => void, epochs = Infinity): Checkpoint | null {
    const own = firstWhole(checkpointFiles(this.own, epochs), this.identity.hash, onNotice);
    if (own) return own;
    const others = this.others();
    const relatives = others
      .filter(({ identity }) => identity?.family === this.identity.family)
      .flatMap(({ path, identity }) =>
        checkpointFiles(path, epochs).map((file) => ({ ...file, hash: identity!.hash })),
      )
      .sort((a, b) => b.epoch - a.epoch);
    for (const relative of relatives) {
      const found = firstWhole([relative], relative.hash, onNotice);
      if (!found) continue;
      onNotice(
        `goes on from epoch ${relative.epoch} of the same training with other epochs, ${relative.path.slice(dirname(this.folder).length + 1)}`,
      );
      return found;
    }
    this.sayWhyAnew(others, onNotice);
    return null;
  }

  private others(): { path: string; identity: TrainingIdentity | null }[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((name) => OWN_FOLDER.test(name) && join(this.folder, name) !== this.own)
      .map((name) => join(this.folder, name))
      .filter((path) => checkpointFiles(path).length > 0)
      .map((path) => ({ path, identity: readIdentity(join(path, DESCRIPTION)) }));
  }

  private sayWhyAnew(
    others: readonly { path: string; identity: TrainingIdentity | null }[],
    onNotice: (line: string) => void,
  ): void {
    const [earlier] = checkpointFiles(this.folder);
    if (earlier)
      onNotice(
        `checkpoints in ${this.folder} are of an earlier format (${formatOf(earlier.path)}) that did not know the images it was trained on; ` +
          `they are kept, not used, and this training starts anew`,
      );
    const differences = others
      .flatMap(({ path, identity }) =>
        identity ? [{ path, names: differingParts(identity, this.identity) }] : [],
      )
      .sort((a, b) => a.names.length - b.names.length);
    const [nearest] = differences;
    if (nearest)
      onNotice(
        `this training starts anew: the nearest of ${others.length} in ${this.folder} has other ${listed(nearest.names)} (${nearest.path}, kept)`,
      );
  }
}

/** Checkpoints directly in a folder, newest first. */
function checkpointFiles(folder: string, epochs = Infinity): { path: string; epoch: number }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const found = FILE.exec(name);
      return found ? [{ path: join(folder, name), epoch: Number(found[1]) }] : [];
    })
    .filter(({ epoch }) => epoch <= epochs)
    .sort((a, b) => b.epoch - a.epoch);
}

function firstWhole(
  files: readonly { path: string }[],
  identity: string,
  onNotice: (line: string) => void,
): Checkpoint | null {
  for (const { path } of files) {
    try {
      return readCheckpoint(path, identity);
    } catch (error) {
      onNotice(`checkpoint ${path} is not used: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return null;
}

function readCheckpoint(path: string, identity: string): Checkpoint {
  const { metadata, arrays } = readSafetensors(path);
  if (metadata.format !== FORMAT)
    throw new Error(`its format is ${metadata.format ?? 'unknown'}, not ${FORMAT}`);
  if (metadata.identity !== identity) throw new Error('it belongs to another training than its folder says');
  const part = (prefix: string): Map<string, Float32Array> =>
    new Map(
      Array.from(arrays)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, { values }]) => [name.slice(prefix.length), values]),
    );
  const state = decodeNonFinite(JSON.parse(metadata.state ?? 'null')) as TrainingState;
  return { state, current: part('current/'), best: part('best/') };
}

function formatOf(path: string): string {
  try {
    return readSafetensors(path).metadata.format ?? EARLIER_FORMAT;
  } catch {
    return EARLIER_FORMAT;
  }
}

function readIdentity(path: string): TrainingIdentity | null {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<TrainingIdentity> | null;
    return typeof value?.hash === 'string' && typeof value.family === 'string' && value.parts
      ? (value as TrainingIdentity)
      : null;
  } catch {
    return null; // damaged or missing: that training cannot be told apart in words, and is left alone
  }
}

function differingParts(one: TrainingIdentity, other: TrainingIdentity): string[] {
  const names = new Set([...Object.keys(one.parts), ...Object.keys(other.parts)]);
  return [...names].filter((name) => one.parts[name] !== other.parts[name]);
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4);
  return names.length > 4
    ? `${shown.join(', ')} and ${names.length - 4} more`
    : shown.length < 2
      ? shown.join('')
      : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}`;
}

/** JSON has no NaN and no infinities; as strings they come back exact. */
function encodeNonFinite(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return `#${value}`;
  if (Array.isArray(value)) return value.map(encodeNonFinite);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeNonFinite(item)]));
  return value;
}

function decodeNonFinite(value: unknown): unknown {
  if (typeof value === 'string' && /^#(NaN|-?Infinity)$/.test(value)) return Number(value.slice(1));
  if (Array.isArray(value)) return value.map(decodeNonFinite);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decodeNonFinite(item)]));
  return value;
}
