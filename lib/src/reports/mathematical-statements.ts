import { confidenceOfWeight, focusedGradient, focusingFactor, type GradientSnapshot } from '../analysis';
import { fixed, thousands } from '../figures';
import type { ClaimRow, ClaimVerdict } from './claim-rows';
import {
  diceClassRatio,
  diceShareByThird,
  lossOf,
  termOf,
  type MathematicalFacts,
} from './mathematical-facts';
import { percentText } from './words';

/**
 * Judges the published statements about the losses. The first five are about the published table and follow from its
 * counts and weights; the others are held against measured gradients, and other images or another training may give
 * other verdicts.
 *
 * @throws Error for fewer than three snapshots, or without the terms `dice` and `focal`.
 */
export function mathematicalStatements(facts: MathematicalFacts): ClaimRow[] {
  if (facts.snapshots.length < 3)
    throw new Error(`the stages of a training need three snapshots or more; got ${facts.snapshots.length}`);
  return checks.map((check, i) => ({
    id: `loss-${String(i + 1).padStart(2, '0')}`,
    document: 'MATHEMATICAL_ANALYSIS_SUMMARY.md',
    ...check(facts),
  }));
}

type Check = (facts: MathematicalFacts) => Pick<ClaimRow, 'statement' | 'verdict' | 'evidence'>;

const decide = (holds: boolean): ClaimVerdict => (holds ? 'reproduced' : 'contradicted');
const percent = (share: number, decimals = 1): string => percentText(share, decimals, false);
const last = ({ snapshots }: MathematicalFacts): GradientSnapshot => snapshots[snapshots.length - 1]!;
const when = ({ epoch }: GradientSnapshot): string =>
  epoch === 0 ? 'before training' : `after epoch ${epoch}`;

/** The ring that is listed last, the edge. */
function edgeOf(snapshot: GradientSnapshot, loss: string): ReturnType<typeof lossOf>['influence'][number] {
  return lossOf(snapshot, loss).influence.at(-1)!;
}

/** Share of pixels and of a loss's gradient on the background, near and far. */
function backgroundOf(snapshot: GradientSnapshot, loss: string): { pixels: number; gradient: number } {
  const rows = lossOf(snapshot, loss).influence.filter(({ name }) => /background/i.test(name));
  return {
    pixels: rows.reduce((sum, { share }) => sum + share, 0),
    gradient: rows.reduce((sum, { influence }) => sum + influence, 0),
  };
}

const tableCounts: Check = ({ published: { at512 } }) => {
  const shares = at512.classes.map(({ share }) => fixed(share * 100, 1)).join(' / ');
  return {
    statement:
      '230,000 / 28,000 / 4,000 pixels at 512² have 87.8 / 10.7 / 1.5 % of the influence without weights',
    verdict: decide(shares === '87.8 / 10.7 / 1.5'),
    evidence: `${at512.classes.map(({ pixels }) => thousands(pixels)).join(' / ')} pixels are ${shares} %`,
  };
};

const tableWeights: Check = ({ published: { at512 }, gamma }) => {
  const shares = at512.classes.map(({ influence }) => fixed(influence * 100, 1)).join(' / ');
  const weights = at512.classes.map(({ weight }) => weight);
  const implied = weights.map((weight) => fixed(confidenceOfWeight(weight, gamma), 2)).join(' / ');
  return {
    statement: 'With the weights 0.01 / 0.1 / 1.0 the shares are 25.3 / 30.8 / 44.0 %',
    verdict: decide(shares === '25.3 / 30.8 / 44.0'),
    evidence: `The weights ${weights.join(' / ')} give ${shares} %. As (1 − p_t)^${gamma} they stand for p_t = ${implied}: every boundary pixel certain, and wrong`,
  };
};

const tableAmplification: Check = ({ published: { at512 } }) => {
  const { influence, share, amplification } = at512.classes.at(-1)!;
  return {
    statement: 'The influence of boundary pixels grows 29 times',
    verdict: decide(Math.round(amplification) === 29),
    evidence: `${fixed(influence * 100, 1)} % over ${fixed(share * 100, 1)} % is ${fixed(amplification, 1)}`,
  };
};

const tableBalance: Check = ({ published: { at512 } }) => {
  const { imbalance, weightedImbalance } = at512;
  const turned = weightedImbalance < 1;
  const after = turned ? 1 / weightedImbalance : weightedImbalance;
  return {
    statement: 'The imbalance goes from 58:1 to 1.7:1',
    verdict: decide(Math.round(imbalance) === 58 && after.toFixed(1) === '1.7'),
    evidence: turned
      ? `${fixed(imbalance, 1)}:1 is background over boundary, ${fixed(after, 2)}:1 is boundary over background: with these weights the balance is passed, not approached`
      : `Background over boundary is ${fixed(imbalance, 1)}:1, then ${fixed(after, 2)}:1`,
  };
};

const tableRatios: Check = ({ published: { at256, at512 } }) => {
  const others = (table: typeof at256): string => {
    const [background, ...rest] = table.classes.map(({ pixels }) => pixels);
    return `${thousands(rest.reduce((sum, pixels) => sum + pixels, 0))} to ${thousands(background!)}`;
  };
  return {
    statement: 'Foreground to background is 1:3.3 at 256² and 1:7.2 at 512²',
    verdict: decide(at256.ratio.toFixed(1) === '3.3' && at512.ratio.toFixed(1) === '7.2'),
    evidence: `${others(at256)} is 1:${fixed(at256.ratio, 1)}, ${others(at512)} is 1:${fixed(at512.ratio, 1)}; the boundary counts as foreground`,
  };
};

const easyReduction: Check = ({ gamma }) => {
  const loss = 1 - focusingFactor(0.9, gamma);
  const gradient = 1 - focusedGradient(0.9, gamma);
  return {
    statement: 'Focal loss weighs easy pixels (p_t = 0.9) down by 99 %',
    verdict: decide(percent(loss, 0) === '99 %'),
    evidence: `The loss of such a pixel falls by ${percent(loss)}, its gradient by ${percent(gradient)}: the factor has a slope of its own, which pulls too`,
  };
};

const backgroundDominates: Check = (facts) => {
  const now = last(facts);
  const part = (loss: string): string =>
    `${percent(backgroundOf(now, loss).gradient)} of the gradient of ${loss === 'dice' ? 'Dice' : loss}`;
  return {
    statement: 'Without focal loss the background pulls with its share of the pixels',
    verdict: decide(
      backgroundOf(now, 'cross-entropy').gradient > 0.9 * backgroundOf(now, 'cross-entropy').pixels,
    ),
    evidence: `Equal pull is the assumption behind the table, and no loss has it. Measured ${when(now)}: the background is ${percent(backgroundOf(now, 'dice').pixels)} of the pixels and has ${part('cross-entropy')}, ${part('dice')}; the edge has ${percent(edgeOf(now, 'cross-entropy').influence)} and ${percent(edgeOf(now, 'dice').influence)}`,
  };
};

const measuredAmplification: Check = (facts) => {
  const now = last(facts);
  const { amplification } = edgeOf(now, 'focal');
  const times = (loss: string): string => `${fixed(edgeOf(now, loss).amplification, 1)}×`;
  return {
    statement: 'Focal loss gives boundary pixels 29 times their share of the gradient',
    verdict: decide(amplification > 25 && amplification < 33),
    evidence: `Measured ${when(now)}, the edge has ${times('focal')} its share of the pixels under focal loss, and ${times('cross-entropy')} under cross-entropy and ${times('dice')} under Dice already; all of the gradient would be ${fixed(1 / edgeOf(now, 'focal').share, 1)}×`,
  };
};

const fewBoundaryPixels: Check = ({ published, ...facts }) => {
  const now = last({ published, ...facts });
  const edge = edgeOf(now, 'dice');
  const inside = lossOf(now, 'dice').influence.find(({ name }) => name === 'Inside');
  const [, medium, hard] = published.at512.classes;
  const perInside =
    inside === undefined || inside.pixels === 0
      ? ''
      : `, ${fixed(edge.pixels / inside.pixels, 1)} for each pixel farther inside; in the published table it is ${fixed(hard!.pixels / medium!.pixels, 2)}, as for objects many times as wide`;
  return {
    statement: 'Boundary pixels are less than 2 % of the image',
    verdict: decide(edge.share < 0.02),
    evidence: `${percent(edge.share)} of the measured pixels lie within 1 px of an edge${perInside}`,
  };
};

const imbalanceDoubles: Check = ({ published, scenes }) => {
  const foreground = (ratio: number): string => percent(1 / (1 + ratio));
  const [first, second] = [scenes[0]!, scenes[scenes.length - 1]!];
  const ratio = (share: number): number => 1 / share - 1;
  return {
    statement: 'The imbalance doubles with the resolution',
    verdict: decide(ratio(second.foreground) / ratio(first.foreground) > 1.5),
    evidence: `1:${fixed(published.at256.ratio, 1)} is ${foreground(published.at256.ratio)} foreground, 1:${fixed(published.at512.ratio, 1)} is ${foreground(published.at512.ratio)}: two pictures. One scene has 1:${fixed(ratio(first.foreground), 1)} at ${first.side}² and 1:${fixed(ratio(second.foreground), 1)} at ${second.side}²; what changes is the share of the edge, ${percent(first.edge)} and ${percent(second.edge)}`,
  };
};

const dilution: Check = ({ doubled }) => ({
  statement: 'Four times the pixels dilute boundary gradients four times',
  verdict: decide(doubled.every(({ sum }) => sum < 0.5)),
  evidence: `The same prediction with each pixel made into four: ${doubled.map(({ loss, perPixel, sum }) => `${loss} ${fixed(perPixel, 2)} a pixel and ${fixed(sum, 2)} in sum`).join(', ')}. Each pixel pulls a quarter as hard, and there are four of it`,
});

const diceEqually: Check = ({ snapshots, ...facts }) => {
  const first = snapshots[0]!;
  const now = last({ snapshots, ...facts });
  const weights = (snapshot: GradientSnapshot): number[] =>
    lossOf(snapshot, 'dice')
      .influence.filter(({ pixels }) => pixels > 0)
      .map(({ weight }) => weight);
  const named = lossOf(now, 'dice').influence.map(
    ({ name, weight }) => `${name.toLowerCase()} ${fixed(weight, 2)}`,
  );
  return {
    statement: 'Dice treats all pixels equally',
    verdict: decide(snapshots.every((snapshot) => Math.min(...weights(snapshot)) > 0.9)),
    evidence: `By p all pixels of one class pull equally, but foreground ${fixed(diceClassRatio(first.scene), 0)}× as hard as background ${when(first)} and ${fixed(diceClassRatio(now.scene), 1)}× ${when(now)}. By z sure pixels fade with p(1 − p): mean pull ${when(now)}, relative to the strongest, ${named.join(', ')}`,
  };
};

const easyDominate: Check = ({ snapshots, ...facts }) => {
  const first = snapshots[0]!;
  const now = last({ snapshots, ...facts });
  const [early, late] = [backgroundOf(first, 'dice'), backgroundOf(now, 'dice')];
  const times = [early, late].filter(({ gradient }) => gradient > 0.5).length;
  return {
    statement: 'Easy pixels dominate the gradient of Dice',
    verdict: times === 2 ? 'reproduced' : times === 1 ? 'not supported by the data' : 'contradicted',
    evidence: `The background, ${percent(late.pixels)} of the pixels, has ${percent(early.gradient)} of it ${when(first)} and ${percent(late.gradient)} ${when(now)}; of that of focal loss ${percent(backgroundOf(first, 'focal').gradient)} and ${percent(backgroundOf(now, 'focal').gradient)}`,
  };
};

const seventyThirty: Check = ({ snapshots }) => {
  const { weight } = termOf(snapshots[0]!, 'dice');
  const shares = (snapshot: GradientSnapshot): string => {
    const { ofLoss, ofPixels, ofUpdate } = termOf(snapshot, 'dice');
    return `${percent(ofLoss)} of the value, ${percent(ofPixels)} of the pixels’ gradients and ${percent(ofUpdate)} of the update ${when(snapshot)}`;
  };
  return {
    statement: 'The combined loss is 70 % Dice and 30 % Focal',
    verdict: decide(
      snapshots.every((snapshot) => Math.abs(termOf(snapshot, 'dice').ofUpdate - weight) < 0.1),
    ),
    evidence: `With the weight ${weight} Dice has ${shares(snapshots[0]!)}; ${shares(snapshots.at(-1)!)}`,
  };
};

const stages: Check = ({ snapshots }) => {
  const [early, middle, late] = diceShareByThird(snapshots);
  return {
    statement: 'Focal loss leads early, both share the middle of the training, Dice steadies its end',
    verdict: decide(early < 0.5 && Math.abs(middle - 0.5) < 0.25 && late > 0.5),
    evidence: `Dice’s share of the update is ${percent(early)} in the first third of the snapshots, ${percent(middle)} in the second and ${percent(late)} in the last`,
  };
};

const checks: readonly Check[] = [
  tableCounts,
  tableWeights,
  tableAmplification,
  tableBalance,
  tableRatios,
  easyReduction,
  backgroundDominates,
  measuredAmplification,
  fewBoundaryPixels,
  imbalanceDoubles,
  dilution,
  diceEqually,
  easyDominate,
  seventyThirty,
  stages,
];
