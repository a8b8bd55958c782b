import type { BestOfN } from '../../analysis';
import { fixed } from '../../figures';
import { asMarkdown, markdown, type Markdown } from '../../text';
import { luckVerdict } from '../luck';
import { probabilityText } from '../words';

/** What luck would give to the best of so many tries, and what it has. */
export function luckFinding(luck: BestOfN): Markdown {
  const { n, expectedBest, best, p } = luck;
  if (expectedBest === null) return asMarkdown('Too few runs to say what luck would give.');
  const chance = p !== null && p < 0.001 ? probabilityText(p) : `= ${probabilityText(p)}`;
  return markdown`The best of ${n} draws from one normal distribution with these runs' mean and spread is ${fixed(expectedBest, 4)} on average; the best run has **${fixed(best ?? NaN, 4)}** (p ${chance}). Against luck: ${luckVerdict(luck)}.`;
}
