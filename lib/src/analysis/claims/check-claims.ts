import type { RunRecord } from '../../types';
import type { Fields } from '../records/roles';
import { arithmeticClaims } from './arithmetic';
import type { CheckedClaim, Claim } from './claim';
import type { Verdict } from './finding';
import type { Evidence } from './evidence';
import { gridCriteria } from './grid-criteria';
import { gridDesign } from './grid-design';
import { gridHypotheses } from './grid-hypotheses';
import { Study } from './material';
import { searchCauses } from './search-causes';
import { searchNumbers } from './search-numbers';
import { searchRankings } from './search-rankings';
import { sweepConfiguration } from './sweep-configuration';
import { sweepRecommendations } from './sweep-recommendations';
import { sweepTopRuns } from './sweep-top-runs';
import { sweepTrends } from './sweep-trends';

/** What the published documents state, each with the check that decides it. */
export const claims: readonly Claim[] = [
  ...sweepTopRuns,
  ...sweepTrends,
  ...sweepRecommendations,
  ...sweepConfiguration,
  ...searchNumbers,
  ...searchRankings,
  ...searchCauses,
  ...arithmeticClaims,
  ...gridDesign,
  ...gridHypotheses,
  ...gridCriteria,
];

/** The runs that claims are checked on; claims about a study that is not given cannot be decided. */
export interface ClaimRuns {
  /** The search over learning rate, batch size, dropout and loss. */
  readonly search?: readonly RunRecord[];
  /** The grid over learning rate, batch size and architecture. */
  readonly grid?: readonly RunRecord[];
  /** The W&B sweep. */
  readonly sweep?: readonly RunRecord[];
  /** Measurements beside the runs. */
  readonly evidence?: Evidence;
  /** Names of columns, where they are not found by themselves. */
  readonly fields?: Partial<Readonly<Record<'search' | 'grid' | 'sweep', Fields>>>;
}

/** Checks claims on runs. @param list default all of {@link claims}. */
export function checkClaims(runs: ClaimRuns, list: readonly Claim[] = claims): CheckedClaim[] {
  const study = (subject: 'search' | 'grid' | 'sweep'): Study | null => {
    const records = runs[subject];
    return records === undefined ? null : new Study(records, runs.fields?.[subject]);
  };
  const material = {
    search: study('search'),
    grid: study('grid'),
    sweep: study('sweep'),
    evidence: runs.evidence ?? {},
  };
  return list.map(({ check, ...claim }) => ({ ...claim, ...check(material) }));
}

/** How many claims got each verdict. */
export function countVerdicts(checked: readonly CheckedClaim[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = {
    reproduced: 0,
    'not supported by the data': 0,
    contradicted: 0,
    'cannot be decided from the data': 0,
  };
  for (const { verdict } of checked) counts[verdict] += 1;
  return counts;
}
