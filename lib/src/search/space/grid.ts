import type { FieldValue } from '../../recipes';
import type { Suggestion } from '../suggest/suggester';
import type { Distribution, SearchSpace } from './search-space';
import { entry, type SpaceFile } from './space-file';
import type { YamlMap } from './yaml-tree';

/** Configurations that a grid may have. */
export const largestGrid = 100_000;

/**
 * All configurations of a grid, the last parameter changing fastest. `values`, and whole numbers or multiples of `q` between
 * `min` and `max`, can be listed; other ranges cannot, as in W&B.
 */
export function gridOf({ parameters }: Pick<SearchSpace, 'parameters'>): Suggestion[] {
  let configurations: Readonly<Record<string, FieldValue>>[] = [{}];
  for (const { path, name, distribution } of parameters) {
    const values = listedValues(distribution);
    if (values === null)
      throw new Error(`a grid needs values, and ${name} has a range; write values: […], or method: random`);
    configurations = configurations.flatMap((before) =>
      values.map((value) => ({ ...before, [path]: value })),
    );
  }
  return configurations.map((values, configuration) => ({ configuration, values }));
}

/** Number of configurations; refuses what cannot be listed, with its line. */
export function gridSize(file: SpaceFile, { parameters }: SearchSpace, map: YamlMap): number {
  const written = entry(map, 'parameters');
  return parameters.reduce((product, { name, distribution }) => {
    const many = listedCount(distribution);
    if (many !== null) return product * many;
    const line = written?.kind === 'map' ? written.entries.find(({ key }) => key === name)?.line : undefined;
    return file.fail(
      line ?? written?.line ?? map.line,
      `a grid needs values, and ${name} has a range; write ${name}: {values: ${example(distribution)}}, or method: random`,
    );
  }, 1);
}

/** How many values can be listed; null where they are not counted. */
export function listedCount(distribution: Distribution): number | null {
  switch (distribution.kind) {
    case 'constant':
      return 1;
    case 'categorical':
      return distribution.values.length;
    case 'int-uniform':
    case 'uniform': {
      const { kind, low, high, step = kind === 'int-uniform' ? 1 : undefined } = distribution;
      return step === undefined ? null : Math.floor((high - low) / step + 1e-9) + 1;
    }
    case 'log-uniform':
    case 'normal':
    case 'log-normal':
      return null;
  }
}

function listedValues(distribution: Distribution): readonly FieldValue[] | null {
  if (distribution.kind === 'constant') return [distribution.value];
  if (distribution.kind === 'categorical') return distribution.values;
  const count = listedCount(distribution);
  if (count === null || !('low' in distribution)) return null;
  const { low, step = 1 } = distribution;
  return Array.from({ length: count }, (_, i) => stepped(low, i, step));
}

/** `low` and so many steps, without the dust of binary fractions: 0.3, not 0.30000000000000004. */
export function stepped(low: number, steps: number, step: number): number {
  return Number((low + steps * step).toPrecision(12));
}

/** Three values of a range, for what to write. */
function example(distribution: Distribution): string {
  if (!('low' in distribution)) return '[…]';
  const { kind, low, high } = distribution;
  const middle = kind === 'log-uniform' ? Math.sqrt(low * high) : (low + high) / 2;
  return `[${[low, middle, high].map((value) => Number(value.toPrecision(2))).join(', ')}]`;
}
