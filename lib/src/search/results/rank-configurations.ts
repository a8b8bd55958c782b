import type { FieldValue } from '../../recipes';
import type { RunRecord } from '../../types';
import type { SearchSpace } from '../space/search-space';

/** A configuration with its trials. */
export interface RankedConfiguration {
  readonly configuration: number;
  readonly values: Readonly<Record<string, FieldValue>>;
  /** Mean of the objective over its trials. */
  readonly score: number;
  readonly records: readonly RunRecord[];
}

/** Configurations of which every trial is finished and has the objective, best first; and how many have not. */
export function rankConfigurations(
  records: readonly RunRecord[],
  space: Pick<SearchSpace, 'objective' | 'seeds' | 'folds'>,
): { readonly ranked: readonly RankedConfiguration[]; readonly incomplete: number } {
  const trials = trialsEach(space);
  const byConfiguration = new Map<number, RunRecord[]>();
  for (const record of records) {
    const number = Number(record.about?.configuration);
    byConfiguration.set(number, [...(byConfiguration.get(number) ?? []), record]);
  }
  const ranked = [...byConfiguration].flatMap(([configuration, own]): RankedConfiguration[] => {
    const score = configurationScore(own, space);
    if (own.length < trials || score === null) return [];
    return [{ configuration, values: valuesOf(own[0]!), score, records: own }];
  });
  const sign = space.objective.goal === 'maximize' ? -1 : 1;
  ranked.sort((a, b) => sign * (a.score - b.score) || a.configuration - b.configuration);
  return { ranked, incomplete: byConfiguration.size - ranked.length };
}

/** How many trials a configuration has. */
export function trialsEach({ seeds, folds }: Pick<SearchSpace, 'seeds' | 'folds'>): number {
  return seeds.length * folds.only.length;
}

/** Mean of the objective; null where a trial did not finish, or has no such number. */
export function configurationScore(
  records: readonly RunRecord[],
  { objective }: Pick<SearchSpace, 'objective'>,
): number | null {
  const scores = records.map((record) => objectiveIn(record, objective.metric));
  if (scores.length === 0 || scores.includes(null)) return null;
  return scores.reduce<number>((sum, score) => sum + score!, 0) / scores.length;
}

/** The objective of a finished trial; null where it has none. */
export function objectiveIn({ state, summary }: RunRecord, metric: string): number | null {
  const value = summary[metric];
  return state === 'finished' && typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** What a record's configuration set, by recipe field. */
export function valuesOf({ about }: RunRecord): Readonly<Record<string, FieldValue>> {
  return JSON.parse(String(about?.values ?? '{}')) as Record<string, FieldValue>;
}
