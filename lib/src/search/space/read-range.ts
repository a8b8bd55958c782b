import { checkedNumber } from './parameter-values';
import { needed, number, numberField, quantum, type Reading } from './parameter-reading';
import type { Distribution } from './search-space';
import { entry } from './space-file';

/** Distributions between `min` and `max`. */
export type RangeName =
  | 'int_uniform'
  | 'uniform'
  | 'q_uniform'
  | 'log_uniform'
  | 'q_log_uniform'
  | 'inv_log_uniform'
  | 'log_uniform_values'
  | 'q_log_uniform_values'
  | 'inv_log_uniform_values';

/** A range; of whole numbers or multiples of `q` where the distribution or the field says so. */
export function range(reading: Reading, kind: RangeName): Distribution {
  const { file, path, name, map, line, field } = reading;
  const [min, max] = [needed(reading, 'min'), needed(reading, 'max')];
  const ends: [number, number] = [number(reading, min, 'min'), number(reading, max, 'max')];
  if (!(ends[0] < ends[1])) return file.fail(max.line, `${name}: max ${ends[1]} is not above min ${ends[0]}`);
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
      return file.fail(
        min.line,
        `${name}: int_uniform needs whole numbers as min and max, not ${ends.join(' and ')}`,
      );
    if (!whole && field.kind === 'number' && entry(map, 'distribution') === undefined)
      file.notice(
        line,
        `${name}: min ${ends[0]} and max ${ends[1]} are whole numbers, so only whole numbers are drawn, as in W&B; write max: ${ends[1]}.0 for those between`,
      );
  }
  if (
    kind === 'uniform' &&
    ends[0] === 0 &&
    field.kind === 'number' &&
    field.from > 0 &&
    field.from <= 1e-6
  ) {
    // Nothing is ever drawn at the very end, so the sweep means what it says.
    file.notice(min.line, `${name}: min 0 is taken as ${field.from}, the smallest that is allowed`);
    ends[0] = field.from;
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
