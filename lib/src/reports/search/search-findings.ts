import type { CheckedClaim } from '../../analysis';
import { countHolds, countVerdicts } from '../../analysis';
import { fixed, settingPhrase } from '../../figures';
import { markdown, markdownList, type Markdown } from '../../text';
import type { GridFacts } from '../facts/grid-facts';
import type { SearchFacts } from '../facts/search-facts';
import { luckVerdict } from '../luck';
import { percentText, probabilityText } from '../words';

/** Everything that the findings are decided by. */
export interface SearchFindings {
  readonly facts: SearchFacts;
  /** What was searched: runs, images, score, seeds. */
  readonly data: string;
  readonly grid: GridFacts | null;
  /** The collection's own search, and what it is of; null beside runs of the reader's. */
  readonly own: { readonly facts: SearchFacts; readonly data: string } | null;
  /** Statements made before the grid. */
  readonly beforehand: readonly CheckedClaim[];
  readonly claims: readonly CheckedClaim[];
  /** The runs that general statements were asked of again: `our beads`. */
  readonly others: string;
}

/** What notebook 08 found, in sentences that the facts decide; nothing in a run's name is read as markup. */
export function searchFindings(given: SearchFindings): Markdown {
  const { facts, own, beforehand, claims, others } = given;
  const decided = beforehand.filter(({ verdict }) => verdict !== 'cannot be decided from the data');
  const byVerdict = (['reproduced', 'not supported by the data', 'contradicted'] as const).map(
    (verdict) => `${decided.filter((claim) => claim.verdict === verdict).length} ${verdict}`,
  );
  const verdicts = Object.entries(countVerdicts(claims)).map(([verdict, n]) => `${n} ${verdict}`);
  const holds = countHolds(claims);
  return markdownList([
    bestSentence(given),
    winnersSentence(facts),
    strongestSentence(facts),
    facts.changes.median === null
      ? ''
      : `The median run loses ${percentText(-facts.changes.median, 1, false)} of its score from its best to its last epoch.`,
    gridSentence(given),
    own === null
      ? ''
      : `On our beads (${own.data}), the best run is, against luck, ${luckVerdict(own.facts.luck)}.`,
    `Of ${beforehand.length} hypotheses and criteria of the published grid, ${decided.length} could be decided: ${byVerdict.join(', ')}.`,
    `Of ${claims.length} published claims, ${verdicts.join(', ')}.`,
    `${holds.yes + holds.no + holds['not told']} of them claim to be general. On ${others} ${holds.yes} of these hold, ${holds.no} do not, ${holds['not told']} are not told.`,
  ]);
}

function bestSentence({ facts, data }: SearchFindings): Markdown {
  const { scores, luck } = facts;
  const first = facts.runs[0]!;
  const quantity = facts.quantity.charAt(0).toLowerCase() + facts.quantity.slice(1);
  const epoch = first.bestEpoch === null ? '' : markdown` in epoch ${first.bestEpoch}`;
  const spread = scores.sd === null ? '' : markdown` ± ${fixed(scores.sd, 4)}`;
  return markdown`The best of ${scores.n} runs (${data}) is ${first.label}, with a ${quantity} of **${fixed(first.best, 4)}**${epoch}; the mean is ${fixed(scores.mean ?? NaN, 4)}${spread}. Against luck: ${luckVerdict(luck)}.`;
}

function winnersSentence({ factors }: SearchFacts): string {
  if (factors.length === 0) return '';
  const said = factors.map(({ title, best: { winnerByBest, winnerByMean } }) =>
    winnerByMean === winnerByBest
      ? `${title}: ${winnerByBest ?? 'none'} has the best run and the best mean`
      : `${title}: ${winnerByBest ?? 'none'} has the best run, ${winnerByMean ?? 'none'} the best mean`,
  );
  return `${said.join('. ')}.`;
}

function strongestSentence({ factors, warnings }: SearchFacts): string {
  const [strongest] = factors.filter(({ pHolm }) => pHolm !== null).sort((a, b) => a.pHolm! - b.pHolm!);
  if (strongest === undefined) return 'No setting could be tested.';
  const { title, key, pHolm } = strongest;
  const text = probabilityText(pHolm);
  if (pHolm! >= 0.05)
    return `No setting's values can be told apart after correction for the number of settings (the least p is ${text}, ${settingPhrase(key)}).`;
  const confounded = warnings.some(({ kind }) => kind === 'confounded factors');
  return `${title} makes a difference (p ${pHolm! < 0.001 ? text : `= ${text}`} after Holm)${confounded ? ', or a setting that was not fully crossed with it does' : ''}.`;
}

function gridSentence({ grid }: SearchFindings): string {
  if (grid === null) return '';
  const { records, rateIdle, best, noise } = grid;
  const found = rateIdle
    ? `the learning rate was never applied, so ${records.length} runs are ${records.length} tries of fewer settings`
    : `${best[0]!.record.name} is best with ${fixed(best[0]!.value, 4)}`;
  const repeated =
    noise === null ? '' : `; runs of one setting differ by a standard deviation of ${fixed(noise, 4)}`;
  return `Grid: ${found}${repeated}.`;
}
