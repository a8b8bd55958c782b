import type { Recipe } from '../../../recipes';
import { plannedTrials } from '../../space/planned-trials';
import type { SearchSpace } from '../../space/search-space';
import { plannedConfigurations } from '../../suggest/configurations';
import type { SearchTrial } from '../../trial/search-trial';

/**
 * All trials of a grid or a seeded random search, in order: a cluster's tasks know nothing of each other.
 *
 * @param base default none: only whether the space can be planned is looked at
 * @throws one line for a search whose trials depend on each other, or that has no end
 */
export function planForCluster(space: SearchSpace, base?: Recipe): SearchTrial[] {
  const { method, prune } = space;
  if (method !== 'grid' && method !== 'random')
    throw new Error(
      `method ${method} learns from the trials before, and the tasks of an array job know nothing of each other: it goes through the queue (npm run search -- start SPACE.yaml --queue redis://HOST:6379); or write method: random`,
    );
  if (prune !== null)
    throw new Error(
      `early_terminate compares running trials, and the tasks of an array job know nothing of each other: it goes through the queue (npm run search -- start SPACE.yaml --queue redis://HOST:6379); or take it out`,
    );
  const configurations = plannedConfigurations(space);
  return base === undefined ? [] : plannedTrials(space, base, configurations);
}
