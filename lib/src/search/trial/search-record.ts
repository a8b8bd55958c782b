import { recipeToLine } from '../../recipes';
import type { ConfigValue, RunRecord } from '../../types';
import type { SearchSpace } from '../space/search-space';
import type { SearchManifest } from '../store/manifest';
import type { SearchTrial } from './search-trial';
import { recordedName, setValues, valuesText } from './trial-values';

/** A trial's own record as the record of the search: under the trial's id, with all that the search set. */
export function searchRecord(
  record: RunRecord,
  trial: SearchTrial,
  { name, space }: Pick<SearchManifest, 'name' | 'space'>,
): RunRecord {
  return {
    ...record,
    id: trial.id,
    name: titleOf(trial, space),
    sweep: name,
    config: { ...record.config, ...setValues(trial.values, record.config), ...partOf(trial) },
    about: { ...record.about, ...aboutOf(trial), objective: space.objective.metric },
  };
}

/** The record of a trial that broke, or was left out: no score, and why. */
export function failedRecord(
  trial: SearchTrial,
  { name, space }: Pick<SearchManifest, 'name' | 'space'>,
  reason: string,
  created: Date,
): RunRecord {
  const { architecture, loss } = trial.recipe;
  return {
    id: trial.id,
    name: titleOf(trial, space),
    source: 'local',
    state: 'failed',
    sweep: name,
    url: null,
    created: created.toISOString(),
    tags: [],
    config: {
      architecture,
      loss,
      ...Object.fromEntries(Object.entries(trial.values).map(([path, value]) => [recordedName(path), value])),
      ...partOf(trial),
    },
    summary: {},
    about: { ...aboutOf(trial), objective: space.objective.metric },
    history: null,
    notices: [reason],
  };
}

function titleOf({ id, values, seed, fold }: SearchTrial, space: Pick<SearchSpace, 'parameters'>): string {
  const text = `${valuesText(values, space)}, seed ${seed}${fold.of > 1 ? `, fold ${fold.index}` : ''}`;
  return text.length > 120 ? id : text;
}

function partOf({ seed, fold }: SearchTrial): Record<string, ConfigValue> {
  return { seed, fold: fold.index, folds: fold.of };
}

/** With the recipe as it was trained, a record says by itself how to train the trial again. */
function aboutOf({ configuration, values, recipe }: SearchTrial): Record<string, ConfigValue> {
  return { configuration, values: JSON.stringify(values), recipe: recipeToLine(recipe) };
}
