import type { GroupSummary } from '../analysis';
import { roundedOr } from './resolution/columns';

/** The levels of a setting as a table: mean with its 95 % interval, standard deviation, best run and count. */
export function levelTable(
  setting: string,
  { levels }: Pick<GroupSummary, 'levels'>,
): Record<string, string | number | null>[] {
  return levels.map(({ level, n, mean, sd, interval, best, runs }) => ({
    setting,
    value: level,
    mean: roundedOr(mean),
    'interval from': roundedOr(interval?.low ?? null),
    to: roundedOr(interval?.high ?? null),
    sd: roundedOr(sd),
    best: roundedOr(best),
    runs: n,
    ...(levels.some((one) => one.runs > one.n) && { 'without score': runs - n }),
  }));
}
