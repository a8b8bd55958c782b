import { markdown, type Markdown } from '../../text';
import { rounded } from './columns';
import type { HeldOutSlide } from './held-out-slides';

/** What even contrast changes on a held-out slide: hard Jaccard on audited masks. */
export interface LightOfSlide {
  readonly slide: string;
  /** How much darker a bead is than its ground, in [0, 1]. */
  readonly depth: number;
  readonly asPhotographed: number;
  readonly evenContrast: number;
  readonly gain: number;
}

/** The slides that both cross-validations held out, largest gain first. */
export function lightBySlide(
  even: readonly HeldOutSlide[],
  asPhotographed: readonly HeldOutSlide[],
  depths: ReadonlyMap<string, number>,
): LightOfSlide[] {
  return even
    .flatMap(({ slide, audited }) => {
      const before = asPhotographed.find((one) => one.slide === slide);
      if (before === undefined) return [];
      return [
        {
          slide,
          depth: depths.get(slide) ?? NaN,
          asPhotographed: before.audited,
          evenContrast: audited,
          gain: audited - before.audited,
        },
      ];
    })
    .sort((a, b) => b.gain - a.gain);
}

/** The same as a table. */
export function lightTable(rows: readonly LightOfSlide[]): Record<string, string | number>[] {
  return rows.map(({ slide, depth, asPhotographed, evenContrast, gain }) => ({
    slide,
    'depth of a bead, % of the ground': rounded(100 * depth, 0),
    'as photographed': asPhotographed,
    'even contrast': evenContrast,
    gain: rounded(gain, 4),
  }));
}

/** How deep beads are on each slide, and what even contrast changes, in a paragraph. */
export function lightSentence(rows: readonly LightOfSlide[], depths: ReadonlyMap<string, number>): Markdown {
  const sorted = [...depths].sort(([, a], [, b]) => a - b);
  const percents = sorted.map(([, depth]) => (100 * depth).toFixed(0)).join(', ');
  const gains = rows
    .map(({ slide, gain }) => `${gain < 0 ? '−' : '+'}${Math.abs(gain).toFixed(3)} on ${slide}`)
    .join(' and by ');
  return markdown`On the ${depths.size === 8 ? 'eight' : depths.size} slides a bead is ${percents} % darker than its ground; palest on ${sorted[0]![0]}. With even contrast the score changes by ${gains}.`;
}
