import type { FieldValue } from '../../recipes';
import type { RankedConfiguration } from '../results/rank-configurations';
import type { SearchSpace } from './search-space';

/**
 * A search after the search: the winner alone, with other seeds, and trained for other numbers of epochs.
 *
 * @param seeds those of the first search say nothing new: they chose the winner
 * @param epochs each of them with every seed
 */
export function followUp(
  space: SearchSpace,
  { values }: Pick<RankedConfiguration, 'values'>,
  { seeds, epochs }: { readonly seeds: readonly number[]; readonly epochs: readonly number[] },
): SearchSpace {
  const known = seeds.filter((seed) => space.seeds.includes(seed));
  if (known.length > 0)
    throw new RangeError(`seed ${known.join(', ')} chose the winner; name others than ${space.seeds.join(', ')}`);
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
    seeds,
    budget: { trials: null, hours: null },
    prune: null,
  };
}
