import { describe } from '../statistics/describe';
import { tTwoSided } from '../statistics/distributions';
import { pText, shortNumber } from '../statistics/number-text';
import type { Numbers } from '../statistics/numbers';
import type { Finding } from './finding';
import { differenceFinding, notSupported, sentence, undecided } from './findings';

interface Sample {
  readonly name: string;
  readonly values: Numbers;
}

/**
 * {@link differenceFinding}, but for one run against several: not supported where the run lies within what the others
 * scatter (Crawford and Howell's t of a single case, 1998), since chance explains it then. Where it lies outside, the claim
 * stays open: one run does not say how far another one of its kind would fall.
 */
export function oneOrManyFinding(a: Sample, b: Sample, metric: string, sign: 1 | -1 = 1): Finding {
  const one = finite(a.values);
  const others = describe(b.values);
  if (one.length !== 1 || others.n < 3 || !(others.sd! > 0)) return differenceFinding(a, b, metric, sign);
  const t = (one[0]! - others.mean!) / (others.sd! * Math.sqrt(1 + 1 / others.n));
  const p = tTwoSided(t, others.n - 1);
  const figures = { value: one[0]!, mean: others.mean, sd: others.sd, n: others.n, t, p };
  const words = `${sentence(a.name)} was run once, with a ${metric} of ${shortNumber(one[0]!, 4)}; ${b.name} have ${shortNumber(others.mean!, 4)} ± ${shortNumber(others.sd!)} (n = ${others.n})`;
  return p < 0.05
    ? undecided(
        `${words}: it lies outside of what they scatter (${pText(p)}), but one run does not say how far another would fall.`,
        figures,
        `${a.name} run three times or more`,
      )
    : notSupported(`${words}: it lies within what they scatter (${pText(p)}).`, figures);
}

function finite(values: Numbers): number[] {
  return Array.from(values).filter((value) => Number.isFinite(value));
}
