import { confidenceOfWeight } from '../../analysis';
import { markdown, markdownList, type Markdown } from '../../text';
import type { ClaimRow } from '../claim-rows';
import { lossOf, type MathematicalFacts } from '../mathematical-facts';
import type { GradientCheck } from '../mathematical-summary';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** What notebook 04 found, in sentences that its numbers decide. */
export function mathematicalFindings(
  { gamma, scenes, doubled, snapshots }: MathematicalFacts,
  checked: readonly GradientCheck[],
  claims: readonly ClaimRow[],
  { diceWeight, drawn }: { readonly diceWeight: number; readonly drawn: boolean },
): Markdown {
  const last = snapshots.at(-1)!;
  const edge = (name: string): { readonly share: number; readonly influence: number } =>
    lossOf(last, name).influence[3]!;
  const turned = (edge('focal').influence / edge('cross-entropy').influence).toFixed(1);
  const dice = snapshots.map(({ terms }) => terms[0]!.ofUpdate);
  const [small, large] = [scenes[0]!, scenes[1]!];
  const worst = (key: 'automatic' | 'finite'): string =>
    Math.max(...checked.map((one) => one[key])).toExponential(0);
  const verdicts = [...new Set(claims.map(({ verdict }) => verdict))].map(
    (verdict) => `${claims.filter((claim) => claim.verdict === verdict).length} ${verdict}`,
  );
  return markdownList([
    `${checked.length} gradients agree three ways; the largest error is ${worst('automatic')} against the automatic gradient (single precision) and ${worst('finite')} against differences.`,
    markdown`The published table is right as arithmetic. Its weights assume boundary pixels with p_t = ${confidenceOfWeight(1, gamma)}; measured after epoch ${last.epoch}, edge pixels have a mean p_t of **${last.confidence[3]!.toFixed(2)}**.`,
    markdown`After epoch ${last.epoch} the edge is ${percent(edge('dice').share)} of the pixels and has ${percent(edge('cross-entropy').influence)} of the gradient of cross-entropy, ${percent(edge('dice').influence)} of that of Dice and **${percent(edge('focal').influence)}** of that of Focal: focal loss does turn to the edge, ${turned} times as much as cross-entropy, not 29 times.`,
    `Twice the side leaves the foreground at ${percent(large.foreground)} (${percent(small.foreground)} before) and takes the edge from ${percent(small.edge)} to ${percent(large.edge)}. Gradients are not diluted: their sum stays (× ${doubled[1]!.sum.toFixed(3)} for Dice).`,
    markdown`With the weight ${diceWeight}, Dice has **${percent(dice[0]!)}** of the update before training and **${percent(dice.at(-1)!)}** after epoch ${last.epoch}. ${Math.min(...dice) > 0.5 ? 'It leads at every stop; there are no three stages.' : 'The lead changes during the training.'}`,
    `Of ${claims.length} published statements: ${verdicts.join(', ')}${drawn ? ' (on these synthetic beads)' : ' (on these images)'}.`,
  ]);
}
