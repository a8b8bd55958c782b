import type { ComparisonName, Evidence } from './evidence';
import type { Finding } from './finding';
import { differenceFinding, sentence } from './findings';

/** Decides a claim by trainings with and without a change; null where none were given. @param sign −1 where it should hurt. */
export function comparisonFinding(
  evidence: Evidence,
  name: ComparisonName,
  words: string,
  sign: 1 | -1 = 1,
): Finding | null {
  const comparison = evidence.comparisons?.[name];
  if (comparison === undefined) return null;
  const { baseline, treatment, note, data } = comparison;
  const found = differenceFinding(
    { name: sentence(words), values: treatment },
    { name: 'the baseline', values: baseline },
    'score',
    sign,
  );
  const where = note === undefined ? '' : ` (notebook ${note})`;
  return {
    ...found,
    by: `trainings with and without it: ${data ?? `${treatment.length} and ${baseline.length}`}${where}`,
    ...(found.verdict === 'cannot be decided from the data' && {
      wouldDecide: 'the same comparison with three seeds or more',
    }),
  };
}
