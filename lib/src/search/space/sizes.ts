import { parameterName } from './parameter-names';
import { entry, type SpaceFile } from './space-file';
import type { YamlEntry, YamlMap } from './yaml-tree';

/**
 * A space without its `sizes`, and the space at each of them. A size replaces whole keys (`null` takes one away), but for
 * `parameters`, where it replaces those that it names and adds others.
 */
export function withSize(
  file: SpaceFile,
  map: YamlMap,
): { readonly plain: YamlMap; readonly sizes: ReadonlyMap<string, YamlMap> } {
  const plain: YamlMap = { ...map, entries: map.entries.filter(({ key }) => key !== 'sizes') };
  const node = entry(map, 'sizes');
  if (!node) return { plain, sizes: new Map() };
  const sizes = file.map(node, 'sizes', '{smoke: {parameters: {epochs: {value: 2}}}}');
  const known = map.entries.map(({ key }) => key);
  return {
    plain,
    sizes: new Map(
      sizes.entries.map(({ key, value }) => {
        const size = file.map(value, `sizes: ${key}`, '{parameters: {epochs: {value: 2}}}');
        for (const one of size.entries)
          if (one.key === 'sizes' || one.key === 'name')
            file.fail(one.line, `sizes: ${key} cannot change ${one.key}`);
        file.keys(size, `sizes: ${key}`, [...new Set([...known, ...changeable])]);
        return [key, { ...plain, entries: merged(plain.entries, size.entries, mergedParameters) }];
      }),
    ),
  };
}

/** Keys that a size may change: all but the name and the sizes themselves. */
export const changeable = [
  'method',
  'metric',
  'parameters',
  'early_terminate',
  'run_cap',
  'base',
  'data',
  'folds',
  'seeds',
  'seed',
  'budget',
  'on_out_of_memory',
  'retries',
];

type Same = (a: string, b: string) => boolean;

/** Entries with those of `changes` in their places, or after them. */
function merged(
  entries: readonly YamlEntry[],
  changes: readonly YamlEntry[],
  inner: (before: YamlEntry, after: YamlEntry) => YamlEntry = (_, after) => after,
  same: Same = (a, b) => a === b,
): YamlEntry[] {
  const used = new Set<YamlEntry>();
  const kept = entries.map((before) => {
    const after = changes.find(({ key }) => same(key, before.key));
    if (!after) return before;
    used.add(after);
    return inner(before, after);
  });
  return [...kept, ...changes.filter((change) => !used.has(change))];
}

function mergedParameters(before: YamlEntry, after: YamlEntry): YamlEntry {
  if (before.key !== 'parameters' || before.value.kind !== 'map' || after.value.kind !== 'map') return after;
  const entries = merged(before.value.entries, after.value.entries, undefined, sameParameter);
  return { ...after, value: { ...before.value, entries } };
}

/** Whether two names mean the same field: `epochs` replaces `config.epochs`. */
const sameParameter: Same = (a, b) => {
  if (a === b) return true;
  const [first, second] = [parameterName(a), parameterName(b)];
  return first?.kind === 'field' && second?.kind === 'field' && first.path === second.path;
};
