import { recipeField } from '../../recipes';
import { needed, type Reading } from './parameter-reading';
import { parameterValue } from './parameter-values';
import { categorical } from './read-categorical';
import { normal } from './read-normal';
import { range } from './read-range';
import type { Distribution } from './search-space';
import { entry, type SpaceFile } from './space-file';
import type { YamlMap } from './yaml-tree';

/** Keys of a parameter, as W&B knows them. */
export const parameterKeys: readonly string[] = [
  'value',
  'values',
  'probabilities',
  'distribution',
  'min',
  'max',
  'q',
  'mu',
  'sigma',
  'a',
  'b',
];

/** Distributions of W&B and the keys that each takes. */
const distributions = {
  constant: ['value'],
  categorical: ['values', 'probabilities'],
  categorical_w_probabilities: ['values', 'probabilities'],
  int_uniform: ['min', 'max'],
  uniform: ['min', 'max'],
  q_uniform: ['min', 'max', 'q'],
  log_uniform: ['min', 'max'],
  log_uniform_values: ['min', 'max'],
  q_log_uniform: ['min', 'max', 'q'],
  q_log_uniform_values: ['min', 'max', 'q'],
  inv_log_uniform: ['min', 'max'],
  inv_log_uniform_values: ['min', 'max'],
  normal: ['mu', 'sigma'],
  q_normal: ['mu', 'sigma', 'q'],
  log_normal: ['mu', 'sigma'],
  q_log_normal: ['mu', 'sigma', 'q'],
} as const satisfies Record<string, readonly string[]>;

type DistributionName = keyof typeof distributions;

/**
 * How a parameter is drawn, with W&B's defaults: `value` is constant, `values` categorical, `min` and `max` are uniform
 * over whole numbers where both are written as such. Every value is checked against the recipe's field.
 */
export function readDistribution(
  file: SpaceFile,
  path: string,
  name: string,
  map: YamlMap,
  line: number,
): Distribution {
  const field = recipeField(path);
  if (field === null) return file.fail(line, `a recipe has no field ${path}`);
  file.keys(map, name, parameterKeys);
  const reading: Reading = { file, path, name, map, line, field };
  const kind = distributionName(reading);
  for (const { key, line: here } of map.entries)
    if (key !== 'distribution' && !(distributions[kind] as readonly string[]).includes(key))
      file.fail(here, `${name}: ${kind} takes no ${key}; it takes ${distributions[kind].join(', ')}`);
  switch (kind) {
    case 'constant':
      return { kind: 'constant', value: parameterValue(file, path, name, needed(reading, 'value')) };
    case 'categorical':
    case 'categorical_w_probabilities':
      return categorical(reading);
    case 'normal':
    case 'q_normal':
    case 'log_normal':
    case 'q_log_normal':
      return normal(reading, kind);
    case 'int_uniform':
    case 'uniform':
    case 'q_uniform':
    case 'log_uniform':
    case 'q_log_uniform':
    case 'inv_log_uniform':
    case 'log_uniform_values':
    case 'q_log_uniform_values':
    case 'inv_log_uniform_values':
      return range(reading, kind);
  }
}

function distributionName({ file, name, map, line }: Reading): DistributionName {
  const given = entry(map, 'distribution');
  if (given) {
    const text = file.text(given, `${name}: distribution`);
    if (text === 'beta' || text === 'q_beta')
      return file.fail(
        given.line,
        `${name}: ${text} is not drawn from here; write for example distribution: uniform`,
      );
    return file.choice(given, `${name}: distribution`, Object.keys(distributions) as DistributionName[]);
  }
  if (entry(map, 'value')) return 'constant';
  if (entry(map, 'values')) return 'categorical';
  const [min, max] = [entry(map, 'min'), entry(map, 'max')];
  if (!min || !max)
    return file.fail(line, `${name} says no value; write value: …, values: […], or min: … and max: …`);
  if (entry(map, 'q'))
    return file.fail(line, `${name}: q needs a distribution; write distribution: q_uniform`);
  return [min, max].every((node) => node.kind === 'scalar' && node.whole) ? 'int_uniform' : 'uniform';
}
