import type { RunRecord } from '../../types';
import { confoundedFactors } from '../audit/confounded-factors';
import { hasValue, fieldName, type Field } from '../records/fields';
import type { Fields, Role } from '../records/roles';
import type { AskedAgain, Claim, Holds } from './claim';
import type { ClaimRuns, StudyName } from './claim-runs';
import type { Verdict } from './finding';
import { materialOf, roleWords, sourceOf, type Study } from './material';

const answers: Readonly<Record<Verdict, Holds>> = {
  reproduced: 'yes',
  contradicted: 'no',
  'not supported by the data': 'not told',
  'cannot be decided from the data': 'not told',
};

/**
 * Asks claims of runs that they were not read off. Where a setting was not varied there, or not crossed with the others, so
 * that a difference may be another setting's, the grid is asked in place of the search.
 */
export function asking(runs: ClaimRuns): (claim: Claim) => AskedAgain {
  const sweep = runs.sweep ?? runs.search;
  const dice = sweep === undefined ? {} : diceFromHistory(sweep);
  const plain: ClaimRuns = {
    ...runs,
    ...(sweep !== undefined && { sweep }),
    fields: { ...runs.fields, sweep: { ...dice, ...runs.fields?.sweep } },
    data: { ...(runs.data?.search !== undefined && { sweep: runs.data.search }), ...runs.data },
  };
  return (claim) => {
    const first = answer(claim, plain);
    if (first.told || claim.subject === 'arithmetic' || claim.subject === 'grid') return first.again;
    const second = answer(claim, inPlace(plain, claim.subject));
    return second.told ? second.again : first.again;
  };
}

/** The grid in the place of another study. */
function inPlace(runs: ClaimRuns, subject: StudyName): ClaimRuns {
  const { grid } = runs;
  if (grid === undefined) return { ...(runs.evidence !== undefined && { evidence: runs.evidence }) };
  const words = runs.data?.grid;
  return {
    ...runs,
    [subject]: grid,
    fields: { [subject]: { ...diceFromHistory(grid), ...runs.fields?.grid } },
    data: words === undefined ? {} : { [subject]: words },
  };
}

/** The answer of one set of runs, and whether these could be asked at all. */
function answer(claim: Claim, runs: ClaimRuns): { readonly again: AskedAgain; readonly told: boolean } {
  const { subject, about, check } = claim;
  const material = materialOf(runs, true);
  const { verdict, reasoning, figures, by } = check(material);
  const told = { by: by ?? sourceOf(subject, runs), figures };
  const study = subject === 'arithmetic' ? null : material[subject];
  const mixed = by !== undefined || about === undefined || study === null ? [] : mixedWith(study, about);
  const holds = answers[verdict];
  if (holds === 'not told' || mixed.length === 0)
    return {
      again: { holds, reasoning, ...told },
      told: verdict !== 'cannot be decided from the data' && mixed.length === 0,
    };
  const setting = roleWords[about!].replace(/^an? /, '');
  const words = `${setting} was not crossed with ${enumerated(mixed)} there, so the difference may be theirs`;
  return { again: { holds: 'not told', reasoning: `${reasoning} But ${words}.`, ...told }, told: false };
}

/** Settings that were not varied independently of one. */
function mixedWith(study: Study, role: Role): string[] {
  const field = study.fields[role];
  if (field === undefined) return [];
  const own = fieldName(field);
  const pairs = confoundedFactors(study.records).map(({ evidence }) => [
    String(evidence.a),
    String(evidence.b),
  ]);
  return pairs
    .filter((pair) => pair.includes(own))
    .map(([a, b]) => (a === own ? b! : a!).replaceAll('_', ' '))
    .sort();
}

function enumerated(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

/** The validation Dice of runs that log it in their histories only: that of the epoch with the best Jaccard index. */
function diceFromHistory(records: readonly RunRecord[]): Fields {
  const dice: Field = {
    name: 'validation Dice at the best epoch',
    read: ({ history }) => {
      const [score, jaccard] = [history?.val_dice, history?.val_jaccard];
      if (score === undefined || jaccard === undefined) return undefined;
      const best = jaccard.reduce((held, value, i) => (value > (jaccard[held] ?? -Infinity) ? i : held), 0);
      return score[best];
    },
  };
  return hasValue(records, dice) ? { dice } : {};
}
