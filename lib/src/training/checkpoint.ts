import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingHistory } from './history';
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
}

export interface Checkpoint {
  readonly state: TrainingState;
  /** Weights and optimizer slots by name. */
  readonly current: ReadonlyMap<string, Float32Array>;
  /** Weights of the best epoch by name; empty before the first. */
  readonly best: ReadonlyMap<string, Float32Array>;
}

const FORMAT = 'unetlab-checkpoint-1';
const FILE = /^epoch-(\d{5})\.safetensors$/;

/**
 * The checkpoints of one training in one folder: `epoch-00012.safetensors` and so on, the newest `keep` of them.
 *
 * `identity` says what is trained (model, loss, configuration, data): a checkpoint of anything else is refused.
 */
export class CheckpointFolder {
  constructor(
    private readonly folder: string,
    private readonly identity: string,
    private readonly keep = 2,
  ) {}

  /** Writes one and drops the oldest. */
  save({ state, current, best }: Checkpoint): string {
    mkdirSync(this.folder, { recursive: true });
    const path = join(this.folder, `epoch-${String(state.epoch).padStart(5, '0')}.safetensors`);
    const entry = (values: Float32Array): { shape: number[]; values: Float32Array } => ({
      shape: [values.length],
      values,
    });
    writeSafetensors(path, {
      metadata: { format: FORMAT, identity: this.identity, state: JSON.stringify(encodeNonFinite(state)) },
      arrays: new Map([
        ...Array.from(current, ([name, values]) => [`current/${name}`, entry(values)] as const),
        ...Array.from(best, ([name, values]) => [`best/${name}`, entry(values)] as const),
      ]),
    });
    for (const old of this.files().slice(this.keep)) rmSync(old, { force: true });
    return path;
  }

  /**
   * The newest checkpoint that is whole and belongs to this training, or null.
   *
   * @param onNotice receives one line for each one that is refused, with the reason
   */
  load(onNotice: (line: string) => void): Checkpoint | null {
    for (const path of this.files()) {
      try {
        return this.read(path);
      } catch (error) {
        onNotice(`checkpoint ${path} is not used: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return null;
  }

  private read(path: string): Checkpoint {
    const { metadata, arrays } = readSafetensors(path);
    if (metadata.format !== FORMAT)
      throw new Error(`its format is ${metadata.format ?? 'unknown'}, not ${FORMAT}`);
    if (metadata.identity !== this.identity)
      throw new Error('it belongs to another training (other model, loss, configuration or data)');
    const part = (prefix: string): Map<string, Float32Array> =>
      new Map(
        Array.from(arrays)
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, { values }]) => [name.slice(prefix.length), values]),
      );
    const state = decodeNonFinite(JSON.parse(metadata.state ?? 'null')) as TrainingState;
    return { state, current: part('current/'), best: part('best/') };
  }

  /** Newest first. */
  private files(): string[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((name) => FILE.test(name))
      .sort()
      .reverse()
      .map((name) => join(this.folder, name));
  }
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
