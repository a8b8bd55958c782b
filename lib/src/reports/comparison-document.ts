import { fixed } from '../figures';
import type { Comparison } from '../recipes';
import { markdownText } from '../text';
import { blocks, list, paragraph, section, table } from './markdown';
import { markdownTexts } from './markdown-texts';
import type { ReportDocument } from './report';
import type { InlinePicture } from './training-document';
import { percent } from './training-words';
import { intervalText, pText } from './words';

/** What a page on a comparison is made of. */
export interface ComparisonParts {
  readonly data: string;
  readonly names: readonly [a: string, b: string];
  /** How each was asked, a sentence. */
  readonly how: readonly [a: string, b: string];
  /** What to keep in mind, one sentence each. */
  readonly warnings: readonly string[];
  readonly result: Comparison;
  readonly figure?: InlinePicture;
  readonly differing?: InlinePicture;
}

const mostImages = 15;

/** Words a comparison as one page that holds its pictures. */
export function comparisonDocument(parts: ComparisonParts): ReportDocument {
  const { figure, differing, ...plain } = parts;
  const { data, names, how, warnings, result } = markdownTexts(plain);
  const { overGroups, overImages, wins, images, groups, objects } = result;
  const picture = (given: InlinePicture | undefined): string | null =>
    given
      ? `![${markdownText(given.alt)}](data:image/png;base64,${Buffer.from(given.png).toString('base64')})`
      : null;
  const markdown = blocks(
    `# Two trainings on ${data}`,
    list(`**A:** ${names[0]} (${how[0]})`, `**B:** ${names[1]} (${how[1]})`),
    paragraph(verdict(result), `${wins.b} images are better with B, ${wins.a} with A, ${wins.equal} equal.`),
    warnings.length === 0 ? null : warnings.map((line) => `> ${line}`).join('\n>\n'),
    table(
      ['Jaccard', '>A', '>B', '>B − A', '95 % interval', 'Permutation test'],
      [
        [
          `mean over ${groups.length} groups`,
          fixed(overGroups.a, 3),
          fixed(overGroups.b, 3),
          signed(overGroups.difference),
          intervalText(overGroups.interval) || '–',
          overGroups.p === null ? (overGroups.reason ?? '–') : pText(overGroups.p),
        ],
        [
          `mean over ${images.length} images`,
          fixed(overImages.a, 3),
          fixed(overImages.b, 3),
          signed(overImages.difference),
          '',
          '',
        ],
      ],
    ),
    picture(figure),
    section(
      2,
      'Images that differ most',
      picture(differing),
      table(
        ['Image', 'Group', '>A', '>B', '>B − A'],
        images
          .slice(0, mostImages)
          .map((one) => [one.image, one.group, fixed(one.a, 3), fixed(one.b, 3), signed(one.difference)]),
      ),
    ),
    section(
      2,
      'By group',
      table(
        ['Group', '>Images', '>A', '>B', '>B − A'],
        groups.map((one) => [
          one.group,
          String(one.images),
          fixed(one.a, 3),
          fixed(one.b, 3),
          signed(one.difference),
        ]),
      ),
    ),
    section(
      2,
      'Objects',
      table(
        ['', '>There', '>Found', '>Count error', '>F1'],
        (['a', 'b'] as const).map((key) => [
          key.toUpperCase(),
          String(objects[key].truth),
          String(objects[key].found),
          percent(objects[key].countError),
          Number.isFinite(objects[key].f1) ? fixed(objects[key].f1, 3) : '–',
        ]),
      ),
    ),
    section(
      2,
      'How the difference is judged',
      `Each image is paired with itself, and images of a group are not taken for independent: the interval is a bootstrap over groups, the test swaps A and B in whole groups. With ${groups.length} groups no p below ${overGroups.smallestP.toPrecision(2)} is possible.`,
    ),
    section(
      2,
      'Left out',
      list(result.leftOut.slice(0, 20).map(({ image, reason }) => `${image}: ${reason}`)),
      result.leftOut.length > 20 ? `and ${result.leftOut.length - 20} more` : null,
    ),
  );
  return {
    file: 'report.md',
    title: `${parts.names[0]} and ${parts.names[1]} on ${parts.data}`,
    markdown: `${markdown}\n`,
  };
}

function verdict({ overGroups, groups }: Comparison): string {
  const { difference, interval, p, smallestP } = overGroups;
  const by = `by ${fixed(Math.abs(difference), 3)} (mean over ${groups.length} groups)`;
  if (difference === 0) return 'A and B score the same.';
  const ahead = difference > 0 ? 'B' : 'A';
  if (interval === null)
    return `${ahead} is ahead ${by}; with one group nothing can be said about another one.`;
  const clear = (interval.low > 0 || interval.high < 0) && p !== null && p <= 0.05;
  if (!clear && p !== null && p <= smallestP + 1e-9)
    return `**${ahead} is ahead ${by}, in every group**; ${groups.length} groups alone cannot show that this is more than chance (the smallest p is ${smallestP.toPrecision(2)}).`;
  return clear
    ? `**${ahead} is better ${by}.**`
    : `${ahead} is ahead ${by}, which **these groups do not show to be more than chance**.`;
}

function signed(value: number): string {
  return value > 0 ? `+${fixed(value, 3)}` : fixed(value, 3);
}
