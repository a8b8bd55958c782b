import { checkedNumber } from './parameter-values';
import { number, numberField, quantum, type Reading } from './parameter-reading';
import type { Distribution } from './search-space';
import { entry } from './space-file';

export type NormalName = 'normal' | 'q_normal' | 'log_normal' | 'q_log_normal';

/** A normal distribution of a value, or of its natural logarithm; W&B's defaults are mean 0 and deviation 1. */
export function normal(reading: Reading, kind: NormalName): Distribution {
  const { file, name, map, line, path, field } = reading;
  const whole = numberField(reading);
  const [mu, sigma] = [entry(map, 'mu'), entry(map, 'sigma')];
  const mean = mu ? number(reading, mu, 'mu') : 0;
  const sd = sigma ? number(reading, sigma, 'sigma') : 1;
  if (!(sd > 0))
    return file.fail(sigma?.line ?? line, `${name}: sigma cannot be ${sd}; allowed: numbers above 0`);
  const quantised = kind.startsWith('q_');
  if (whole && !quantised)
    return file.fail(
      line,
      `${name} takes whole numbers only, and ${kind} draws others; write q_${kind} with q: 1`,
    );
  const log = kind.endsWith('log_normal');
  const centre = log ? Math.exp(mean) : mean;
  checkedNumber(file, path, name, quantised ? Math.round(centre) : centre, mu?.line ?? line);
  if (field.kind === 'number') {
    const below = (log ? Math.exp(mean - 3 * sd) : mean - 3 * sd) < field.from;
    const above = (log ? Math.exp(mean + 3 * sd) : mean + 3 * sd) > field.to;
    if (below || above)
      file.notice(
        line,
        `${name}: only values from ${field.from} to ${field.to} are drawn; others are not allowed`,
      );
  }
  return {
    kind: log ? 'log-normal' : 'normal',
    mean,
    sd,
    ...(quantised && { step: quantum(reading, whole) }),
  };
}
