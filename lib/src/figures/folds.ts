import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted } from './number-text';
import { colours, translucent } from './palette';
import type { Annotation, Shape, Trace } from './plotly';

/** What is told of an image. */
interface Member {
  readonly id: string;
  readonly group: string;
}

/** One division of the same images. Where nothing is kept for a test, what validates is what is held out. */
export interface FoldRow {
  readonly name: string;
  readonly split: {
    readonly train: readonly Member[];
    readonly validation: readonly Member[];
    readonly test: readonly Member[];
  };
}

/** What an image is used for. */
export type FoldSide = 'training' | 'validation' | 'held out';

/** Images in the order of their groups, and what each row does with them. */
export interface FoldsInfo {
  /** Groups in order, with how many images they have. */
  readonly groups: readonly { readonly name: string; readonly images: number }[];
  readonly images: number;
  readonly rows: readonly {
    readonly name: string;
    /** One an image, in the order of the groups; null where the row leaves the image out. */
    readonly sides: readonly (FoldSide | null)[];
    /** Groups that are trained on and held out (or validated) at once. */
    readonly torn: number;
  }[];
  readonly title: string;
  /** What a group is, one and several. */
  readonly unit: readonly [string, string];
}

export interface FoldsOptions {
  /** Default: `Who is held out when`. */
  readonly title?: string;
  /** What groups are called, for example `slides`; default `groups`. */
  readonly unit?: string;
}

/**
 * Lays the divisions of one set of images out by group. Groups are those of the first row, so that a row in which every image
 * is a group of its own shows which groups it tears.
 */
export function foldsInfo(
  rows: readonly FoldRow[],
  { title, unit = 'groups' }: FoldsOptions = {},
): FoldsInfo {
  const first = rows[0]?.split;
  if (first === undefined) throw new RangeError('no split to draw; give at least one');
  const members = new Map<string, string[]>();
  for (const { id, group } of [...first.train, ...first.validation, ...first.test])
    members.set(group, [...(members.get(group) ?? []), id]);
  const order = [...members].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const groups = order.map(([name, ids]) => ({ name, images: ids.length }));
  return {
    title: title ?? 'Who is held out when',
    unit: [unit.replace(/s$/, ''), unit],
    groups,
    images: groups.reduce((sum, { images }) => sum + images, 0),
    rows: rows.map(({ name, split }) => {
      const side = sidesOf(split);
      const byGroup = order.map(([, ids]) => ids.map((id) => side.get(id) ?? null));
      const torn = byGroup.filter((sides) => new Set(sides.filter((one) => one !== null)).size > 1).length;
      return { name, sides: byGroup.flat(), torn };
    }),
  };
}

function sidesOf({ train, validation, test }: FoldRow['split']): Map<string, FoldSide> {
  const held = test.length > 0 ? test : validation;
  return new Map<string, FoldSide>([
    ...train.map(({ id }) => [id, 'training'] as const),
    ...validation.map(({ id }) => [id, 'validation'] as const),
    ...held.map(({ id }) => [id, 'held out'] as const),
  ]);
}

const looks: Record<FoldSide, { colour: string; opacity: number; words: string }> = {
  training: { colour: colours.main, opacity: 0.35, words: 'training' },
  validation: { colour: '#E69F00', opacity: 0.75, words: 'validation: chooses the epoch' },
  'held out': { colour: colours.contrast, opacity: 0.85, words: 'held out: scored at the end' },
};
const rowHeight = 48;
const mostNames = 24;
const wholeWidth = 830;

/** One bar a division, one piece an image, the groups side by side. */
export function foldsFigure(given: FoldsInfo): Figure {
  const info = figureTexts(given);
  const { groups, images, rows, title, unit } = info;
  const margin = { left: 150, right: 20, bottom: 44 };
  const plotWidth = wholeWidth - margin.left - margin.right;
  const names = groupNames(groups, images, plotWidth);
  const wordsUnder = rows.map(({ torn }) => tornWords(torn, groups.length, unit));
  return drawFigure({
    name: 'folds',
    title,
    subtitle: `${counted(images, 'image')} of ${counted(groups.length, unit[0], unit[1])}, each column a ${unit[0]}, each piece an image`,
    description: `${counted(images, 'image')} of ${counted(groups.length, unit[0], unit[1])}. ${rows.map(({ name, sides }, i) => `${name}: ${countsOf(sides)}, ${wordsUnder[i]!}`).join('; ')}.`,
    traces: (Object.keys(looks) as FoldSide[])
      .map((side) => pieces(side, info))
      .filter((trace): trace is Trace => trace !== null),
    axes: [
      {
        x: { title: 'Images', range: [0, images], grid: false },
        y: {
          title: '',
          range: [rows.length - 0.5, -0.5],
          ticks: rows.map((_, i) => i),
          tickText: rows.map(({ name }, i) => `<b>${name}</b><br>${wordsUnder[i]!}`),
          grid: false,
        },
      },
    ],
    annotations: names.labels,
    shapes: borders(groups),
    legend: 'top',
    headroom: names.room,
    height: rows.length * rowHeight + 44 + 20 + 30 + names.room + margin.bottom,
    margin,
    barMode: 'overlay',
  });
}

const tornWords = (torn: number, of: number, [one, many]: readonly [string, string]): string =>
  torn === 0 ? `no ${one} on two sides` : `${torn} of ${counted(of, one, many)} on two sides`;

function countsOf(sides: readonly (FoldSide | null)[]): string {
  return (Object.keys(looks) as FoldSide[])
    .map((side) => [side, sides.filter((one) => one === side).length] as const)
    .filter(([, count]) => count > 0)
    .map(([side, count]) => `${count} ${side}`)
    .join(', ');
}

function pieces(side: FoldSide, { rows, groups, unit }: FoldsInfo): Trace | null {
  const groupAt = groups.flatMap(({ name, images }) => new Array<string>(images).fill(name));
  const found = rows.flatMap(({ sides }, row) =>
    sides.flatMap((one, at) => (one === side ? [{ row, at }] : [])),
  );
  if (found.length === 0) return null;
  const { colour, opacity, words } = looks[side];
  const separate = groupAt.length <= 200;
  return {
    type: 'bar',
    orientation: 'h',
    y: found.map(({ row }) => row),
    x: found.map(() => 1),
    base: found.map(({ at }) => at),
    width: 0.56,
    name: words,
    text: found.map(({ at }) => groupAt[at]!),
    textposition: 'none',
    marker: {
      color: translucent(colour, opacity),
      line: { color: colours.paper, width: separate ? 1 : 0 },
    },
    hovertemplate: `${unit[0]} %{text}: ${side}<extra></extra>`,
  };
}

function borders(groups: FoldsInfo['groups']): Shape[] {
  let at = 0;
  return groups.slice(0, -1).map(({ images }) => {
    at += images;
    return {
      type: 'line',
      xref: 'x',
      yref: 'paper',
      x0: at,
      x1: at,
      y0: 0,
      y1: 1,
      line: { color: colours.text, width: 1 },
    };
  });
}

/** Names over the groups: level where they fit, else slanted, and none where there are too many. */
function groupNames(
  groups: FoldsInfo['groups'],
  images: number,
  plotWidth: number,
): { readonly labels: Annotation[]; readonly room: number } {
  if (groups.length > mostNames) return { labels: [], room: 0 };
  const own = groups.map(({ name }) => name.slice(sharedStart(groups.map((one) => one.name))));
  const brief = own.map((name) => (name.length > 16 ? `…${name.slice(-15)}` : name));
  const fits = groups.every(({ images: n }, i) => 5.6 * brief[i]!.length < (plotWidth * n) / images);
  let at = 0;
  const labels = groups.map(({ images: n }, i): Annotation => {
    at += n;
    return {
      text: brief[i]!,
      x: at - n / 2,
      y: 1,
      xref: 'x',
      yref: 'paper',
      xanchor: fits ? 'center' : 'left',
      yanchor: 'bottom',
      yshift: 2,
      ...(!fits && { textangle: -40 }),
      font: { size: 11, color: colours.muted },
    };
  });
  const longest = Math.max(...brief.map(({ length }) => length));
  return { labels, room: fits ? 18 : 14 + 4.4 * longest };
}

/** Length of what all names begin with, up to its last separator: it tells none of them apart. */
function sharedStart(names: readonly string[]): number {
  if (names.length < 2) return 0;
  const [first, ...others] = names;
  let shared = 0;
  while (shared < first!.length && others.every((name) => name[shared] === first![shared])) shared += 1;
  return first!.slice(0, shared).search(/[^_\-\s]*$/);
}
