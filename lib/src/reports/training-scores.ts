import { fixed } from '../figures';
import type { TrainingReport } from '../recipes';
import { blocks, paragraph, section, table, type Block } from './markdown';
import { percent } from './training-words';

type Score = TrainingReport['scores']['groups'][number];

/** Groups that are listed; `groups.csv` holds all. */
const mostGroups = 30;
const mostImages = 10;

/** Scores by group, fold and image, beside what needs no network. */
export function scoreSections({ scores, baselines, data }: TrainingReport, groupsPicture: Block): Block {
  const { groups, folds, images, all } = scores;
  const worst = images.filter(({ jaccard }) => Number.isFinite(jaccard)).slice(0, mostImages);
  const empty = all.images - all.scored;
  const shown = [...groups].sort((a, b) => low(a) - low(b)).slice(0, mostGroups);
  return section(
    2,
    'Scores on held-out images',
    paragraph(
      'The score is the Jaccard index of the prediction at probability 0.5 against the masks as given: 1 is perfect, 0 no overlap.',
      empty === 0
        ? null
        : `${empty} of ${all.images} images ${empty === 1 ? 'has' : 'have'} no foreground, so no Jaccard index; means are over the ${all.scored} others.`,
    ),
    section(
      3,
      'Beside answers without a network',
      table(
        ['Answer', '>Jaccard', '>Images'],
        [
          ...baselines.all.map(({ what, jaccard }) => [what, score(jaccard), String(all.scored)]),
          ['**the networks**', `**${score(baselines.network)}**`, String(all.scored)],
        ],
      ),
    ),
    data.eachItsOwn
      ? null
      : section(
          3,
          'By group',
          groupsPicture,
          table(['Group', ...columns], shown.map(row)),
          groups.length > shown.length
            ? `The ${shown.length} lowest of ${groups.length} groups; groups.csv holds all.`
            : null,
        ),
    section(
      3,
      'By fold',
      table(
        ['Fold', ...columns, '>No network'],
        folds.map((fold) => [...row(fold), score(fold.trivial)]),
      ),
    ),
    section(
      3,
      'Lowest images',
      data.eachItsOwn ? groupsPicture : null,
      table(
        ['Image', 'Group', '>Fold', '>Jaccard', '>Objects there', '>Found'],
        worst.map(({ image, group, fold, jaccard, objects }) => [
          image,
          group,
          String(fold),
          score(jaccard),
          String(objects.truth),
          String(objects.found),
        ]),
      ),
      images.length > worst.length ? 'images.csv holds all, worst first.' : null,
    ),
  );
}

/** Objects found, and how they are told apart. */
export function objectsSection({ scores, folds }: TrainingReport): Block {
  const { objects } = scores.all;
  const ways = new Map<string, number[]>();
  for (const { fold, objects: way } of folds) ways.set(way, [...(ways.get(way) ?? []), fold]);
  return section(
    2,
    'Objects',
    objects.truth + objects.found === 0
      ? 'There are no objects, and none were found.'
      : paragraph(
          `${objects.found} found for ${objects.truth} there: the count is off by ${percent(objects.countError)}. ${objects.matched} are the same object, F1 ${score(objects.f1)} (1: each found once, none invented).`,
        ),
    blocks(
      'How they are told apart in a prediction, chosen on training images alone (where masks do not number them, true objects are found the same way):',
      table(
        ['Fold', 'How, and why'],
        [...ways].map(([way, of]) => [of.join(', '), way]),
      ),
    ),
  );
}

const columns = ['>Jaccard', '>Images', '>Objects there', '>Found', '>F1', '>Count error'];

function row({ name, scored, images, jaccard, objects }: Score): string[] {
  return [
    name,
    score(jaccard),
    scored === images ? String(images) : `${scored} of ${images}`,
    String(objects.truth),
    String(objects.found),
    score(objects.f1),
    percent(objects.countError),
  ];
}

function score(value: number): string {
  return Number.isFinite(value) ? fixed(value, 3) : '–';
}

const low = ({ jaccard }: Score): number => (Number.isFinite(jaccard) ? jaccard : Infinity);
