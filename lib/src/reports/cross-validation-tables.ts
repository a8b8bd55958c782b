import type { CrossValidationScores } from '../recipes';
import { markdown, markdownList, type Markdown } from '../text';

type Row = Record<string, string | number | null>;

/** Held-out scores by fold, with all of them in the last row. */
export function foldTable({ folds, all }: Pick<CrossValidationScores, 'folds' | 'all'>): Row[] {
  return [...folds, { ...all, name: 'all' }].map(({ name, jaccard, trivial, scored, images, objects }) => ({
    name,
    Jaccard: jaccard,
    'without a network': trivial,
    images: `${scored} of ${images}`,
    objects: objects.truth,
    found: objects.found,
    F1: objects.f1,
  }));
}

/** Objects of each held-out group: how far the count is off. */
export function countTable({ groups }: Pick<CrossValidationScores, 'groups'>): Row[] {
  return groups.map(({ name, images, objects }) => ({
    group: name,
    images,
    objects: objects.truth,
    found: objects.found,
    'count error, %': Number((100 * objects.countError).toFixed(1)),
    F1: objects.f1,
  }));
}

/** What a cross-validation found, in sentences. */
export function crossValidationFindings({
  all,
  groups,
  images,
  audited = null,
}: Pick<CrossValidationScores, 'all' | 'groups' | 'images'> &
  Partial<Pick<CrossValidationScores, 'audited'>>): Markdown {
  const { overGroups, scored, objects, trivial } = all;
  const { interval } = overGroups;
  const range =
    interval === null
      ? ''
      : markdown` (95 % interval ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})`;
  const [worst] = images;
  return markdownList([
    markdown`On ${scored} held-out images of ${groups.length} groups the networks reach a Jaccard of **${overGroups.mean.toFixed(3)}**${range}; without a network ${trivial.toFixed(3)}.`,
    markdown`They find ${objects.found} objects where ${objects.truth} are, F1 ${objects.f1.toFixed(3)}.`,
    audited === null
      ? null
      : markdown`Against audited masks the Jaccard is ${audited.overGroups.mean.toFixed(3)}.`,
    worst === undefined ? null : markdown`The lowest image is ${worst.image}: ${worst.jaccard.toFixed(3)}.`,
  ]);
}
