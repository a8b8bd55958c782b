import { recipeField, type FieldKind } from '../../recipes';
import { checkedNumber, parameterValue } from './parameter-values';
import type { Distribution } from './search-space';
import { asNumber, entry, type SpaceFile } from './space-file';
import { nodeText, type YamlMap, type YamlNode } from './yaml-tree';

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

/** A parameter while it is read. */
interface Reading {
  readonly file: SpaceFile;
  readonly path: string;
  /** As the file calls it. */
  readonly name: string;
  readonly map: YamlMap;
  readonly line: number;
  readonly field: FieldKind;
}

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
    default:
      return range(reading, kind);
  }
}

function distributionName({ file, name, map, line }: Reading): DistributionName {
  const given = entry(map, 'distribution');
  if (given) {
    const text = file.text(given, `${name}: distribution`);
    if (text === 'beta' || text === 'q_beta')
      return file.fail(given.line, `${name}: ${text} is not drawn from here; write for example distribution: uniform`);
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

function needed({ file, name, map, line }: Reading, key: string): YamlNode {
  return entry(map, key) ?? file.fail(line, `${name} needs ${key}`);
}

function categorical(reading: Reading): Distribution {
  const { file, path, name, map } = reading;
  const list = needed(reading, 'values');
  if (list.kind !== 'list' || list.items.length === 0)
    return file.fail(list.line, `${name}: values cannot be ${nodeText(list)}; write a list, for example [1, 2]`);
  const weights = probabilities(reading, list.items.length);
  const values = list.items.map((item) => parameterValue(file, path, name, item));
  const once = [...new Set(values)];
  if (once.length < values.length) {
    const again = values.find((value, i) => values.indexOf(value) < i);
    file.notice(list.line, `${name}: ${String(again)} is named more than once (${nodeText(list)}); it is taken once`);
  }
  if (weights === null) return { kind: 'categorical', values: once };
  const of = once.map((value) =>
    weights.reduce((sum, weight, i) => (values[i] === value ? sum + weight : sum), 0),
  );
  return { kind: 'categorical', values: once, probabilities: of };
}

function probabilities({ file, name, map }: Reading, count: number): number[] | null {
  const list = entry(map, 'probabilities');
  if (!list) return null;
  const weights = list.kind === 'list' ? list.items.map((item) => file.number(item, `${name}: a probability`, 0)) : [];
  if (weights.length !== count)
    return file.fail(list.line, `${name}: there are ${count} values and ${weights.length} probabilities; give one a value`);
  const sum = weights.reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) > 1e-6)
    return file.fail(list.line, `${name}: the probabilities ${nodeText(list)} add up to ${Number(sum.toPrecision(6))}, not to 1`);
  return weights.map((weight) => weight / sum);
}

function range(
  reading: Reading,
  kind: Exclude<DistributionName, 'constant' | 'categorical' | 'categorical_w_probabilities' | `${string}normal`>,
): Distribution {
  const { file, path, name, map, line, field } = reading;
  const [min, max] = [needed(reading, 'min'), needed(reading, 'max')];
  const ends: [number, number] = [number(reading, min, 'min'), number(reading, max, 'max')];
  if (!(ends[0] < ends[1]))
    return file.fail(max.line, `${name}: max ${ends[1]} is not above min ${ends[0]}`);
  const whole = numberField(reading);
  if (kind === 'log_uniform' || kind === 'q_log_uniform' || kind === 'inv_log_uniform') {
    if (ends[0] > 0 && ends[1] <= 1)
      return file.fail(
        min.line,
        `${name}: ${kind} takes natural exponents, as in W&B, so min ${ends[0]} means ${Number(Math.exp(ends[0]).toPrecision(6))}; write ${kind}_values for the values themselves`,
      );
    if (kind === 'inv_log_uniform') ends.reverse();
    for (const i of [0, 1] as const) ends[i] = Math.exp(kind === 'inv_log_uniform' ? -ends[i] : ends[i]);
  }
  const log = kind.includes('log_uniform');
  if (log && !(ends[0] > 0))
    return file.fail(min.line, `${name}: min ${ends[0]} has no logarithm; allowed: numbers above 0`);
  const quantised = kind.startsWith('q_');
  if (whole && !quantised && kind !== 'int_uniform') {
    const instead = log
      ? 'distribution: q_log_uniform_values with q: 1'
      : 'distribution: int_uniform (or min and max without decimals)';
    return file.fail(line, `${name} takes whole numbers only, and ${kind} draws others; write ${instead}`);
  }
  if (kind === 'int_uniform') {
    if (!ends.every(Number.isInteger))
      return file.fail(min.line, `${name}: int_uniform needs whole numbers as min and max, not ${ends.join(' and ')}`);
    if (!whole && field.kind === 'number' && entry(map, 'distribution') === undefined)
      file.notice(
        line,
        `${name}: min ${ends[0]} and max ${ends[1]} are whole numbers, so only whole numbers are drawn, as in W&B; write max: ${ends[1]}.0 for those between`,
      );
  }
  const step = quantised ? quantum(reading, whole) : undefined;
  const [low, high] = step === undefined ? ends : multiples(reading, ends, step, max.line);
  checkedNumber(file, path, name, low, min.line);
  checkedNumber(file, path, name, high, max.line);
  return {
    kind: log ? 'log-uniform' : kind === 'int_uniform' ? 'int-uniform' : 'uniform',
    low,
    high,
    ...(step !== undefined && { step }),
  };
}

/** The outermost multiples of `step` between the ends: what W&B's `round(x / q) * q` gives, and nothing beyond. */
function multiples(
  { file, name }: Reading,
  [min, max]: readonly [number, number],
  step: number,
  line: number,
): [number, number] {
  const slack = 1e-9;
  const low = Number((Math.ceil(min / step - slack) * step).toPrecision(12));
  const high = Number((Math.floor(max / step + slack) * step).toPrecision(12));
  if (low > high) return file.fail(line, `${name}: no multiple of q ${step} lies between ${min} and ${max}`);
  return [low, high];
}

function normal(reading: Reading, kind: `${string}normal`): Distribution {
  const { file, name, map, line, path, field } = reading;
  const whole = numberField(reading);
  const [mu, sigma] = [entry(map, 'mu'), entry(map, 'sigma')];
  const mean = mu ? number(reading, mu, 'mu') : 0;
  const sd = sigma ? number(reading, sigma, 'sigma') : 1;
  if (!(sd > 0)) return file.fail(sigma?.line ?? line, `${name}: sigma cannot be ${sd}; allowed: numbers above 0`);
  const quantised = kind.startsWith('q_');
  if (whole && !quantised)
    return file.fail(line, `${name} takes whole numbers only, and ${kind} draws others; write q_${kind} with q: 1`);
  const log = kind.endsWith('log_normal');
  const centre = log ? Math.exp(mean) : mean;
  checkedNumber(file, path, name, quantised ? Math.round(centre) : centre, mu?.line ?? line);
  if (field.kind === 'number') {
    const below = (log ? Math.exp(mean - 3 * sd) : mean - 3 * sd) < field.from;
    const above = (log ? Math.exp(mean + 3 * sd) : mean + 3 * sd) > field.to;
    if (below || above)
      file.notice(line, `${name}: only values from ${field.from} to ${field.to} are drawn; others are not allowed`);
  }
  return {
    kind: log ? 'log-normal' : 'normal',
    mean,
    sd,
    ...(quantised && { step: quantum(reading, whole) }),
  };
}

/** Whether the field takes whole numbers only; refuses fields that take no number, or a few ones only. */
function numberField({ file, path, name, line, field }: Reading): boolean {
  if (field.kind === 'number') return field.whole === true;
  const values = field.kind === 'boolean' ? ['true', 'false'] : field.values;
  return file.fail(line, `${name} (${path}) has no range; write values: [${values.join(', ')}]`);
}

function quantum({ file, name, map }: Reading, whole: boolean): number {
  const node = entry(map, 'q');
  const q = node ? file.number(node, `${name}: q`) : 1;
  if (!(q > 0)) return file.fail(node?.line ?? 0, `${name}: q cannot be ${q}; allowed: numbers above 0`);
  if (whole && !Number.isInteger(q))
    return file.fail(node?.line ?? 0, `${name} takes whole numbers only; q cannot be ${q}`);
  return q;
}

function number({ file, name }: Reading, node: YamlNode, key: string): number {
  const value = node.kind === 'scalar' ? asNumber(node.value) : NaN;
  return Number.isNaN(value) ? file.fail(node.line, `${name}: ${key} cannot be ${nodeText(node)}; it takes a number`) : value;
}
