import { bootstrap, type Interval } from '../analysis';
import { Random } from '../random';
import { baselinesOf } from './report/baselines';
import type { RunRecord } from '../types';

/** From this Jaccard index on masks are good, below this F1 objects are not; fewer objects say nothing. */
const [goodMasks, poorF1, fewObjects] = [0.7, 0.7, 20];

/** One held-out image of a cross-validation. */
export interface ImageScore {
  readonly fold: number;
  readonly image: string;
  readonly group: string;
  /** Jaccard index at the threshold; NaN where the mask has no foreground. */
  readonly jaccard: number;
  readonly objects: { readonly truth: number; readonly found: number; readonly matched: number };
}

/** Scores of several images together. */
export interface ScoreOf {
  readonly name: string;
  readonly images: number;
  /** Images with foreground: what the mean is over. */
  readonly scored: number;
  readonly jaccard: number;
  readonly objects: ImageScore['objects'] & {
    /** 2 matched / (true + found), in [0, 1]; NaN where both are 0. */
    readonly f1: number;
    /** (found − true) / true; NaN where there is none. */
    readonly countError: number;
  };
}

/** Mean over groups, and its 95 % bootstrap interval over groups; null with fewer than two groups. */
export interface OverGroups {
  readonly mean: number;
  readonly interval: Interval | null;
}

/** What a cross-validation says: by image, group, fold, and of all. */
export interface CrossValidationScores {
  /** Worst first; images without foreground last. */
  readonly images: readonly ImageScore[];
  readonly groups: readonly ScoreOf[];
  readonly folds: readonly (ScoreOf & {
    /** The best answer without a network: everything, nothing, or a threshold of intensity. */
    readonly trivial: number;
    readonly seconds: number;
    readonly peakMemory: number;
  })[];
  readonly all: ScoreOf & {
    /** The best of these answers over all folds: one of them for all images. */
    readonly trivial: number;
    readonly overGroups: OverGroups;
  };
  /** Against audited masks, over the images that could be judged; null where nothing was audited. */
  readonly audited: (ScoreOf & { readonly overGroups: OverGroups }) | null;
  /** Warnings of the trainings, each once, and one where masks agree and objects do not. */
  readonly warnings: readonly string[];
}

/**
 * Gathers the held-out scores of a cross-validation's records.
 *
 * @param seed of the bootstrap; default 1
 */
export function crossValidationScores(records: readonly RunRecord[], seed = 1): CrossValidationScores {
  const images = records.flatMap((record) => imagesOf(record));
  const groups = byGroup(images);
  const judged = records.flatMap((record) => imagesOf(record, 'audited'));
  const folds = records.map((record) => ({
    ...scoreOf(`fold ${Number(record.config.fold ?? 0)}`, imagesOf(record)),
    trivial: trivialOf(record),
    seconds: Number(record.summary.seconds),
    peakMemory: Number(record.summary.peak_memory_mb),
  }));
  const all = scoreOf('all', images);
  return {
    images: [...images].sort((a, b) => order(a.jaccard) - order(b.jaccard)),
    groups,
    folds,
    all: {
      ...all,
      trivial: baselinesOf(records).all[0]?.jaccard ?? NaN,
      overGroups: overGroups(groups, seed),
    },
    audited:
      judged.length === 0
        ? null
        : { ...scoreOf('audited', judged), overGroups: overGroups(byGroup(judged), seed) },
    warnings: [...new Set([...records.flatMap(({ notices }) => notices), ...poorObjects(all)])],
  };
}

/** Pixels can agree while objects that touch are one: then counts are wrong where nobody would look. */
function poorObjects({ jaccard, objects: { truth, found, f1 } }: ScoreOf): string[] {
  if (truth < fewObjects || !(jaccard >= goodMasks && f1 < poorF1)) return [];
  return [
    `masks agree (Jaccard ${jaccard.toFixed(3)}), objects do not: ${found} found for ${truth} there, F1 ${f1.toFixed(3)}; objects that touch are not told apart well, so use areas and no counts`,
  ];
}

function byGroup(images: readonly ImageScore[]): ScoreOf[] {
  const names = [...new Set(images.map(({ group }) => group))].sort();
  return names.map((name) =>
    scoreOf(
      name,
      images.filter(({ group }) => group === name),
    ),
  );
}

function overGroups(groups: readonly ScoreOf[], seed: number): OverGroups {
  const means = groups.map(({ jaccard }) => jaccard).filter(Number.isFinite);
  const random = new Random(seed);
  const { estimate, interval } = bootstrap([means], ([values]) => mean(values!), { random });
  return { mean: estimate, interval };
}

/** Held-out images of a record, scored against masks as given, or against the audited ones that there are. */
function imagesOf({ config, summary }: RunRecord, masks: 'given' | 'audited' = 'given'): ImageScore[] {
  const column = <T>(name: string): readonly T[] => (summary[name] ?? []) as readonly T[];
  const [scores, objects] = masks === 'given' ? ['jaccard', 'objects'] : ['audited_jaccard', 'audited'];
  const [truth, found, matched] = ['truth', 'found', 'matched'].map((name) =>
    column<number | string>(`${objects}_${name}`).map(Number),
  );
  return column<string>('images').flatMap((image, i) =>
    Number.isFinite(truth![i])
      ? {
          fold: Number(config.fold ?? 0),
          image,
          group: column<string>('groups')[i]!,
          jaccard: Number(column<number>(scores)[i]),
          objects: { truth: truth![i]!, found: found![i]!, matched: matched![i]! },
        }
      : [],
  );
}

function scoreOf(name: string, images: readonly ImageScore[]): ScoreOf {
  const scores = images.map(({ jaccard }) => jaccard).filter(Number.isFinite);
  const total = (key: keyof ImageScore['objects']): number =>
    images.reduce((sum, { objects }) => sum + objects[key], 0);
  const [truth, found, matched] = [total('truth'), total('found'), total('matched')];
  return {
    name,
    images: images.length,
    scored: scores.length,
    jaccard: mean(scores),
    objects: {
      truth,
      found,
      matched,
      f1: (2 * matched) / (truth + found),
      countError: truth === 0 ? NaN : (found - truth) / truth,
    },
  };
}

function trivialOf({ summary }: RunRecord): number {
  const rivals = ['trivial_everything', 'trivial_nothing', 'trivial_threshold'].map((key) =>
    Number(summary[key]),
  );
  return Math.max(...rivals.filter(Number.isFinite), 0);
}

const order = (score: number): number => (Number.isFinite(score) ? score : Infinity);

function mean(values: Iterable<number>): number {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}
