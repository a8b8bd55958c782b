import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { median, verdictOf } from './verdict.mjs';

/** The median of a value over rounds with its spread, half the distance between the quartiles, in percent of it. */
export function centre(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  const middle = median(sorted);
  return { median: middle, spread: (50 * (at(0.75) - at(0.25))) / middle };
}

/**
 * Ratios of two contenders' times, paired by round, and the verdict where there is a bar.
 *
 * @param {readonly { results: Map<string, object> }[]} rounds
 * @param {(result: object) => number} timeOf
 * @param {readonly (readonly [ours: string, other: string, bar: number | null])[]} pairs
 */
export function pairedRatios(rounds, timeOf, pairs) {
  return pairs.flatMap(([ours, other, bar]) => {
    const both = rounds.filter(({ results }) => results.has(ours) && results.has(other));
    if (both.length === 0) return [];
    const ratios = both.map(({ results }) => timeOf(results.get(ours)) / timeOf(results.get(other)));
    const { median: ratio, low, high, verdict } = verdictOf(ratios, bar ?? Infinity);
    const busy = both.some((round) => round.busy);
    return [
      {
        ours,
        other,
        ratio,
        low,
        high,
        bar,
        verdict: bar === null ? null : busy ? 'not told' : verdict,
        ratios,
      },
    ];
  });
}

/** The fastest of several contenders: the one with the smallest median. */
export function fastestOf(rounds, timeOf, names) {
  const times = names
    .map((name) => [
      name,
      rounds.flatMap(({ results }) => (results.has(name) ? [timeOf(results.get(name))] : [])),
    ])
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => [name, median(values)]);
  return times.sort((a, b) => a[1] - b[1])[0]?.[0] ?? null;
}

/** Ratios as rows of a table. */
export const ratioRows = (ratios) =>
  ratios.map(({ ours, other, ratio, low, high, bar, verdict }) => ({
    ours,
    other,
    ratio,
    from: low,
    to: high,
    bar: bar ?? '',
    'at most the bar': verdict ?? '',
  }));

/** What a table of verdicts needs said. */
export const verdictRule =
  'Each ratio is the median over rounds; from and to hold it with a chance of 90 % or more (all ratios where there are fewer\n' +
  'than five rounds). yes: the whole interval is at most the bar; no: all of it is above; not told: neither, too few rounds,\n' +
  'or a busy one.';

/** The machine, without its name. */
export const machine = () => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGB: Math.round(totalmem() / 1e9),
  system: `${platform()} ${arch()}`,
  node: process.version,
});

/** Writes out/bench/<name>.json, without where the Python of the peers is, and says where. */
export function writeResults(name, content) {
  mkdirSync('out/bench', { recursive: true });
  const path = `out/bench/${name}.json`;
  const options = { ...content.options, python: undefined };
  writeFileSync(path, `${JSON.stringify({ machine: machine(), ...content, options }, null, 1)}\n`);
  console.log(`\n${path}`);
}

/** Rounds as plain data. */
export const plainRounds = (rounds) =>
  rounds.map(({ results, ...round }) => ({ ...round, results: Object.fromEntries(results) }));
