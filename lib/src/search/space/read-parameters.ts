import { nearParameters, parameterName } from './parameter-names';
import { parameterKeys, readDistribution } from './read-distribution';
import type { Distribution, Parameter } from './search-space';
import { entry, type SpaceFile } from './space-file';
import { nodeText, type YamlMap, type YamlNode } from './yaml-tree';

/** What `parameters:` comes to. */
export interface ReadParameters {
  readonly parameters: readonly Parameter[];
  /** Where the sweep varies or fixes them as parameters, as W&B's users do. */
  readonly seeds: YamlNode | null;
  readonly fold: YamlNode | null;
  readonly folds: YamlNode | null;
}

/** A parameter as written: its whole name with those of the groups around it. */
interface Written {
  readonly name: string;
  readonly line: number;
  readonly map: YamlMap;
}

/** Reads parameters, nested ones too, and says with line and name what is not known. */
export function readParameters(file: SpaceFile, node: YamlNode): ReadParameters {
  const map = file.map(node, 'parameters', 'learning_rate: {values: [0.001, 0.0001]}');
  const read = new Map<string, { readonly parameter: Parameter; readonly line: number }>();
  const special: Record<'seeds' | 'fold' | 'folds', YamlNode | null> = {
    seeds: null,
    fold: null,
    folds: null,
  };
  const add = (name: string, line: number, path: string, distribution: Distribution): void => {
    const before = read.get(path);
    if (before)
      file.fail(
        line,
        `${name} sets ${path}, as ${before.parameter.name} does in line ${before.line}; leave one out`,
      );
    read.set(path, { parameter: { path, name, distribution }, line });
  };
  for (const { name, line, map: written } of writtenParameters(file, map)) {
    const known = parameterName(name) ?? unknown(file, name, line);
    switch (known.kind) {
      case 'field':
        add(name, line, known.path, readDistribution(file, known.path, name, written, line));
        break;
      case 'seeds':
      case 'fold':
      case 'folds':
        special[known.kind] = listed(file, name, written, line);
        break;
      case 'optimizer':
        onlyAdam(file, name, written, line);
        break;
      case 'task':
        only(file, name, listed(file, name, written, line), ['segmentation'], 'networks here segment');
        break;
      case 'input shape':
        for (const [path, value] of inputShape(file, name, written, line))
          add(name, line, path, { kind: 'constant', value });
        break;
      case 'norm switch':
        add(name, line, 'model.norm', normSwitch(file, name, written, line));
        break;
      case 'idle':
        if (!entry(written, 'value') && listed(file, name, written, line).items.length > 1)
          file.fail(line, `${name} changes no result here, so there is nothing to search; leave it out`);
        file.notice(line, `${name} is not used`);
        break;
      case 'refused':
        file.fail(line, `${name} cannot be set: ${known.reason}`);
    }
  }
  return { parameters: [...read.values()].map(({ parameter }) => parameter), ...special };
}

function unknown(file: SpaceFile, name: string, line: number): never {
  const near = nearParameters(name);
  return file.fail(
    line,
    `unknown parameter ${name}; ` +
      (near.length > 0
        ? `is it ${near.join(', ')}?`
        : 'write a field of a recipe, for example config.learningRate, model.depth, loss or size'),
  );
}

function writtenParameters(file: SpaceFile, map: YamlMap, group = ''): Written[] {
  return map.entries.flatMap(({ key, line, value }) => {
    const name = group === '' ? key : `${group}.${key}`;
    if (value.kind !== 'map')
      return file.fail(
        line,
        `${name} cannot be ${nodeText(value)}; write ${key}: ${value.kind === 'list' ? `{values: ${nodeText(value)}}` : `{value: ${nodeText(value)}}`}`,
      );
    const inner = entry(value, 'parameters');
    if (!inner) return [{ name, line, map: value }];
    const other = value.entries.find((one) => one.key !== 'parameters');
    if (other) return file.fail(other.line, `${name} is a group of parameters and takes no ${other.key}`);
    if (parameterKeys.includes(key)) file.fail(line, `${name} cannot name a group`);
    return writtenParameters(file, file.map(inner, `${name}: parameters`, '{depth: {values: [3, 4]}}'), name);
  });
}

/** The values of a parameter that is fixed or takes some of a list. */
function listed(
  file: SpaceFile,
  name: string,
  map: YamlMap,
  line: number,
): YamlNode & { readonly kind: 'list' } {
  const [value, values] = [entry(map, 'value'), entry(map, 'values')];
  if (value) return { kind: 'list', line: value.line, items: [value] };
  if (values?.kind === 'list' && values.items.length > 0) return values;
  return file.fail(line, `${name} has no range here; write value: … or values: […]`);
}

function only(
  file: SpaceFile,
  name: string,
  list: YamlNode & { readonly kind: 'list' },
  allowed: readonly string[],
  why: string,
): void {
  for (const item of list.items)
    if (!allowed.includes(nodeText(item).toLowerCase().replace(/^.*\./, '')))
      file.fail(item.line, `${name} cannot be ${nodeText(item)}; allowed: ${allowed.join(', ')} (${why})`);
}

/** AdamW is Adam with `weight_decay` here, so a choice between the two would train everything twice. */
function onlyAdam(file: SpaceFile, name: string, map: YamlMap, line: number): void {
  const list = listed(file, name, map, line);
  only(file, name, list, ['adam', 'adamw'], 'trainings here use Adam, with weight decay as AdamW does it');
  if (new Set(list.items.map((item) => nodeText(item).toLowerCase())).size > 1)
    file.fail(
      list.line,
      `${name}: ${nodeText(list)} train the same here; leave one out, or vary config.weightDecay`,
    );
}

/** `[256, 256, 1]`: size and channels. */
function inputShape(file: SpaceFile, name: string, map: YamlMap, line: number): [string, number][] {
  const node =
    entry(map, 'value') ?? file.fail(line, `${name} is taken as a fixed value only; vary size instead`);
  const numbers =
    node.kind === 'list' ? node.items.map((item) => (item.kind === 'scalar' ? Number(item.value) : NaN)) : [];
  const shape =
    numbers.length === 3 && numbers[0]! <= 3 && numbers[2]! > 3
      ? [numbers[1]!, numbers[2]!, numbers[0]!]
      : numbers;
  const [height, width, channels] = shape;
  if (
    height === undefined ||
    width === undefined ||
    height !== width ||
    ![undefined, 1, 3].includes(channels) ||
    shape.length > 3
  )
    return file.fail(
      node.line,
      `${name} cannot be ${nodeText(node)}; allowed: [side, side, 1] or [side, side, 3]; else write size, the longer side`,
    );
  return [
    ['size', file.at(node.line, () => height)],
    ...(channels === undefined ? [] : [['model.channels', channels] as [string, number]]),
  ];
}

function normSwitch(file: SpaceFile, name: string, map: YamlMap, line: number): Distribution {
  const values = listed(file, name, map, line).items.map((item) => {
    const text = nodeText(item).toLowerCase();
    if (['true', 'yes', 'on', '1'].includes(text)) return 'batch';
    if (['false', 'no', 'off', '0'].includes(text)) return 'none';
    return file.fail(item.line, `${name} cannot be ${nodeText(item)}; allowed: true, false`);
  });
  return values.length === 1
    ? { kind: 'constant', value: values[0]! }
    : { kind: 'categorical', values: [...new Set(values)] };
}
