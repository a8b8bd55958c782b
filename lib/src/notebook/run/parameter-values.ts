import { meantName } from './near-name';
import type { ParameterType } from './parameter-type';
import type { Parameter } from './parameters';

/** A value that a parameter can be given. */
export type ParameterValue = number | string | boolean | null | readonly ParameterValue[];

/** Values as given: text from the command line, or plain values from a file. */
export interface GivenParameters {
  readonly texts: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, unknown>;
}

/**
 * Checks what was given against what a notebook declares; a text wins over a value of the same name. Throws one error
 * with a line for each name or value that is not allowed, naming what is.
 */
export function resolveParameters(
  notebook: string,
  declared: readonly Parameter[],
  { texts, values }: GivenParameters,
): Record<string, ParameterValue> {
  const problems: string[] = [];
  const resolved: Record<string, ParameterValue> = {};
  for (const name of new Set([...values.keys(), ...texts.keys()])) {
    const parameter = declared.find((candidate) => candidate.name === name);
    if (parameter === undefined) {
      const names = declared.map((candidate) => candidate.name);
      problems.push(
        `${notebook} has no parameter ${name}${meantName(name, names)}; it has ${names.join(', ') || 'none'}`,
      );
      continue;
    }
    const text = texts.get(name);
    const value =
      text === undefined ? fromValue(parameter.type, values.get(name)) : fromText(parameter.type, text);
    if (value === undefined) {
      const shown = text ?? JSON.stringify(values.get(name));
      problems.push(`${notebook}: invalid ${name}: ${shown}; allowed: ${parameter.typeText}`);
    } else {
      resolved[name] = value;
    }
  }
  if (problems.length > 0) throw new RangeError(problems.join('\n'));
  return resolved;
}

/** The value that `text` means for this type, or undefined where it means none. */
export function fromText(type: ParameterType, text: string): ParameterValue | undefined {
  switch (type.kind) {
    case 'number': {
      const number = Number(text);
      return text.trim() !== '' && Number.isFinite(number) ? number : undefined;
    }
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'null':
      return text === 'null' ? null : undefined;
    case 'literal':
      return typeof type.value === 'number'
        ? text.trim() !== '' && Number(text) === type.value
          ? type.value
          : undefined
        : text === String(type.value)
          ? type.value
          : undefined;
    case 'array':
      return arrayFromText(type.of, text);
    case 'union': {
      // a text is everything: it comes last
      const order = [...type.of].sort((a, b) => Number(a.kind === 'string') - Number(b.kind === 'string'));
      for (const member of order) {
        const value = fromText(member, text);
        if (value !== undefined) return value;
      }
      return undefined;
    }
    case 'other':
      return undefined;
  }
}

/** `[1, 2]` as JSON, or `1,2`; nothing is the empty list. */
function arrayFromText(of: ParameterType, text: string): ParameterValue | undefined {
  if (text.trim() === '') return [];
  if (text.trim().startsWith('[')) {
    try {
      return fromValue({ kind: 'array', of }, JSON.parse(text));
    } catch {
      return undefined;
    }
  }
  const items = text.split(',').map((item) => fromText(of, item.trim()));
  return items.every((item): item is ParameterValue => item !== undefined) ? items : undefined;
}

/** `value` if it has this type, else undefined. */
export function fromValue(type: ParameterType, value: unknown): ParameterValue | undefined {
  switch (type.kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'null':
      return value === null ? null : undefined;
    case 'literal':
      return value === type.value ? type.value : undefined;
    case 'array': {
      if (!Array.isArray(value)) return undefined;
      const items = value.map((item) => fromValue(type.of, item));
      return items.every((item): item is ParameterValue => item !== undefined) ? items : undefined;
    }
    case 'union':
      for (const member of type.of) {
        const found = fromValue(member, value);
        if (found !== undefined) return found;
      }
      return undefined;
    case 'other':
      return undefined;
  }
}
