import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runRecordFromJson, type RunRecord } from 'unetlab/types';

/** The published runs of `data/published`; they are part of the collection, so nothing is skipped. */
export const noRealData = false;

/** The 15-configuration search; the run whose history was overwritten has none. */
export const searchRuns = (): Promise<readonly RunRecord[]> => Promise.resolve(runsOf('search-2025-10-10'));

/** The 36-experiment grid. */
export const gridRuns = (): Promise<readonly RunRecord[]> => Promise.resolve(runsOf('grid-2025-09-26'));

/** The export of the W&B sweep. */
export const sweepRuns = (): Promise<readonly RunRecord[]> => Promise.resolve(runsOf('wandb-sweep-1jpj8b17'));

/** The collection's own search and grid, without the seed, which is no setting. */
export const ownSearch = (): Promise<RunRecord[]> =>
  Promise.resolve(runsOf('search-15', 'sweeps').map(unseeded));
export const ownGrid = (): Promise<RunRecord[]> => Promise.resolve(runsOf('grid-36', 'sweeps').map(unseeded));

function unseeded(record: RunRecord): RunRecord {
  const { seed: _, loss_weights: __, ...config } = record.config;
  return { ...record, config };
}

function runsOf(name: string, folder = 'published'): RunRecord[] {
  const text = readFileSync(join(process.cwd(), 'data', folder, `${name}.jsonl`), 'utf8');
  return text.trimEnd().split('\n').map(runRecordFromJson);
}
