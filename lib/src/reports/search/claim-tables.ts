import type { CheckedStatement } from '../claim-rows';
import { shortNames } from '../claim-rows';

type Row = Record<string, string>;

const because = ({ reasoning, wouldDecide }: CheckedStatement): string =>
  wouldDecide == null ? reasoning : `${reasoning} Would decide it: ${wouldDecide}.`;

/** Statements made beforehand, with their verdicts. @param others the runs that general ones are asked of again */
export function beforehandTable(checked: readonly CheckedStatement[], others: string): Row[] {
  return checked.map((claim) => ({
    'stated beforehand': claim.quotation,
    verdict: claim.verdict,
    because: because(claim),
    [`holds on ${others}`]: claim.again?.holds ?? '–',
  }));
}

/** Every statement with what decided it. */
export function claimTable(checked: readonly CheckedStatement[], others: string): Row[] {
  const short = shortNames(checked.map(({ by }) => by ?? ''));
  return checked.map(({ id, source, quotation, by = '', verdict, reasoning, again }) => ({
    claim: id,
    document: source,
    statement: quotation,
    'decided by': short.get(by) ?? by,
    verdict,
    because: reasoning,
    [`holds on ${others}`]: again?.holds ?? '–',
    'because there': again?.reasoning ?? '–',
  }));
}

/** What the short names of the table above stand for, a line each. */
export function claimSources(checked: readonly CheckedStatement[]): string {
  return [...shortNames(checked.map(({ by }) => by ?? ''))]
    .flatMap(([words, name]) => (words === name ? [] : [words]))
    .join('\n');
}

/** Statements that nothing here decides, with what would. */
export function undecidedTable(checked: readonly CheckedStatement[]): Row[] {
  return checked.flatMap(({ id, quotation, wouldDecide }) =>
    wouldDecide == null ? [] : [{ claim: id, statement: quotation, 'would decide it': wouldDecide }],
  );
}

/** Recommendations and hopes with what became of them. */
export function hopedTable(checked: readonly CheckedStatement[]): Row[] {
  return checked.map((claim) => ({
    recommended: claim.quotation,
    'decided by': claim.by ?? '–',
    verdict: claim.verdict,
    because: because(claim),
  }));
}
