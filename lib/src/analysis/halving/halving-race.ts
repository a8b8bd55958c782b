import type { Random } from '../../random';
import { meanOf, quantileSorted } from '../statistics/describe';
import type { Interval } from '../statistics/numbers';
import { successiveHalving, type HalvingOptions } from './successive-halving';
import type { WholeRun } from './whole-runs';

/** A quantity over many orders: mean, and the middle 90 % of them. */
export interface OverOrders {
  readonly mean: number;
  readonly middle: Interval;
}

/** One way to go through the configurations. */
export interface RaceSide {
  /** Best score so far at each of {@link HalvingRace.epochs}. */
  readonly best: readonly OverOrders[];
  /** Epochs until every configuration has had its turn. */
  readonly epochs: OverOrders;
  /** Mean score over all its runs of the configuration with the best score: what was bought, without the luck of its seed. */
  readonly chosen: OverOrders;
}

/** Successive halving against training every configuration to its end, over the same orders of the same runs. */
export interface HalvingRace extends HalvingOptions {
  readonly configurations: number;
  readonly runs: number;
  readonly orders: number;
  /** Epochs spent, from 1 to those of the longest grid. */
  readonly epochs: readonly number[];
  readonly grid: RaceSide;
  readonly halving: RaceSide;
  /** When halving has had its turn with every configuration: what each has found after that many epochs. */
  readonly atEqualBudget: {
    readonly grid: OverOrders;
    readonly halving: OverOrders;
    /** Halving less grid, order by order. */
    readonly difference: OverOrders;
    /** Share of the orders in which halving had found more, and in which both had the same. */
    readonly more: number;
    readonly same: number;
  };
  /** Epochs after which the grid's mean has what halving ends with; null where it never has. */
  readonly gridNeeds: number | null;
  /** Share of the orders in which the configuration that is best by its mean was trained to its end. */
  readonly bestKept: number;
  /** What pruning cost: grid less halving, once each has had its turn with all of them. */
  readonly lost: OverOrders;
}

export interface HalvingRaceOptions extends HalvingOptions {
  readonly random: Random;
  /** Orders to go through, default 1000. */
  readonly orders?: number;
  /** Points of the curves, default 60. */
  readonly points?: number;
}

/**
 * Replays recorded trainings in many random orders, one after the other. In each order every configuration is tried once, with
 * one of its runs by chance; both sides see the same. What a training has found counts from its epoch on, also where it is pruned.
 *
 * @throws RangeError with fewer than two configurations
 */
export function halvingRace(runs: readonly WholeRun[], options: HalvingRaceOptions): HalvingRace {
  const { minEpochs, factor, random, orders = 1000, points = 60 } = options;
  const groups = grouped(runs);
  if (groups.length < 2)
    throw new RangeError(`a race needs two configurations with a history; there are ${groups.length}`);
  const quality = groups.map((own) => meanOf(own.map(({ scores }) => bestOf(scores))));
  const winner = quality.indexOf(Math.max(...quality));
  const laps = Array.from({ length: orders }, () => {
    const order = shuffled(groups.length, random);
    const curves = order.map((i) => groups[i]![random.int(groups[i]!.length)]!);
    const halved = successiveHalving(curves, { minEpochs, factor });
    const whole = curves.map(({ scores }) => ({ epochs: scores.length }));
    return {
      grid: lap(curves, whole),
      halving: lap(curves, halved),
      order,
      kept: !halved[order.indexOf(winner)]!.pruned,
    };
  });
  const longest = Math.max(...laps.map(({ grid }) => grid.length - 1));
  const epochs = [
    ...new Set(Array.from({ length: points }, (_, i) => Math.ceil(((i + 1) * longest) / points))),
  ];
  const side = (name: 'grid' | 'halving'): RaceSide => ({
    best: epochs.map((at) => overOrders(laps.map((one) => bestAt(one[name], at)))),
    epochs: overOrders(laps.map((one) => one[name].length - 1)),
    chosen: overOrders(laps.map((one) => quality[one.order[one[name].at(-1)!.by]!]!)),
  });
  const ends = laps.map(({ grid, halving }) => ({
    grid: bestAt(grid, halving.length - 1),
    halving: halving.at(-1)!.best,
    whole: grid.at(-1)!.best,
  }));
  const share = (of: (one: (typeof ends)[number]) => boolean): number => ends.filter(of).length / orders;
  const [grid, halving] = [side('grid'), side('halving')];
  const reached = overOrders(ends.map((one) => one.halving));
  const enough = grid.best.findIndex(({ mean }) => mean >= reached.mean - 1e-12);
  return {
    minEpochs,
    factor,
    configurations: groups.length,
    runs: runs.length,
    orders,
    epochs,
    grid,
    halving,
    atEqualBudget: {
      grid: overOrders(ends.map((one) => one.grid)),
      halving: reached,
      difference: overOrders(ends.map((one) => one.halving - one.grid)),
      more: share((one) => one.halving > one.grid),
      same: share((one) => one.halving === one.grid),
    },
    gridNeeds: enough < 0 ? null : epochs[enough]!,
    bestKept: laps.filter(({ kept }) => kept).length / orders,
    lost: overOrders(ends.map((one) => one.whole - one.halving)),
  };
}

/** Best score after each epoch spent, from 0 on, and which training in the order has it. */
type Lap = readonly { readonly best: number; readonly by: number }[];

function lap(curves: readonly WholeRun[], given: readonly { readonly epochs: number }[]): Lap {
  const spent = [{ best: -Infinity, by: 0 }];
  curves.forEach(({ scores }, by) => {
    for (let epoch = 0; epoch < given[by]!.epochs; epoch += 1) {
      const last = spent.at(-1)!;
      spent.push(scores[epoch]! > last.best ? { best: scores[epoch]!, by } : last);
    }
  });
  return spent;
}

const bestAt = (of: Lap, epochs: number): number => of[Math.min(epochs, of.length - 1)]!.best;
const bestOf = (scores: readonly number[]): number =>
  scores.reduce((best, score) => (score > best ? score : best), -Infinity);

/** Mean and middle of what is finite. */
function overOrders(values: readonly number[]): OverOrders {
  const sorted = Float64Array.from(values.filter(Number.isFinite)).sort();
  if (sorted.length === 0) return { mean: NaN, middle: { low: NaN, high: NaN, level: 0.9 } };
  return {
    mean: meanOf(sorted),
    middle: { low: quantileSorted(sorted, 0.05), high: quantileSorted(sorted, 0.95), level: 0.9 },
  };
}

function grouped(runs: readonly WholeRun[]): WholeRun[][] {
  const groups = new Map<string, WholeRun[]>();
  for (const run of runs) groups.set(run.configuration, [...(groups.get(run.configuration) ?? []), run]);
  return [...groups.values()];
}

function shuffled(length: number, random: Random): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i -= 1) {
    const j = random.int(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
