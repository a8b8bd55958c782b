import type { Random } from '../../random';
import { quantile } from '../statistics/describe';
import type { BinnedFeatures } from './binned-features';
import { ReplicateMaker, type ForestShape } from './replicate';

/** What a feature that does nothing reaches by chance: values at or below are not told from nothing. */
export interface ChanceLimits {
  readonly main: number;
  readonly permutation: number;
  /** Shadow features in each of the null resamples. */
  readonly shadows: number;
  readonly resamples: number;
}

const mostShadows = 12;

/**
 * Shadow features (Kursa and Rudnicki, 2010, Journal of Statistical Software 36): shuffled copies of real features
 * compete with the real ones, and the 95th percentile over resamples of the best shadow is the limit. The limit thus
 * allows for the number of features looked at and for the real effects that are present.
 */
export async function chanceLimits(
  data: BinnedFeatures,
  y: Float64Array,
  shape: ForestShape,
  resamples: number,
  random: Random,
  pause: () => Promise<void>,
): Promise<ChanceLimits> {
  const p = data.names.length;
  const { n } = data;
  const shadows = Math.min(mostShadows, p);
  const chosen = random.shuffle(Array.from({ length: p }, (_, f) => f)).slice(0, shadows);
  const bins = new Uint8Array((p + shadows) * n);
  bins.set(data.bins);
  const copy = <T>(values: readonly T[]): T[] => [...values, ...chosen.map((f) => values[f]!)];
  const widened: BinnedFeatures = {
    ...data,
    names: copy(data.names),
    bins,
    binCounts: copy(data.binCounts),
    unordered: copy(data.unordered),
    measures: copy(data.measures),
  };
  const tried = Math.min(p + shadows, Math.round((shape.tried * (p + shadows)) / p));
  const maker = new ReplicateMaker(widened, y, { ...shape, tried });
  const best = { main: [] as number[], permutation: [] as number[] };
  for (let b = 0; b < resamples; b += 1) {
    chosen.forEach((f, s) => {
      const column = data.bins.slice(f * n, (f + 1) * n);
      shuffleBytes(column, random);
      bins.set(column, (p + s) * n);
    });
    const { main, permutation } = maker.make(random);
    best.main.push(Math.max(...main.subarray(p)));
    best.permutation.push(Math.max(0, ...permutation.subarray(p)));
    await pause();
  }
  return {
    main: quantile(best.main, 0.95),
    permutation: quantile(best.permutation, 0.95),
    shadows,
    resamples,
  };
}

function shuffleBytes(values: Uint8Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i -= 1) {
    const j = random.int(i + 1);
    const held = values[i]!;
    values[i] = values[j]!;
    values[j] = held;
  }
}
