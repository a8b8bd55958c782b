import { asMarkdown, markdown, Markdown, markdownList } from '../../text';
import type { Ladder, LadderRun } from './ladder-runs';

/** Hard scores that differ by less are not told apart. */
const told = 0.01;

/** What the experiment found, in sentences that its numbers decide. */
export function ladderFindings({ base, pair256, changes, best256, best512 }: Ladder): Markdown {
  const sorted = [...changes].sort((a, b) => b.mean - a.mean);
  const better = sorted.filter(({ mean }) => mean > base.mean + told);
  const worse = sorted.filter(({ mean }) => mean < base.mean - told);
  const list = (runs: readonly LadderRun[]): Markdown =>
    new Markdown(runs.map(({ label, mean }) => markdown`*${label}* (${mean.toFixed(3)})`.text).join(', '));
  return markdownList([
    markdown`The pair, trained again: soft ${pair256.soft.toFixed(4)} at 256² (${pair256.updates} updates of the weights) and ${base.soft.toFixed(4)} at 512² (${base.updates}); published were 0.2456 and 0.1640. The hard scores of the same two networks: ${pair256.mean.toFixed(3)} and ${base.mean.toFixed(3)}. ${orderSentence(pair256, base)}`,
    markdown`Against the published recipe at 512² (${base.mean.toFixed(3)} after ${base.epochs} epochs). ${better.length > 0 ? markdown`Single changes that help: ${list(better)}.` : 'No single change helps.'} ${worse.length > 0 ? markdown`Changes that hurt: ${list(worse)}.` : ''}`,
    markdown`The recipe *best*, on slides that it has not seen and against audited masks: ${best256.mean.toFixed(3)} at 256² and **${best512.mean.toFixed(3)}** at 512². 512² is ${best512.mean >= best256.mean ? 'no worse than' : 'still worse than'} 256².`,
    'One training each: a change of one or two hundredths is within what another seed would give.',
  ]);
}

function orderSentence(pair256: LadderRun, base: LadderRun): Markdown {
  if (base.soft < pair256.soft) return asMarkdown('The published order comes back.');
  const enough = pair256.updates > 0.7 * base.updates;
  return markdown`The published order **does not come back** on these images${enough ? ', although both made about as many updates' : '; but the network at 256² made far fewer updates'}.`;
}
