import type { GradientSnapshot } from 'unetlab/analysis';
import { gradientByDistanceFigure, gradientByDistanceInfo } from 'unetlab/figures';
import type { Figure } from 'unetlab/types';

/** The figures of measured gradients. */
export function lossGradientGallery(): Figure[] {
  return [
    gradientByDistanceFigure(
      gradientByDistanceInfo([madeUp(0, 30), madeUp(12, 4)], { source: 'Made-up gradients' }),
    ),
  ];
}

/** Gradients that fall off within `reach` pixels, each loss faster than the one before. */
function madeUp(epoch: number, reach: number): GradientSnapshot {
  const distance = Array.from({ length: 26 }, (_, i) => i - 5.5);
  const losses = [
    { name: 'cross-entropy', power: 1 },
    { name: 'dice', power: 0.8 },
    { name: 'focal', power: 2.4 },
    { name: 'combined', power: 0.83 },
  ];
  return {
    epoch,
    rings: [],
    losses: losses.map(({ name, power }) => ({
      name,
      influence: [],
      profile: {
        distance,
        pixels: distance.map((d) => (d < -4 ? 0 : 100)),
        mean: distance.map((d) => (d < -4 ? NaN : Math.exp((-power * Math.abs(d)) / reach))),
        influence: [],
      },
    })),
    terms: [],
    update: { norm: 1, terms: [], classes: [], cosine: NaN },
    confidence: [],
    scene: { foreground: 0.1, onForeground: 0.8, onBackground: 0.05 },
  };
}
