import type { ObjectScores, SegmentationScores, TrivialScores } from '../metrics';

/** What a network does on held-out images, as columns of a table. */
export function heldOutRow({
  scores,
  objects,
}: {
  readonly scores: Pick<SegmentationScores, 'jaccard'>;
  readonly objects: Pick<ObjectScores, 'tolerantJaccard' | 'truth' | 'predicted' | 'f1' | 'countError'>;
}): Record<string, number> {
  return {
    'hard Jaccard, mean over tiles': scores.jaccard,
    'boundary-tolerant, 1 px': objects.tolerantJaccard,
    objects: objects.truth,
    found: objects.predicted,
    'detection F1': objects.f1,
    'count error, %': Number((100 * objects.countError).toFixed(1)),
  };
}

/** What three answers without a network reach on the same images, a row each. */
export function trivialTable(trivial: TrivialScores): Record<string, string | number>[] {
  const { everything, nothing, threshold } = trivial;
  const rows: [string, Pick<SegmentationScores, 'jaccard'>][] = [
    ['everything', everything],
    ['nothing', nothing],
    [`${threshold.foreground} than ${threshold.level.toFixed(2)}`, threshold],
  ];
  return rows.map(([name, { jaccard }]) => ({ 'without a network': name, 'hard Jaccard': jaccard }));
}

/** Four figures of the same predictions that are all called a score, with what each one counts. */
export function fourScores({
  scores,
  soft,
}: {
  readonly scores: Pick<SegmentationScores, 'jaccard' | 'jaccardPooled' | 'accuracy'>;
  readonly soft: number;
}): Record<string, string | number>[] {
  return [
    { score: 'hard Jaccard, mean over images', value: scores.jaccard, what: 'each image counts once' },
    {
      score: 'hard Jaccard, pooled pixels',
      value: scores.jaccardPooled,
      what: 'images with many objects weigh more',
    },
    {
      score: 'soft Jaccard, pooled pixels',
      value: soft,
      what: 'no threshold: unsure pixels cost (the published kind)',
    },
    { score: 'accuracy, for comparison', value: scores.accuracy, what: 'mostly background' },
  ];
}
