import { markdown, markdownList, type Markdown } from '../../text';
import type { PhotographResult } from './held-out-slides';
import type { Ladder } from './ladder-runs';
import type { LightOfSlide } from './light-by-slide';

/** Everything that the findings are decided by. */
export interface ResolutionFacts {
  readonly ladder: Ladder;
  /** Whether the experiment is the one recorded on photographs. */
  readonly recorded: boolean;
  /** The same masks, surer or less sure, as scored by soft and hard Jaccard. */
  readonly sharpness: readonly { readonly soft: number; readonly hard: number }[];
  /** Mean over tiles of what a network that draws every bead exactly would score, in [0, 1]. */
  readonly ceiling: number;
  /** Of the recipe `best`; those that were recorded. */
  readonly at256: PhotographResult | null;
  readonly at512: PhotographResult | null;
  readonly light: readonly LightOfSlide[];
  readonly depths: ReadonlyMap<string, number>;
  /** The network that was trained here. */
  readonly here: {
    /** `synthetic beads`, or the folder's name. */
    readonly words: string;
    readonly jaccard: number;
    readonly f1: number;
    readonly images: number;
    readonly unit: string;
    readonly seconds: number;
    readonly updates: number;
  };
}

const three = (value: number): string => value.toFixed(3);

/** What notebook 03 found: a sentence is written where its numbers are there, and says what they say. */
export function resolutionFindings(facts: ResolutionFacts): Markdown {
  const { ladder, recorded, sharpness, ceiling, here } = facts;
  const { base, pair256 } = ladder;
  const soft = sharpness.map((one) => one.soft);
  const middle = sharpness[Math.floor(sharpness.length / 2)]!;
  return markdownList([
    markdown`**The published pair compares more than two sizes.** Its recipes differ in loss, batch size and learning rate too. Trained again on ${recorded ? 'photographs' : 'these images'}, soft ${three(pair256.soft)} at 256² against ${three(base.soft)} at 512², hard ${three(pair256.mean)} against ${three(base.mean)}: ${base.soft < pair256.soft ? 'the gap comes back' : 'the gap does not come back'}.`,
    markdown`**The score is soft.** One and the same set of masks (hard ${three(middle.hard)}) scores between ${three(Math.min(...soft))} and ${three(Math.max(...soft))}, according to how sure the network says it is.`,
    markdown`**The masks set a ceiling.** On the photographs a network that draws every bead exactly would score ${ceiling.toFixed(2)} on the masks as given, mean over tiles.`,
    resolvedSentence(facts),
    lightFinding(facts),
    labelsSentence(facts),
    markdown`This run, on ${here.words}: hard Jaccard ${three(here.jaccard)} and detection F1 ${three(here.f1)} on ${here.images} images of held-out ${here.unit} after ${here.seconds.toFixed(0)} s (${here.updates} steps).`,
  ]);
}

function resolvedSentence({ at256, at512 }: ResolutionFacts): Markdown | null {
  if (at512 === null) return null;
  const { given, audited, slides, f1, countError } = at512;
  const smaller = at256 === null ? '' : `; ${three(at256.given)} and ${three(at256.audited)} at 256²`;
  const off = `${countError < 0 ? '−' : '+'}${Math.abs(100 * countError).toFixed(1)} %`;
  return markdown`**Resolved on photographs:** ${three(given)} on the masks as given and ${three(audited)} on audited ones at 512², mean over ${slides} held-out slides${smaller}. Beads found: F1 ${three(f1)}, count off by ${off}.`;
}

function lightFinding({ light: [most], depths }: ResolutionFacts): Markdown | null {
  if (most === undefined) return null;
  const palest = [...depths].sort(([, a], [, b]) => a - b)[0]?.[0];
  return markdown`**Light costs too.** On the held-out slide with the ${most.slide === palest ? 'palest' : 'paler'} beads, even contrast lifts the score on audited masks from ${three(most.asPhotographed)} to ${three(most.evenContrast)}.`;
}

function labelsSentence({ at512, ladder: { base } }: ResolutionFacts): Markdown | null {
  if (at512 === null) return null;
  const training = at512.given - base.mean;
  const labels = at512.audited - at512.given;
  return markdown`**Training or labels:** against the masks as given, the recipe *best* is ${three(training)} above the published recipe at 512² (${three(base.mean)}, with tiles of the same slides in training). The same predictions, scored against audited masks, are another ${three(labels)} higher: ${labels > training ? 'on these photographs the labels cost more than the training did' : 'the training cost more than the labels did'}.`;
}
