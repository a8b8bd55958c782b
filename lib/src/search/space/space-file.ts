import { nearNames } from '../../text';
import { nodeText, type YamlMap, type YamlNode } from './yaml-tree';

/** Words for what goes wrong or is left out while a space is read: always with file and line. */
export class SpaceFile {
  constructor(
    readonly name: string,
    private readonly say: (line: string) => void,
  ) {}

  fail(line: number, message: string): never {
    throw new Error(`${this.name}, line ${line}: ${message}`);
  }

  notice(line: number, message: string): void {
    this.say(`${this.name}, line ${line}: ${message}`);
  }

  /** The same file with notices that nobody hears. */
  silent(): SpaceFile {
    return new SpaceFile(this.name, () => undefined);
  }

  /** What `read` gives; an error of it gets the line. */
  at<T>(line: number, read: () => T, prefix = ''): T {
    try {
      return read();
    } catch (error) {
      return this.fail(line, prefix + (error instanceof Error ? error.message : String(error)));
    }
  }

  map(node: YamlNode, what: string, example: string): YamlMap {
    if (node.kind === 'map') return node;
    return this.fail(node.line, `${what} cannot be ${nodeText(node)}; write for example ${example}`);
  }

  text(node: YamlNode, what: string): string {
    if (node.kind === 'scalar' && node.value !== null && String(node.value).trim() !== '')
      return String(node.value).trim();
    return this.fail(node.line, `${what} cannot be ${nodeText(node)}; it takes a text`);
  }

  number(node: YamlNode, what: string, from = -Infinity): number {
    const value = node.kind === 'scalar' ? asNumber(node.value) : NaN;
    if (value >= from) return value;
    const allowed = from === -Infinity ? 'numbers' : `numbers from ${from}`;
    return this.fail(node.line, `${what} cannot be ${nodeText(node)}; allowed: ${allowed}`);
  }

  count(node: YamlNode, what: string, from: number): number {
    const value = node.kind === 'scalar' ? asNumber(node.value) : NaN;
    if (Number.isSafeInteger(value) && value >= from) return value;
    return this.fail(node.line, `${what} cannot be ${nodeText(node)}; allowed: whole numbers from ${from}`);
  }

  choice<T extends string>(node: YamlNode, what: string, values: readonly T[]): T {
    const text = node.kind === 'scalar' ? String(node.value) : nodeText(node);
    const found = values.find((value) => value === text);
    if (found !== undefined) return found;
    return this.fail(node.line, `${what} cannot be ${text}; allowed: ${values.join(', ')}`);
  }

  /** Refuses names that are not among those known, with the near ones. */
  keys(map: YamlMap, what: string, known: readonly string[]): void {
    for (const { key, line } of map.entries)
      if (!known.includes(key)) {
        const near = nearNames(key, known);
        const help = near.length > 0 ? `is it ${near.join(', ')}?` : `there are ${known.join(', ')}`;
        this.fail(line, `${what} has no key ${key}; ${help}`);
      }
  }
}

/** A finite number, also where it is written as text; NaN for anything else. */
export function asNumber(value: unknown): number {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value.trim() !== ''
        ? Number(value)
        : NaN;
  return Number.isFinite(number) ? number : NaN;
}

/** The entry of that name. */
export function entry(map: YamlMap, key: string): YamlNode | undefined {
  return map.entries.find((one) => one.key === key)?.value;
}
