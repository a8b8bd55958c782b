import { parse as parseYaml } from 'yaml';
import type { Recipe } from '../../../recipes';
import { gridOf } from '../../space/grid';
import { plannedTrials } from '../../space/planned-trials';
import { readSpace } from '../../space/read-space';
import type { SearchSpace } from '../../space/search-space';
import type { SearchTrial } from '../../trial/search-trial';

/** A W&B sweep, read as a search, and how a run of it becomes a trial. */
export interface SweepRuns {
  readonly space: SearchSpace;
  /** @throws one line where a value is none that its field takes */
  trialOf(run: string, values: Readonly<Record<string, unknown>>, base: Recipe): SearchTrial;
}

/**
 * Reads a sweep's configuration. What the server does with it, suggesting and ending early, is left to the server.
 *
 * @param yaml as the server keeps it
 * @param name of the search that its trials are kept as
 * @param base recipe in place of the one that the configuration names; null: that one, else a plan
 * @throws one line where a parameter is not known, or a run would be several trainings
 */
export function sweepRuns(
  yaml: string,
  name: string,
  base: string | null,
  onNotice?: (line: string) => void,
): SweepRuns {
  const {
    early_terminate: _ends,
    run_cap: _cap,
    budget: _budget,
    ...config
  } = parseYaml(yaml) as Record<string, unknown>;
  const own = { ...config, name, ...(base !== null && { base }), budget: { trials: 1 } };
  const text = (changed: object): string => JSON.stringify({ ...own, ...changed });
  // As it stands first, so that a message names the line of the sweep's own configuration.
  readSpace(yaml, 'the sweep', { ...(onNotice && { onNotice }) });
  const space: SearchSpace = {
    ...readSpace(text({}), 'the sweep'),
    budget: { trials: null, hours: null },
    prune: null,
  };
  const trainings = space.seeds.length * space.folds.only.length;
  if (trainings > 1)
    throw new Error(
      `a run of a W&B sweep is one training, and this sweep asks for ${trainings} each (${space.seeds.length} seeds, ${space.folds.only.length} folds); make seed a parameter, or npm run search -- start with its file`,
    );
  return {
    space,
    trialOf(run, values, recipe) {
      const parameters = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));
      const one = readSpace(text({ method: 'grid', parameters }), `run ${run}`);
      const [trial] = plannedTrials(one, recipe, gridOf(one));
      return { ...trial!, id: run };
    },
  };
}
