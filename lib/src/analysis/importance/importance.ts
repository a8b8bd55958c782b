import type { Random } from '../../random';
import { correlation } from '../statistics/correlation';
import { quantileSorted } from '../statistics/describe';
import { requireLevel, type Interval, type Numbers } from '../statistics/numbers';
import { ranksOf } from '../statistics/ranks';
import { binFeatures, type Feature } from './binned-features';
import { detectableShare } from './detection-limit';
import { ReplicateMaker, type Replicate } from './replicate';
import { chanceLimits, type ChanceLimits } from './shadows';

/** One measure of one feature's importance, over the bootstrap resamples. */
export interface ImportanceFigure {
  /** Mean over the resamples. */
  readonly value: number;
  /** Percentile interval over the resamples. */
  readonly interval: Interval;
  /** Rank among the features, 1 for the most important. */
  readonly rank: number;
  /** Interval of the rank over the resamples. */
  readonly rankInterval: Interval;
  /** Share of the resamples in which the feature comes first. */
  readonly firstShare: number;
  /** True where the value exceeds what features without effect reach by chance. */
  readonly detected: boolean;
}

export interface FeatureImportance {
  readonly name: string;
  /** Share of the variance over the search space that the feature explains alone (functional analysis of variance). */
  readonly fanova: ImportanceFigure;
  /** Share of the metric's variance lost on unseen runs when the feature is shuffled. */
  readonly permutation: ImportanceFigure;
}

export interface PairImportance {
  readonly a: string;
  readonly b: string;
  /** Share of the variance that the two explain together beyond each alone. */
  readonly value: number;
  readonly interval: Interval;
}

/** How much each feature matters to a metric, as a forest sees it, and how far that can be trusted. */
export interface Importance {
  /** Runs that entered. */
  readonly n: number;
  /** Runs left out because the metric was missing. */
  readonly dropped: number;
  /** Sorted by `fanova`, largest first. */
  readonly features: readonly FeatureImportance[];
  /** Pairs among the features that matter most, sorted, largest first. */
  readonly pairs: readonly PairImportance[];
  /**
   * Share of the variance predicted on unseen runs, with its interval. At or below 0 the forest has found nothing, and
   * the shares describe noise.
   */
  readonly rSquared: { readonly value: number; readonly interval: Interval } | null;
  /** Mean Spearman correlation of a resample's order (by fANOVA) with the reported order; 1: always the same. */
  readonly rankStability: number | null;
  readonly detection:
    | (ChanceLimits & {
        /** Smallest share of the variance that a straight-line test would notice with 80 % power at this many runs. */
        readonly share: number | null;
      })
    | null;
  readonly notices: readonly string[];
  /** Why nothing could be said, or null. */
  readonly reason: string | null;
}

export interface ImportanceOptions {
  readonly random: Random;
  /** Bootstrap resamples of the runs, default 200. */
  readonly resamples?: number;
  /** Trees on each resample; default 16, or 8 above 2000 runs. */
  readonly trees?: number;
  /** Features tried at each split; default all up to 8, else a third of them but 8 at least. */
  readonly tried?: number;
  /** Least runs in a leaf; default 5, less below 100 runs, and a five-hundredth of the runs where that is more. */
  readonly minLeaf?: number;
  /** Resamples with shadow features that set the detection limit, default 40. */
  readonly nullResamples?: number;
  /** Pairs are looked at among this many features of highest permutation importance, default 6. */
  readonly pairsAmong?: number;
  /** What a share is a share of: the ranges of the features (default, as Optuna does), or the runs as sampled. */
  readonly measure?: 'range' | 'runs';
  readonly level?: number;
  readonly signal?: AbortSignal;
  /** Called after each resample. */
  readonly onProgress?: (done: number, total: number) => void;
}

const fewestRuns = 10;
const mostHeldOut = 1000;

/**
 * Importance of features for a metric: functional analysis of variance and permutation importance on random forests,
 * one small forest for each bootstrap resample of the runs, so every figure comes with an interval.
 *
 * The intervals describe the forest's figure, not a physical truth: trees see weak, smooth or non-monotone effects
 * smaller than they are. Gives the event loop a turn after each resample; same data and seed, same answer.
 */
export async function importance(
  features: readonly Feature[],
  metric: Numbers,
  options: ImportanceOptions,
): Promise<Importance> {
  const { random, level = 0.95, resamples = 200, nullResamples = 40, pairsAmong = 6 } = options;
  requireLevel(level);
  if (!(resamples >= 20)) throw new RangeError(`invalid resamples; at least 20 are needed: ${resamples}`);
  for (const { name, values } of features)
    if (values.length !== metric.length)
      throw new RangeError(`feature ${name} has ${values.length} values for ${metric.length} of the metric`);
  const rows = Array.from({ length: metric.length }, (_, i) => i).filter((i) => Number.isFinite(metric[i]));
  const n = rows.length;
  const y = Float64Array.from(rows, (i) => metric[i]!);
  const usable = features.filter(({ values }) => new Set(rows.map((i) => values[i])).size > 1);
  const notices = features
    .filter((feature) => !usable.includes(feature))
    .map(({ name }) => `${name} never varies among these runs, so its effect cannot be seen`);
  const base = { n, dropped: metric.length - n };
  const nothing = (reason: string): Importance => ({
    ...base,
    features: [],
    pairs: [],
    rSquared: null,
    rankStability: null,
    detection: null,
    notices,
    reason,
  });
  if (n < fewestRuns) return nothing(`${n} runs have the metric; a forest needs at least ${fewestRuns}`);
  if (usable.length === 0) return nothing('no feature varies among these runs');
  if (y.every((value) => value === y[0])) return nothing('the metric is the same in every run');

  const data = binFeatures(usable, rows, options.measure);
  const p = usable.length;
  const shape = {
    trees: options.trees ?? (n > 2000 ? 8 : 16),
    tried: options.tried ?? Math.max(Math.min(p, 8), Math.ceil(p / 3)),
    minLeaf: options.minLeaf ?? Math.max(1, Math.min(5, Math.round(n / 20)), Math.ceil(n / 500)),
    heldOutRows: mostHeldOut,
  };
  let done = 0;
  const pause = async (): Promise<void> => {
    done += 1;
    options.onProgress?.(done, resamples + nullResamples);
    await new Promise((resume) => setImmediate(resume));
    options.signal?.throwIfAborted();
  };
  const maker = new ReplicateMaker(data, y, shape);
  const replicates: Replicate[] = [];
  const pilots = Math.min(10, resamples);
  for (let b = 0; b < pilots; b += 1) {
    replicates.push(maker.make(random));
    await pause();
  }
  const pairs = pairsOf(replicates, Math.min(pairsAmong, p));
  const withPairs: Replicate[] = [];
  while (replicates.length < resamples) {
    const replicate = maker.make(random, pairs);
    replicates.push(replicate);
    withPairs.push(replicate);
    await pause();
  }
  const limits = await chanceLimits(data, y, shape, nullResamples, random, pause);
  const fanova = figures(
    replicates.map(({ main }) => main),
    limits.main,
    level,
  );
  const permutation = figures(
    replicates.map(({ permutation: values }) => values),
    limits.permutation,
    level,
  );
  const rSquared = spread(
    replicates.map(({ rSquared: value }) => value),
    level,
  );
  if (rSquared.value <= 0)
    notices.push('the forest predicts unseen runs no better than their mean, so the shares describe noise');
  const all = usable
    .map(({ name }, f) => ({ name, fanova: fanova[f]!, permutation: permutation[f]! }))
    .sort((a, b) => a.fanova.rank - b.fanova.rank);
  return {
    ...base,
    features: all,
    pairs: pairs
      .map(([f, g], k) => ({
        a: usable[f]!.name,
        b: usable[g]!.name,
        ...spread(
          withPairs.map(({ pairs: shares }) => shares[k]!),
          level,
        ),
      }))
      .sort((a, b) => b.value - a.value),
    rSquared,
    rankStability:
      p < 2
        ? null
        : stabilityOf(
            replicates.map(({ main }) => main),
            fanova,
          ),
    detection: { ...limits, share: detectableShare(n, { factors: p }) },
    notices: [...notices, ...data.notices],
    reason: null,
  };
}

/** Every pair among the features that lose most when shuffled; shuffling sees interactions, main effects alone do not. */
function pairsOf(replicates: readonly Replicate[], among: number): [number, number][] {
  const p = replicates[0]!.permutation.length;
  const strength = Array.from({ length: p }, (_, f) =>
    replicates.reduce((sum, r) => sum + r.permutation[f]!, 0),
  );
  const top = strength
    .map((value, f) => ({ value, f }))
    .sort((a, b) => b.value - a.value)
    .slice(0, among)
    .map(({ f }) => f)
    .sort((a, b) => a - b);
  return top.flatMap((f, i) => top.slice(i + 1).map((g): [number, number] => [f, g]));
}

function figures(replicates: readonly Float64Array[], limit: number, level: number): ImportanceFigure[] {
  const p = replicates[0]!.length;
  const ranks = replicates.map((values) => ranksOf(values.map((value) => -value)));
  const spreads = Array.from({ length: p }, (_, f) =>
    spread(
      replicates.map((values) => values[f]!),
      level,
    ),
  );
  const order = ranksOf(spreads.map(({ value }) => -value));
  return spreads.map(({ value, interval }, f) => ({
    value,
    interval,
    rank: order[f]!,
    rankInterval: spread(
      ranks.map((rank) => rank[f]!),
      level,
    ).interval,
    firstShare: ranks.filter((rank) => rank[f] === 1).length / replicates.length,
    detected: value > limit,
  }));
}

function spread(values: readonly number[], level: number): { value: number; interval: Interval } {
  const sorted = Float64Array.from(values).sort();
  return {
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
    interval: {
      low: quantileSorted(sorted, (1 - level) / 2),
      high: quantileSorted(sorted, (1 + level) / 2),
      level,
    },
  };
}

function stabilityOf(replicates: readonly Float64Array[], reported: readonly ImportanceFigure[]): number {
  const order = reported.map(({ rank }) => -rank);
  const each = replicates.map((values) => correlation(values, order, { method: 'spearman' }).r ?? 0);
  return each.reduce((sum, r) => sum + r, 0) / each.length;
}
