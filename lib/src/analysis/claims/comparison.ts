import type { Finding } from './finding';
import type { ComparisonName, Evidence } from './evidence';
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
  const { baseline, treatment, note } = comparison;
  const found = differenceFinding(
    { name: sentence(words), values: treatment },
    { name: 'the baseline', values: baseline },
    'score',
    sign,
  );
  return note === undefined ? found : { ...found, reasoning: `${found.reasoning} (${note})` };
}
