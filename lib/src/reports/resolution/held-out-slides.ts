import { describe } from '../../analysis';
import type { SlideScore } from '../../figures';
import type { RunRecord } from '../../types';
import { columnOf, meanOf, rounded, roundedOr, sumOf } from './columns';

/** Held-out tiles of a slide under one recipe; counts are means over the seeds. */
export interface HeldOutSlide {
  readonly slide: string;
  readonly tiles: number;
  /** Hard Jaccard against the masks as given, mean over tiles. */
  readonly given: number;
  /** Against audited masks. */
  readonly audited: number;
  readonly beads: number;
  readonly found: number;
  readonly matched: number;
  readonly f1: number;
}

interface HeldOutTile {
  readonly tile: string;
  readonly slide: string;
  readonly given: number;
  readonly audited: number;
  readonly beads: number;
  readonly found: number;
  readonly matched: number;
}

const tilesOf = (runs: readonly RunRecord[]): HeldOutTile[] =>
  runs.flatMap((run) => {
    const column = (key: string): number[] => columnOf(run, key);
    const [given, audited] = [column('jaccard_given'), column('jaccard_audited')];
    const [beads, found, matched] = [column('beads'), column('found'), column('matched')];
    const slides = run.summary.slides as readonly string[];
    return (run.summary.tiles as readonly string[]).map((tile, i) => ({
      tile,
      slide: slides[i]!,
      given: given[i]!,
      audited: audited[i]!,
      beads: beads[i]!,
      found: found[i]!,
      matched: matched[i]!,
    }));
  });

const seedsOf = (runs: readonly RunRecord[]): number[] =>
  [...new Set(runs.map(({ config }) => Number(config.seed)))].sort((a, b) => a - b);

/** The cross-validation of a recipe among the records: all folds and seeds that ran for so many epochs. */
export function foldsOf(runs: readonly RunRecord[], name: string, epochs: number): RunRecord[] {
  return runs.filter((run) => run.name === name && run.config.epochs === epochs);
}

/** Held-out slides under one recipe, by name; over all seeds, or the given one. */
export function heldOutSlides(folds: readonly RunRecord[], seed?: number): HeldOutSlide[] {
  const seeds = seed === undefined ? seedsOf(folds) : [seed];
  const tiles = tilesOf(folds.filter(({ config }) => seeds.includes(Number(config.seed))));
  return [...new Set(tiles.map(({ slide }) => slide))].sort().map((slide) => {
    const own = tiles.filter((tile) => tile.slide === slide);
    const total = (key: 'beads' | 'found' | 'matched'): number => sumOf(own.map((tile) => tile[key]));
    const [beads, found, matched] = [total('beads'), total('found'), total('matched')];
    return {
      slide,
      tiles: own.length / seeds.length,
      given: meanOf(own.map((tile) => tile.given)),
      audited: meanOf(own.map((tile) => tile.audited)),
      beads: beads / seeds.length,
      found: found / seeds.length,
      matched: matched / seeds.length,
      f1: (2 * matched) / (beads + found),
    };
  });
}

/** The slides as a table. */
export function slideTable(slides: readonly HeldOutSlide[]): Record<string, string | number>[] {
  return slides.map(({ slide, tiles, given, audited, beads, found, matched, f1 }) => ({
    slide,
    tiles,
    'Jaccard, masks as given': given,
    'Jaccard, audited masks': audited,
    'beads there': beads,
    'beads found': found,
    'rightly found': matched,
    'detection F1': f1,
  }));
}

/** One seed's tiles as the figure of scores by slide takes them, against both kinds of masks. */
export function slidePoints(folds: readonly RunRecord[], seed: number): SlideScore[] {
  return tilesOf(folds.filter(({ config }) => config.seed === seed)).flatMap(
    ({ tile, slide, given, audited }) => [
      { slide, id: tile, value: given, series: 'masks as given' },
      { slide, id: tile, value: audited, series: 'audited masks' },
    ],
  );
}

/** A recipe on photographs of slides that it had not seen. */
export interface PhotographResult {
  readonly size: string;
  readonly slides: number;
  readonly seeds: number;
  /** Hard Jaccard against the masks as given, mean over slides and then seeds, with both deviations. */
  readonly given: number;
  readonly givenOverSlides: number | null;
  readonly givenOverSeeds: number | null;
  readonly audited: number;
  readonly auditedOverSlides: number | null;
  readonly auditedOverSeeds: number | null;
  /** Of all held-out beads together. */
  readonly f1: number;
  /** Beads found over beads there, less 1. */
  readonly countError: number;
  readonly secondsAFold: number;
}

/** The result of a cross-validation. @param size for people: `512²` */
export function photographResult(folds: readonly RunRecord[], size: string): PhotographResult {
  const bySeed = seedsOf(folds).map((seed) => heldOutSlides(folds, seed));
  const slides = heldOutSlides(folds);
  const seedMeans = (key: 'given' | 'audited'): number[] =>
    bySeed.map((own) => meanOf(own.map((slide) => slide[key])));
  const sd = (values: readonly number[]): number | null => describe(values).sd;
  const total = (key: 'beads' | 'found' | 'matched'): number => sumOf(slides.map((slide) => slide[key]));
  const [beads, found, matched] = [total('beads'), total('found'), total('matched')];
  return {
    size,
    slides: slides.length,
    seeds: bySeed.length,
    given: meanOf(seedMeans('given')),
    givenOverSlides: sd(slides.map(({ given }) => given)),
    givenOverSeeds: sd(seedMeans('given')),
    audited: meanOf(seedMeans('audited')),
    auditedOverSlides: sd(slides.map(({ audited }) => audited)),
    auditedOverSeeds: sd(seedMeans('audited')),
    f1: (2 * matched) / (beads + found),
    countError: found / beads - 1,
    secondsAFold: meanOf(folds.map(({ summary }) => Number(summary.seconds))),
  };
}

/** Results as a table. */
export function photographTable(
  results: readonly PhotographResult[],
): Record<string, string | number | null>[] {
  return results.map((one) => ({
    size: one.size,
    slides: one.slides,
    seeds: one.seeds,
    'masks as given': one.given,
    'given, sd of slides': roundedOr(one.givenOverSlides),
    'given, sd of seeds': roundedOr(one.givenOverSeeds),
    'audited masks': one.audited,
    'audited, sd of slides': roundedOr(one.auditedOverSlides),
    'audited, sd of seeds': roundedOr(one.auditedOverSeeds),
    'detection F1': one.f1,
    'count error, %': rounded(100 * one.countError, 1),
    'a fold, s': Math.round(one.secondsAFold),
  }));
}
