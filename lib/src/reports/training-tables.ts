import type { TrainingReport } from '../recipes';
import { csvText } from '../text';

const objectColumns = ['objects_true', 'objects_found', 'objects_matched', 'f1', 'count_error'];

/** `images.csv`: a row a held-out image, worst first; images without foreground have no score and stand last. */
export function imagesCsv({ scores }: TrainingReport): string {
  return csvText(
    ['image', 'group', 'fold', 'jaccard', 'dice', ...objectColumns],
    scores.images.map(({ image, group, fold, jaccard, objects }) => [
      image,
      group,
      fold,
      jaccard,
      (2 * jaccard) / (1 + jaccard),
      ...objectCells(objects),
    ]),
  );
}

/** `groups.csv`: a row a group, with how many images its mean is over. */
export function groupsCsv({ scores }: TrainingReport): string {
  return csvText(
    ['group', 'images', 'images_scored', 'jaccard', ...objectColumns],
    scores.groups.map(({ name, images, scored, jaccard, objects }) => [
      name,
      images,
      scored,
      jaccard,
      ...objectCells(objects),
    ]),
  );
}

function objectCells({
  truth,
  found,
  matched,
}: TrainingReport['scores']['images'][number]['objects']): readonly number[] {
  return [
    truth,
    found,
    matched,
    truth + found === 0 ? NaN : (2 * matched) / (truth + found),
    truth === 0 ? NaN : (found - truth) / truth,
  ];
}
