import type { ConfigValue } from '../../types';
import { correlation } from '../statistics/correlation';
import { pText, shortNumber } from '../statistics/number-text';
import type { Numbers } from '../statistics/numbers';
import { welchTest } from '../statistics/welch';
import type { Finding, Verdict } from './finding';

type Figures = Readonly<Record<string, ConfigValue>>;

const finding =
  (verdict: Verdict) =>
  (reasoning: string, figures: Figures = {}): Finding => ({ verdict, figures, reasoning });

export const reproduced = finding('reproduced');
export const notSupported = finding('not supported by the data');
export const contradicted = finding('contradicted');

/** @param wouldDecide what would decide it, without a full stop */
export function undecided(reasoning: string, figures: Figures = {}, wouldDecide?: string): Finding {
  return {
    verdict: 'cannot be decided from the data',
    figures,
    reasoning,
    ...(wouldDecide !== undefined && { wouldDecide }),
  };
}

/** A published number, as printed, against the computed one. */
export interface NumberCheck {
  readonly what: string;
  /** As printed: its digits set the tolerance, half a unit of the last one. */
  readonly published: string;
  readonly got: number | null;
  /** Another tolerance, in units of the last printed digit; 1 for a ratio of rounded numbers. */
  readonly units?: number;
}

/** Reproduced where every number rounds to what was printed; contradicted where one does not. */
export function numbersFinding(checks: readonly NumberCheck[], figures: Figures = {}): Finding {
  const missing = checks.filter(({ got }) => got === null || !Number.isFinite(got));
  if (missing.length > 0)
    return undecided(
      `The runs do not give ${missing.map(({ what }) => what).join(' and ')}.`,
      figures,
      `runs that record ${missing.map(({ what }) => what).join(' and ')}`,
    );
  const compared = checks.map(({ what, published, got, units = 0.5 }) => {
    const decimals = /\.(\d+)$/.exec(published)?.[1]?.length ?? 0;
    const off = Math.abs(got! - Number(published));
    return { what, published, got: got!, agrees: off <= units * 10 ** -decimals * (1 + 1e-9) };
  });
  const wrong = compared.filter(({ agrees }) => !agrees);
  const words = (wrong.length > 0 ? wrong : compared).map(
    ({ what, published, got }) => `${what} is ${shortNumber(got, 5)}, published as ${published}`,
  );
  const all = { ...Object.fromEntries(compared.map(({ what, got }) => [what, got])), ...figures };
  const text = `${sentence(words.join('; '))}.`;
  return wrong.length === 0 ? reproduced(text, all) : contradicted(text, all);
}

/** Reproduced where the interval of r lies on the claimed side of 0, contradicted on the other, else not supported. */
export function signFinding(x: Numbers, y: Numbers, sign: 1 | -1, what: string): Finding {
  const { r, n, interval, p, reason } = correlation(x, y);
  if (r === null || interval === null)
    return undecided(`The correlation of ${what} is not defined: ${reason ?? `${n} runs`}.`);
  const figures = { r, low: interval.low, high: interval.high, n, p };
  const words = `r of ${what} is ${shortNumber(r)} (95 % interval ${shortNumber(interval.low)} to ${shortNumber(interval.high)}, n = ${n})`;
  if (interval.low > 0 === sign > 0 && interval.low * interval.high > 0)
    return reproduced(`The ${words}, on the claimed side of 0.`, figures);
  if (interval.low * interval.high > 0)
    return contradicted(`The ${words}: the sign is the opposite.`, figures);
  return notSupported(
    `The ${words}: the interval contains 0${Math.sign(r) === sign ? '' : ' and the estimate has the other sign'}.`,
    figures,
  );
}

/**
 * Is the first sample's mean higher (or lower, `sign` −1)? Reproduced or contradicted where Welch's interval excludes 0,
 * else not supported; undecided where there is no test.
 */
export function differenceFinding(
  a: { readonly name: string; readonly values: Numbers },
  b: { readonly name: string; readonly values: Numbers },
  metric: string,
  sign: 1 | -1 = 1,
): Finding {
  const { difference, interval, p, reason } = welchTest(a.values, b.values);
  const [nA, nB] = [count(a.values), count(b.values)];
  const figures = { difference, low: interval?.low ?? null, high: interval?.high ?? null, p, nA, nB };
  if (interval === null || difference === null)
    return undecided(
      `${sentence(a.name)} (n = ${nA}) and ${b.name} (n = ${nB}) cannot be compared in ${metric}: ${reason ?? 'no test'}.`,
      figures,
      'at least two runs on each side',
    );
  const words = `${sentence(a.name)} (n = ${nA}) minus ${b.name} (n = ${nB}) is ${shortNumber(difference)} in mean ${metric} (95 % interval ${shortNumber(interval.low)} to ${shortNumber(interval.high)}, Welch ${pText(p)})`;
  if (interval.low <= 0 && interval.high >= 0)
    return notSupported(`${words}: no difference is shown.`, figures);
  return Math.sign(difference) === sign
    ? reproduced(`${words}.`, figures)
    : contradicted(`${words}: the opposite of the claim.`, figures);
}

/** Do the runs hold exactly these levels? */
export function levelsFinding(
  what: string,
  claimed: readonly string[],
  found: readonly string[],
  runs: number,
): Finding {
  const missing = claimed.filter((level) => !found.includes(level));
  const extra = found.filter((level) => !claimed.includes(level));
  const figures = { claimed, found };
  if (missing.length === 0 && extra.length === 0)
    return reproduced(`The ${runs} runs hold ${what} ${found.join(', ')}, as stated.`, figures);
  const parts = [
    missing.length > 0 ? `no run has ${missing.join(', ')}` : '',
    extra.length > 0 ? `some have ${extra.join(', ')}` : '',
  ].filter((part) => part !== '');
  return contradicted(
    `The ${runs} runs hold ${what} ${found.join(', ') || 'none'}: ${parts.join(' and ')}.`,
    figures,
  );
}

/** First letter in upper case. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function count(values: Numbers): number {
  let n = 0;
  for (const value of values) if (Number.isFinite(value)) n += 1;
  return n;
}
