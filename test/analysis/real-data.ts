import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from 'unetlab/types';
import { readRuns } from 'unetlab/runs';

const folder = join(process.cwd(), '../shared/data');

/** False, or one line why the tests on real data are skipped. */
export const noRealData = existsSync(folder) ? false : `real data not found at ${folder}`;

/** The 15-configuration search; the run whose history was overwritten has none. */
export async function searchRuns(): Promise<readonly RunRecord[]> {
  return (await readRuns(join(folder, 'search-2025-10-10'))).records;
}

/** The 36-experiment grid. */
export async function gridRuns(): Promise<readonly RunRecord[]> {
  return (await readRuns(join(folder, 'grid-2025-09-26'))).records;
}

/** The export of the W&B sweep. */
export async function sweepRuns(): Promise<readonly RunRecord[]> {
  return (await readRuns(join(folder, 'wandb-sweep-1jpj8b17/classic_unet_seg.csv'))).records;
}
