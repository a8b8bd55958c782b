import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../files';
import { TrialFolder } from '../../recipes';
import { asFolderError } from './disk-problem';
import { runRecordFromJson, runRecordToJson, type RunRecord } from '../../types';
import { Lease, leaseState, type LeaseHolder } from './lease';
import { placeExclusively, readManifest, type SearchManifest } from './manifest';

/**
 * The records of a search, a file each, and who runs what. Any number of processes and machines may use one folder, also on
 * a network file system: a record appears whole or not at all, and the first one of a trial stands.
 */
export class SearchStore {
  private readonly known = new Map<string, { readonly stamp: string; readonly record: RunRecord | null }>();

  constructor(readonly folder: string) {}

  manifest(): SearchManifest {
    return readManifest(this.folder);
  }

  /** Sorted by id. A file that holds no record counts as none: its trial is run again. */
  records(): RunRecord[] {
    const names = this.names('records').filter((name) => /^[^.].*\.json$/.test(name));
    return names.sort().flatMap((name) => this.read(name.slice(0, -'.json'.length)) ?? []);
  }

  has(id: string): boolean {
    return this.read(id) !== null;
  }

  /**
   * Keeps a record. Of several of one trial the first stands.
   *
   * @returns whether it is this one
   * @throws one line where the folder cannot be written to; nothing that stands there is changed
   */
  write(record: RunRecord): boolean {
    const path = this.path(record.id);
    const folder = join(this.folder, 'records');
    const beside = join(folder, `.${record.id}.${randomUUID()}.part`);
    return this.guarded(() => {
      writeWhole(beside, `${runRecordToJson(record)}\n`, { sync: true });
      if (existsSync(path) && !this.has(record.id)) rmSync(path); // damaged
      return placeExclusively(beside, path);
    });
  }

  /** A trial's record; null where it has none. */
  record(id: string): RunRecord | null {
    return this.read(id);
  }

  /** Asks whoever runs the search to end it in order. */
  askToStop(): void {
    this.guarded(() => {
      writeWhole(this.stopPath, `${new Date().toISOString()}\n`);
    });
  }

  isStopAsked(): boolean {
    return existsSync(this.stopPath);
  }

  clearStop(): void {
    rmSync(this.stopPath, { force: true });
  }

  /** Puts a record aside, so that its trial is run again; kept as `set-aside/ID-1.json`. */
  setAside(id: string): void {
    const folder = join(this.folder, 'set-aside');
    this.guarded(() => {
      mkdirSync(folder, { recursive: true });
      let n = 1;
      while (existsSync(join(folder, `${id}-${n}.json`))) n += 1;
      renameSync(this.path(id), join(folder, `${id}-${n}.json`));
    });
  }

  /** The right to run a trial, or null where somebody does. */
  claim(id: string): Lease | null {
    return this.guarded(() => {
      mkdirSync(join(this.folder, 'leases'), { recursive: true });
      return Lease.take(join(this.folder, 'leases', id));
    });
  }

  /** Who holds a lease and lives; null where nobody does. */
  holder(id: string): LeaseHolder | null {
    const state = leaseState(join(this.folder, 'leases', id));
    return state?.isLive ? state.holder : null;
  }

  /** Ids of trials that somebody runs now. */
  running(): string[] {
    const ids = new Set(
      this.names('leases')
        .filter((name) => !name.startsWith('.') && !name.startsWith('coordinator'))
        .map((name) => name.replace(/\.process$/, '')),
    );
    return [...ids].filter((id) => this.holder(id) !== null || this.holder(`${id}.process`) !== null).sort();
  }

  /** Where a trial's checkpoints, network and held-out maps lie. */
  trialFolder(id: string): TrialFolder {
    return new TrialFolder(join(this.folder, 'trials', id));
  }

  private read(id: string): RunRecord | null {
    const path = this.path(id);
    const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
    if (stat === undefined) return null;
    const stamp = `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
    const known = this.known.get(id);
    if (known?.stamp === stamp) return known.record;
    let record: RunRecord | null = null;
    try {
      record = runRecordFromJson(readFileSync(path, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // put aside meanwhile
    }
    this.known.set(id, { stamp, record });
    return record;
  }

  private get stopPath(): string {
    return join(this.folder, 'leases', 'coordinator.stop');
  }

  private path(id: string): string {
    return join(this.folder, 'records', `${id}.json`);
  }

  private names(part: string): string[] {
    const folder = join(this.folder, part);
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  private guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw asFolderError(this.folder, error) ?? error;
    }
  }
}
