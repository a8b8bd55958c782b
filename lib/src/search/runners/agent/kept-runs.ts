import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../../files';

export type RunValues = Readonly<Record<string, unknown>>;

/** Runs that an agent has begun and not ended: those of one that was killed are gone on with by the next, as W&B hands out no crashed run again. */
export class KeptRuns {
  constructor(private readonly folder: string) {}

  keep(run: string, values: RunValues): void {
    writeWhole(this.path(run), JSON.stringify(values));
  }

  drop(run: string): void {
    rmSync(this.path(run), { force: true });
  }

  all(): { readonly run: string; readonly values: RunValues }[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({
        run: name.slice(0, -'.json'.length),
        values: JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as RunValues,
      }));
  }

  private path(run: string): string {
    return join(this.folder, `${run}.json`);
  }
}
