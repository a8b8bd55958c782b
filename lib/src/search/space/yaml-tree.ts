import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Scalar } from 'yaml';
import type { FieldValue } from '../../recipes';

/** YAML as read, with the lines that things stand in, counted from 1. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  readonly line: number;
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  readonly line: number;
  readonly value: YamlNode;
}

export interface YamlList {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly YamlNode[];
}

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly line: number;
  readonly value: FieldValue;
  /** Whether it is written as a whole number: `1`, not `1.0` or `1e0`, which are the same to JavaScript. */
  readonly whole: boolean;
}

/** A file that holds more once its anchors are written out was made to fill the memory. */
const mostNodes = 100_000;
const deepest = 50;

/**
 * Reads YAML 1.2 with anchors and merges (`<<`).
 *
 * @throws one line with the file's name and the line
 */
export function yamlTree(text: string, fileName: string): YamlNode {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const fail = (line: number, message: string): never => {
    throw new Error(`${fileName}, line ${line}: ${message}`);
  };
  const [error] = document.errors;
  if (error) fail(lines.linePos(error.pos[0]).line, `no valid YAML: ${error.message.split('\n')[0]}`);
  let nodes = 0;
  let depth = 0;

  const lineOf = (node: Node): number => lines.linePos(node.range?.[0] ?? 0).line;
  const read = (given: unknown, line: number): YamlNode => {
    nodes += 1;
    depth += 1;
    if (nodes > mostNodes) fail(line, 'its anchors are used too often to be written out');
    if (depth > deepest) fail(line, 'it is nested too deeply, or an anchor holds itself');
    const result = readNode(given, line);
    depth -= 1;
    return result;
  };
  const readNode = (given: unknown, line: number): YamlNode => {
    if (given === null || given === undefined) return { kind: 'scalar', line, value: null, whole: false };
    const node = given as Node;
    if (isAlias(node)) {
      const target = node.resolve(document);
      return target ? read(target, lineOf(target)) : fail(lineOf(node), `there is no anchor &${node.source}`);
    }
    const here = lineOf(node);
    if (isSeq(node)) return { kind: 'list', line: here, items: node.items.map((item) => read(item, here)) };
    if (isMap(node)) return { kind: 'map', line: here, entries: entriesOf(node.items, here) };
    return readScalar(node, here);
  };
  const entriesOf = (
    items: readonly { readonly key: unknown; readonly value: unknown }[],
    line: number,
  ): YamlEntry[] => {
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const { key, value } of items) {
      if (!isScalar(key)) fail(line, 'a name must be a word');
      const { value: name } = key as Scalar;
      const here = lineOf(key as Scalar);
      const inner = read(value, here);
      if (name === '<<' || typeof name === 'symbol') {
        for (const part of inner.kind === 'list' ? inner.items : [inner])
          if (part.kind === 'map') merged.push(...part.entries);
      } else own.push({ key: String(name), line: here, value: inner });
    }
    const names = new Set(own.map(({ key }) => key));
    for (const entry of merged)
      if (!names.has(entry.key)) {
        names.add(entry.key);
        own.push(entry);
      }
    return own;
  };
  const readScalar = (node: Scalar, line: number): YamlScalar => {
    const source = node.source ?? String(node.value);
    if (node.type === 'PLAIN' && /^[-+]?0\d+$/.test(source))
      fail(
        line,
        `${source} is one number to some programs and another to others; leave out the zero in front`,
      );
    const { value } = node;
    const whole =
      typeof value === 'number' && /^[-+]?\d+$/.test(source) && node.tag?.endsWith(':float') !== true;
    return {
      kind: 'scalar',
      line,
      value: typeof value === 'bigint' ? Number(value) : isFieldValue(value) ? value : String(value),
      whole,
    };
  };
  return read(document.contents, 1);
}

function isFieldValue(value: unknown): value is FieldValue {
  return value === null || ['number', 'string', 'boolean'].includes(typeof value);
}

/** A node as text, for messages: short, on one line. */
export function nodeText(node: YamlNode): string {
  switch (node.kind) {
    case 'scalar':
      return node.value === null || node.value === '' ? 'empty' : String(node.value);
    case 'list':
      return `[${node.items.map(nodeText).join(', ')}]`;
    case 'map':
      return `{${node.entries.map(({ key, value }) => `${key}: ${nodeText(value)}`).join(', ')}}`;
  }
}
