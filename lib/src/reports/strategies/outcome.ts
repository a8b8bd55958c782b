import type { TrainingPath } from '../../figures';
import { rounded } from '../resolution/columns';

/** One training of a strategy: its path, and what it reached on held-out images (`final`, a hard Jaccard). */
export interface StrategyOutcome extends TrainingPath {
  readonly seconds: number;
  /** Of each stage. */
  readonly epochs: readonly number[];
  readonly f1: number;
  /** Validation score before the images changed size, and of the same weights after; null where they did not. */
  readonly change: { readonly before: number; readonly after: number } | null;
}

/** A training in stages with its score, as an outcome. */
export function strategyOutcome(
  strategy: string,
  seed: number,
  staged: Pick<StrategyOutcome, 'points' | 'seconds'> & {
    readonly stages: readonly { readonly history: { readonly epoch: readonly number[] } }[];
    readonly changes: readonly { readonly before: number; readonly after: number }[];
  },
  test: {
    readonly scores: { readonly jaccard: number };
    readonly objects: { readonly f1: number };
  },
): StrategyOutcome {
  const [change] = staged.changes;
  return {
    strategy,
    seed,
    points: staged.points,
    final: test.scores.jaccard,
    f1: test.objects.f1,
    seconds: staged.seconds,
    epochs: staged.stages.map(({ history }) => history.epoch.length),
    change: change === undefined ? null : { before: change.before, after: change.after },
  };
}

/** Outcomes as a table. @param unit what was held out: `slides` */
export function outcomeTable(
  outcomes: readonly StrategyOutcome[],
  unit: string,
): Record<string, string | number>[] {
  return outcomes.map(({ strategy, seed, seconds, epochs, final, f1 }) => ({
    strategy,
    seed,
    'time, s': rounded(seconds, 1),
    epochs: epochs.join(' + '),
    [`Jaccard, held-out ${unit}`]: final,
    'detection F1': f1,
  }));
}

/** What changing the size did before any step, a row a training that changed it. */
export function shockTable(outcomes: readonly StrategyOutcome[], side: number): Record<string, number>[] {
  return outcomes.flatMap(({ seed, change }) =>
    change === null
      ? []
      : [
          {
            seed,
            [`at ${side / 2}²`]: change.before,
            [`same weights at ${side}²`]: change.after,
            change: change.after - change.before,
          },
        ],
  );
}
