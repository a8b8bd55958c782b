import { confidenceOfWeight, focusedGradient, focusingFactor } from '../../analysis';
import {
  pixelInfluence,
  publishedPixelClasses,
  publishedPixelClassesAt256,
  type PixelInfluence,
} from '../../figures';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The published table of pixel classes, recomputed, with the p_t that its weights stand for. */
export function influenceTable(
  { classes }: PixelInfluence,
  gamma: number,
): Record<string, string | number>[] {
  return classes.map(({ name, pixels, share, weight, influence, amplification }) => ({
    class: name,
    pixels,
    share: percent(share),
    weight,
    'weighted share': percent(influence),
    amplification: `${amplification.toFixed(2)}×`,
    'p_t that gives the weight': confidenceOfWeight(weight, gamma).toFixed(2),
  }));
}

/** What the published ratios are of, in plain lines. */
export function influenceLines(gamma: number): string {
  const at512 = pixelInfluence(publishedPixelClasses);
  const at256 = pixelInfluence(publishedPixelClassesAt256);
  const half = focusingFactor(0.5, gamma);
  const undecided = pixelInfluence(
    publishedPixelClasses.map((row, i) => ({ ...row, weight: i === 2 ? half : row.weight })),
  ).classes[2]!;
  const strongest = Math.max(...Array.from({ length: 1000 }, (_, i) => focusedGradient(i / 1000, gamma)));
  return [
    `background over boundary: ${at512.imbalance.toFixed(1)}:1 by count, ${at512.weightedImbalance.toFixed(3)}:1 weighted, so boundary over background is ${(1 / at512.weightedImbalance).toFixed(2)}:1`,
    `foreground to background: 1:${at256.ratio.toFixed(1)} at 256², 1:${at512.ratio.toFixed(1)} at 512²`,
    `with undecided boundary pixels (p_t = 0.5, weight ${half}): boundary ${percent(undecided.influence)}, amplification ${undecided.amplification.toFixed(1)}`,
    `largest gradient of focal loss over that of cross-entropy, same α, at any p_t: ${strongest.toFixed(2)}`,
  ].join('\n');
}
