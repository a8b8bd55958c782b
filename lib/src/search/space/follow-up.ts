import type { FieldValue } from '../../recipes';
import type { RankedConfiguration } from '../results/rank-configurations';
import type { SearchSpace } from './search-space';

/**
 * A search after the search: the winner alone, with seeds that did not choose it, trained for one or more numbers of epochs.
 *
 * @param seeds how many
 * @param epochs each of them with every seed
 */
export function followUp(
  space: SearchSpace,
  { values }: Pick<RankedConfiguration, 'values'>,
  { seeds, epochs }: { readonly seeds: number; readonly epochs: readonly number[] },
): SearchSpace {
  if (!(Number.isInteger(seeds) && seeds >= 1))
    throw new RangeError(`invalid number of seeds; not a whole number from 1: ${seeds}`);
  const last = Math.max(...space.seeds);
  const name = (path: string): string => space.parameters.find((one) => one.path === path)?.name ?? path;
  const fixed = Object.entries(values).filter(([path]) => path !== 'config.epochs');
  const constant = ([path, value]: [string, FieldValue]): SearchSpace['parameters'][number] => ({
    path,
    name: name(path),
    distribution: { kind: 'constant', value },
  });
  const lengths = { kind: 'categorical', values: epochs } as const;
  return {
    ...space,
    name: `${space.name}-winner`,
    method: 'grid',
    parameters: [
      ...fixed.map(constant),
      { path: 'config.epochs', name: name('config.epochs'), distribution: lengths },
    ],
    seeds: Array.from({ length: seeds }, (_, i) => last + 1 + i),
    budget: { trials: null, hours: null },
    prune: null,
  };
}
