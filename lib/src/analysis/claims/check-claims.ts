import { asking } from './again';
import { arithmeticClaims } from './arithmetic';
import { isGeneral, type CheckedClaim, type Claim, type Holds } from './claim';
import type { ClaimRuns } from './claim-runs';
import type { Verdict } from './finding';
import { gridCriteria } from './grid-criteria';
import { gridDesign } from './grid-design';
import { gridHypotheses } from './grid-hypotheses';
import { materialOf, sourceOf } from './material';
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

/**
 * Checks claims on the runs that they were read off. What claims to be general is asked of other runs, too, where
 * `again` gives some; that answer stands beside the verdict and never changes it.
 *
 * @param again runs of one's own; a sweep that is missing there is asked of the search
 * @param list default all of {@link claims}
 */
export function checkClaims(
  runs: ClaimRuns,
  { again, list = claims }: { again?: ClaimRuns; list?: readonly Claim[] } = {},
): CheckedClaim[] {
  const material = materialOf(runs);
  const other = again === undefined ? null : asking(again);
  return list.map((claim): CheckedClaim => {
    const { id, source, quotation, kind, subject, check } = claim;
    const found = check(material);
    const open = found.verdict === 'cannot be decided from the data';
    return {
      ...{ id, source, quotation, kind, subject },
      ...found,
      by: found.by ?? sourceOf(subject, runs),
      wouldDecide: open ? (found.wouldDecide ?? 'runs that vary what it speaks of') : null,
      again: other !== null && isGeneral(claim) ? other(claim) : null,
    };
  });
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

/** How many general claims hold on the other runs, do not, or are not told. */
export function countHolds(checked: readonly CheckedClaim[]): Record<Holds, number> {
  const counts: Record<Holds, number> = { yes: 0, no: 0, 'not told': 0 };
  for (const { again } of checked) if (again !== null) counts[again.holds] += 1;
  return counts;
}
