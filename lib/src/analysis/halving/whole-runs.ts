import type { Objective, RunRecord } from '../../types';
import type { WholeCurve } from './successive-halving';

/** A run that was trained to its end, with what it was a try of. */
export interface WholeRun extends WholeCurve {
  /** Runs of one configuration differ in seed or held-out part only. */
  readonly configuration: string;
}

/**
 * The finished runs that have a history, as {@link successiveHalving} takes them. A score that is better lower is negated.
 *
 * @param column of the histories, for example `val_jaccard`
 * @param settings keys of the configuration that make runs the same; default what a search wrote into its records
 */
export function wholeRuns(
  records: readonly RunRecord[],
  { column, goal, settings = [] }: { column: string; settings?: readonly string[] } & Pick<Objective, 'goal'>,
): WholeRun[] {
  const sign = goal === 'maximize' ? 1 : -1;
  return records.flatMap(({ state, history, config, about }) => {
    const scores = history?.[column];
    if (state !== 'finished' || scores === undefined || scores.length === 0) return [];
    const own = about?.configuration;
    const configuration =
      settings.length > 0 || own === undefined
        ? JSON.stringify(settings.map((key) => config[key] ?? null))
        : JSON.stringify(own);
    return { configuration, scores: scores.map((score) => sign * score) };
  });
}
