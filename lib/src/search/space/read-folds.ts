import type { ReadParameters } from './read-parameters';
import type { SearchSpace } from './search-space';
import { entry, type SpaceFile } from './space-file';
import { nodeText, type YamlNode } from './yaml-tree';

/** Parts that the groups are dealt into where nobody says; one of them is held out. */
const usual = { of: 4, only: [0] } as const;

/** `folds: 4` holds out each of four parts; `folds: {of: 4, only: [0]}` one of them, which is the default. */
export function readFolds(
  file: SpaceFile,
  node: YamlNode | undefined,
  { fold, folds }: Pick<ReadParameters, 'fold' | 'folds'>,
): SearchSpace['folds'] {
  const count = (one: YamlNode): number => file.count(one, 'folds', 2);
  const twice = node && (folds ?? (node.kind === 'map' && entry(node, 'only') ? fold : null));
  if (twice) return file.fail(twice.line, `folds are named in line ${node.line} too; leave one out`);
  const given = node ?? (folds?.kind === 'list' ? single(file, folds, 'folds') : undefined);
  if (given === undefined || (given.kind === 'scalar' && given.value === null)) {
    if (!fold) return usual;
    return file.fail(
      fold.line,
      `fold needs to know of how many; write folds: {of: 5, only: ${nodeText(fold)}} at the top`,
    );
  }
  if (given.kind !== 'map') {
    const of = count(given);
    return { of, only: fold ? parts(file, fold, of) : Array.from({ length: of }, (_, i) => i) };
  }
  file.keys(given, 'folds', ['of', 'only']);
  const [of, only] = [entry(given, 'of'), entry(given, 'only')];
  if (!of) return file.fail(given.line, 'folds needs of, for example folds: {of: 4, only: [0]}');
  const number = count(of);
  const held = only ?? fold;
  return { of: number, only: held ? parts(file, held, number) : Array.from({ length: number }, (_, i) => i) };
}

function parts(file: SpaceFile, node: YamlNode, of: number): number[] {
  const items = node.kind === 'list' ? node.items : [node];
  const only = items.map((item) => {
    const index = file.count(item, 'folds: only', 0);
    return index < of
      ? index
      : file.fail(item.line, `folds: only cannot be ${index}; allowed: 0 to ${of - 1}, counted from 0`);
  });
  if (only.length === 0)
    return file.fail(node.line, 'folds: only names no part; write for example only: [0]');
  return [...new Set(only)].sort((a, b) => a - b);
}

/** `seeds: [1, 2, 3]`, or a parameter `seed` of some values: every configuration is trained with each. */
export function readSeeds(
  file: SpaceFile,
  node: YamlNode | undefined,
  parameter: YamlNode | null,
): readonly number[] {
  if (node && parameter)
    return file.fail(parameter.line, `seeds are named in line ${node.line} too; leave one out`);
  const given = node ?? parameter;
  if (!given || (given.kind === 'scalar' && given.value === null)) return [1];
  if (given.kind !== 'list' || given.items.length === 0)
    return file.fail(given.line, `seeds cannot be ${nodeText(given)}; write a list, for example [1, 2, 3]`);
  return [...new Set(given.items.map((item) => file.count(item, 'a seed', 0)))];
}

function single(file: SpaceFile, { items, line }: YamlNode & { kind: 'list' }, name: string): YamlNode {
  return items.length === 1 ? items[0]! : file.fail(line, `${name} can have one value only`);
}
