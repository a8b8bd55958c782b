import type { FieldKind } from '../../recipes';
import { asNumber, entry, type SpaceFile } from './space-file';
import { nodeText, type YamlMap, type YamlNode } from './yaml-tree';

/** A parameter while it is read. */
export interface Reading {
  readonly file: SpaceFile;
  readonly path: string;
  /** As the file calls it. */
  readonly name: string;
  readonly map: YamlMap;
  readonly line: number;
  readonly field: FieldKind;
}

/** The value under a key that must be there. */
export function needed({ file, name, map, line }: Reading, key: string): YamlNode {
  return entry(map, key) ?? file.fail(line, `${name} needs ${key}`);
}

/** A number under a key. */
export function number({ file, name }: Reading, node: YamlNode, key: string): number {
  const value = node.kind === 'scalar' ? asNumber(node.value) : NaN;
  return Number.isNaN(value)
    ? file.fail(node.line, `${name}: ${key} cannot be ${nodeText(node)}; it takes a number`)
    : value;
}

/** Whether the field takes whole numbers only; refuses fields that take no number, or a few ones only. */
export function numberField({ file, path, name, line, field }: Reading): boolean {
  if (field.kind === 'number') return field.whole === true;
  const values = field.kind === 'boolean' ? ['true', 'false'] : field.values;
  return file.fail(line, `${name} (${path}) has no range; write values: [${values.join(', ')}]`);
}

/** The step between values of a quantised distribution; 1 where none is named. */
export function quantum({ file, name, map }: Reading, whole: boolean): number {
  const node = entry(map, 'q');
  const q = node ? file.number(node, `${name}: q`) : 1;
  if (!(q > 0)) return file.fail(node?.line ?? 0, `${name}: q cannot be ${q}; allowed: numbers above 0`);
  if (whole && !Number.isInteger(q))
    return file.fail(node?.line ?? 0, `${name} takes whole numbers only; q cannot be ${q}`);
  return q;
}
