import { movedRanks, type GroupSummary, type Ranking, type SampledHistory } from '../../analysis';
import { counted } from '../../figures';
import { asMarkdown, markdown, markdownList, type Markdown } from '../../text';
import type { Objective, RunRecord } from '../../types';
import type { PullCounts } from './pull-summary';
import { sweepsOf } from './pull-summary';
import type { ColumnGaps } from './varying-columns';

/** Everything that the findings are decided by. */
export interface PullFacts {
  readonly records: readonly RunRecord[];
  readonly ranking: Ranking;
  readonly goal: Objective['goal'];
  /** Null for runs that were read from a file. */
  readonly pull: PullCounts | null;
  readonly gaps: ColumnGaps;
  /** Columns of the table of runs. */
  readonly columns: number;
  readonly settings: readonly string[];
  /** By the first setting; null where none varies. */
  readonly byFactor: GroupSummary | null;
  readonly sampled: readonly SampledHistory[];
  /** Which way the sampled curve is better. */
  readonly sampledGoal: Objective['goal'];
  /** Whether the sampled runs are those that were read, and not the collection's own. */
  readonly sampledHere: boolean;
}

/** What notebook 01 found, in sentences that the facts decide; nothing in a run's name is read as markup. */
export function pullFindings(facts: PullFacts): Markdown {
  const { gaps, columns, settings } = facts;
  return markdownList([
    countSentence(facts),
    bestSentence(facts),
    `${gaps.gaps.length} columns have gaps, ${gaps.constant.length} do not vary: of ${columns} columns, ${settings.length} settings can explain anything.`,
    factorSentence(facts),
    sampleSentence(facts),
  ]);
}

function countSentence({ records, ranking, pull }: PullFacts): Markdown {
  const of =
    pull === null
      ? ''
      : `, ${pull.complete ? 'all that the server counts' : `of the ${pull.expected ?? 'unknown number'} that the server counts`}`;
  return markdown`**${records.length} runs in ${counted(sweepsOf(records), 'sweep')}**${of}; ${ranking.ranked.length} have a score.`;
}

function bestSentence({ ranking }: PullFacts): Markdown | null {
  const winner = ranking.ranked[0];
  if (winner === undefined) return null;
  const batch = winner.record.config.batch_size;
  const at = typeof batch === 'number' ? markdown` at batch size ${batch}` : '';
  return markdown`The best score is **${winner.value.toFixed(5)}**, of the run ${winner.record.name}${at}.`;
}

function factorSentence({ byFactor, goal }: PullFacts): string {
  const sign = goal === 'maximize' ? 1 : -1;
  const [top] = (byFactor?.levels ?? [])
    .filter(({ mean }) => mean !== null)
    .sort((a, b) => sign * (b.mean! - a.mean!));
  if (byFactor === null || top === undefined) return '';
  const spread = top.sd === null ? '' : `, standard deviation ${top.sd.toFixed(4)}`;
  return `By ${byFactor.factor} (section 5) the mean is best at ${top.level}: ${top.mean!.toFixed(4)} over ${top.n} runs${spread}.`;
}

function sampleSentence({ sampled, sampledGoal, sampledHere }: PullFacts): Markdown | null {
  const n = sampled.length;
  const first = sampled[0];
  if (first === undefined) return null;
  const wrong = sampled.filter(({ epoch, epochInSample }) => epoch !== epochInSample).length;
  const lost = sampled.reduce((sum, one) => sum + one.lost, 0) / n;
  return markdown`A sample of ${first.sampled} rows names the wrong best epoch in **${wrong} of ${n}** runs${sampledHere ? '' : asMarkdown(' of our recorded sweep')} and understates their best by ${lost.toFixed(4)} on average; ${movedRanks(sampled, sampledGoal)} of ${n} runs change their rank.`;
}
