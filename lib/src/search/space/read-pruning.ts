import { recipes, type Recipe } from '../../recipes';
import type { Parameter, Pruning } from './search-space';
import { entry, type SpaceFile } from './space-file';
import type { YamlNode } from './yaml-tree';

/** Rungs that are looked at where nobody says how many epochs a trial has. */
const rungs = 3;

/**
 * `early_terminate`: W&B's keys, counted in epochs. `hyperband` (or `asha`, one bracket of it) begins at `min_iter`, or `s`
 * divisions by `eta` below `max_iter`, and lets one of `eta` (3) go on at each rung.
 */
export function readPruning(
  file: SpaceFile,
  node: YamlNode | undefined,
  { parameters, base }: { readonly parameters: readonly Parameter[]; readonly base: string },
): Pruning | null {
  if (!node || (node.kind === 'scalar' && node.value === null)) return null;
  const map = file.map(node, 'early_terminate', '{type: hyperband, min_iter: 3}');
  file.keys(map, 'early_terminate', ['type', 'min_iter', 'max_iter', 's', 'eta', 'strict']);
  const type = entry(map, 'type');
  if (!type) return file.fail(map.line, 'early_terminate needs a type: hyperband or asha');
  const kind = file.choice(type, 'early_terminate: type', ['hyperband', 'asha']);
  const strict = entry(map, 'strict');
  if (strict) file.notice(strict.line, 'early_terminate: strict is not used');
  const count = (key: string, from: number): number | null => {
    const given = entry(map, key);
    return given ? file.count(given, `early_terminate: ${key}`, from) : null;
  };
  const [min, max, s] = [count('min_iter', 1), count('max_iter', 1), count('s', 1)];
  const factor = count('eta', 2) ?? 3;
  if (min === null && (max === null || (s === null && kind === 'hyperband')))
    return file.fail(map.line, 'early_terminate needs min_iter, or max_iter and s');
  const known = max ?? epochsOf(parameters, base);
  const minEpochs = min ?? Math.max(1, Math.floor(max! / factor ** (s ?? rungs)));
  if (known === null)
    file.notice(
      map.line,
      `early_terminate: max_iter, the epochs of a whole training, is taken as ${minEpochs * factor ** rungs}`,
    );
  const maxEpochs = known ?? minEpochs * factor ** rungs;
  if (minEpochs >= maxEpochs)
    return file.fail(
      map.line,
      `early_terminate: min_iter ${minEpochs} is not below ${maxEpochs}, the epochs of a whole training`,
    );
  return { kind, minEpochs, maxEpochs, factor };
}

/** The most epochs that a trial of the space can have; null where that is not known before the data are. */
function epochsOf(parameters: readonly Parameter[], base: string): number | null {
  const distribution = parameters.find(({ path }) => path === 'config.epochs')?.distribution;
  if (!distribution) return (recipes as Readonly<Record<string, Recipe>>)[base]?.config.epochs ?? null;
  switch (distribution.kind) {
    case 'constant':
      return Number(distribution.value);
    case 'categorical':
      return Math.max(...distribution.values.map(Number));
    case 'normal':
    case 'log-normal':
      return null;
    case 'uniform':
    case 'log-uniform':
    case 'int-uniform':
      return distribution.high;
  }
}
