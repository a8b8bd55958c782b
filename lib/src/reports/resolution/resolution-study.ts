import {
  resolutionLadderFigure,
  resolutionLadderInfo,
  slideScoresFigure,
  slideScoresInfo,
} from '../../figures';
import type { Rung } from '../../recipes';
import type { Markdown } from '../../text';
import type { Figure, RunRecord } from '../../types';
import { meanOf } from './columns';
import {
  foldsOf,
  heldOutSlides,
  photographResult,
  photographTable,
  slidePoints,
  slideTable,
  type PhotographResult,
} from './held-out-slides';
import { ladderFindings } from './ladder-findings';
import { ladderOf, ladderTable, type Ladder } from './ladder-runs';
import { lightBySlide, lightSentence, lightTable, type LightOfSlide } from './light-by-slide';
import { auditBySlide, depthBySlide, slidesOf, strayMasks, type PhotographAudit } from './photograph-audit';
import { resolutionFindings, type ResolutionFacts } from './resolution-findings';

type Row = Record<string, string | number | null>;

/** Records of the resolution experiment, and what they are on. */
export interface ResolutionRecords {
  /** Of `data/resolution/runs.jsonl`: the cross-validations on photographs are among them. */
  readonly recorded: readonly RunRecord[];
  readonly photographs: readonly PhotographAudit[];
  /** Trainings of the ladder, in order. */
  readonly rungs: readonly Pick<Rung, 'name' | 'change'>[];
  /** How many epochs the cross-validations of `best` ran for. */
  readonly epochs: number;
  /** The experiment made again on other images; default: as recorded. */
  readonly again?: { readonly runs: readonly RunRecord[]; readonly tiles: number; readonly words: string };
}

/**
 * The resolution experiment: the ladder of single changes, what the label audit found on the photographs, what even contrast
 * changes, and the recipe `best` slide by slide.
 */
export class ResolutionStudy {
  readonly ladder: Ladder;
  /** What the ladder was trained on, for headings. */
  readonly source: string;
  readonly light: readonly LightOfSlide[];
  /** The recipe `best` at both sizes, as far as it was recorded. */
  readonly at256: PhotographResult | null;
  readonly at512: PhotographResult | null;
  private readonly depths: ReadonlyMap<string, number>;

  constructor(private readonly records: ResolutionRecords) {
    const { recorded, photographs, rungs, again } = records;
    this.ladder = ladderOf(again?.runs ?? recorded, rungs, again?.tiles ?? photographs.length);
    this.source =
      again?.words ??
      `recorded on ${photographs.length} photographs of ${slidesOf(photographs).length} slides`;
    this.depths = depthBySlide(photographs);
    const before = heldOutSlides(this.folds('best-512-as-photographed'));
    this.light = lightBySlide(heldOutSlides(this.folds('best-512'), 1), before, this.depths);
    this.at256 = this.result('best-256', '256²');
    this.at512 = this.result('best-512', '512²');
  }

  /** As recorded on the photographs. */
  get recorded(): readonly RunRecord[] {
    return this.records.recorded;
  }

  /** A row a training: updates, time, soft and hard score, and what a single change makes of them. */
  ladderTable(): Row[] {
    return ladderTable(this.ladder);
  }

  /** @param published scores, drawn as lines */
  ladderFigure(published: { readonly at256: number; readonly at512: number }): Figure {
    const lines = [
      { label: '256²', value: published.at256 },
      { label: '512²', value: published.at512 },
    ];
    const title = `One cause removed at a time (${this.source})`;
    return resolutionLadderFigure(resolutionLadderInfo(this.ladder.rows, { title, published: lines }));
  }

  ladderFindings(): Markdown {
    return ladderFindings(this.ladder);
  }

  /** A row a slide: how far labels are off, and the ceiling that follows. */
  auditTable(): Row[] {
    return auditBySlide(this.records.photographs);
  }

  /** A line for each photograph whose mask belongs to another. */
  strayMasks(): string {
    return strayMasks(this.records.photographs);
  }

  lightTable(): Row[] {
    return lightTable(this.light);
  }

  lightSentence(): Markdown {
    return lightSentence(this.light, this.depths);
  }

  /** A row a size: hard Jaccard on held-out slides against both kinds of masks, and beads. */
  resultTable(): Row[] {
    return photographTable([this.at256, this.at512].filter((one) => one !== null));
  }

  /** A row a held-out slide, at 512². */
  slideTable(): Row[] {
    return slideTable(heldOutSlides(this.folds('best-512')));
  }

  /** Scores of the held-out tiles of seed 1, against both kinds of masks. */
  slideFigure(): Figure {
    const title = 'Held-out photographs at 512 × 512, recipe best';
    const points = slidePoints(this.folds('best-512'), 1);
    return slideScoresFigure(slideScoresInfo(points, { name: 'photographs_by_slide', title }));
  }

  /** What notebook 03 found. */
  findings(here: Pick<ResolutionFacts, 'sharpness' | 'here'>): Markdown {
    const { ladder, at256, at512, light, depths, records } = this;
    const ceiling = meanOf(records.photographs.map((one) => one.ceiling ?? NaN));
    const recorded = records.again === undefined;
    return resolutionFindings({ ladder, at256, at512, light, depths, ceiling, recorded, ...here });
  }

  private folds(name: string): RunRecord[] {
    return foldsOf(this.records.recorded, name, this.records.epochs);
  }

  private result(name: string, size: string): PhotographResult | null {
    const folds = this.folds(name);
    return folds.length === 0 ? null : photographResult(folds, size);
  }
}
