/** A way to read groups from names. */
export interface GroupRule {
  /** How a sentence names it, with a name and its group as an example: `by patient number`. */
  readonly text: (stem: string, group: string) => string;
  /** The group that a name tells, or null where it tells none. */
  readonly of: (stem: string) => string | null;
}

/** Words for what images are taken of, from the whole to the part; a number or a letter follows. */
const UNITS = [
  [
    'patient',
    'patient|pat|pt|subject|subj|sub|participant|donor|person|individual|volunteer|child|animal|mouse|rat|fish|case',
  ],
  ['plate', 'plate|experiment|exp'],
  ['slide', 'slide|specimen|biopsy|dish|chip|coverslip|tissue|sample'],
  ['well', 'well'],
  ['series', 'volume|vol|stack|scan|series|movie|video|vid|sequence|seq|embryo|organoid|colony|worm|lesion'],
] as const;

/** Words for a part of a picture or of a series, each with a number: what stands before them is the group. */
const PARTS =
  'slice|tile|patch|crop|frame|page|plane|fov|field|position|pos|site|section|view|part|region|roi|time|row|col|img|image';
/** The same as single letters, which need a separator before them. */
const LETTERS = 'r|c|x|y|z|t|s|f|p|w|ch|h|sl|fr';
const TAIL = new RegExp(
  `(?:[_\\-. ]grid(?![\\p{L}]).*|(?:[_\\-. ]*(?:${PARTS})|[_\\-. ](?:${LETTERS}))[_\\-. ]?\\d+|[_\\-. ]\\d+x\\d+)$`,
  'iu',
);
const GAP = '[_\\-. ]';

/** `by patient number`, `by plate and well`: the words that stand in names with a number; from the whole to the part. */
export function unitRules(): GroupRule[] {
  const patterns = UNITS.map(
    ([, words]) =>
      new RegExp(
        `(?:^|${GAP}|/|(?<=\\d))((?:${words})${GAP}?(?:[a-z]?\\d+[a-z]?|[a-z]))(?![\\p{L}\\d])`,
        'iu',
      ),
  );
  return UNITS.map(([unit], level) => ({
    text: () => `by ${unit} number`,
    of: (stem) => {
      const found = patterns.slice(0, level + 1).map((pattern) => pattern.exec(stem)?.[1]);
      return found[level] === undefined ? null : found.filter((part) => part !== undefined).join('_');
    },
  }));
}

/** What stands before `_grid`, `_slice01`, `_tile3`, `_r0_c1`, `_z12`. */
export const partRule: GroupRule = {
  text: (stem, group) => `by what stands before such parts as ${stem.slice(group.length)}`,
  of: (stem) => {
    const before = stripped(stem);
    return before === stem || before === '' ? null : before;
  },
};

/** `Image_01L` and `Image_01R`: two sides of one person. */
export const sideRule: GroupRule = {
  text: () => 'by what stands before left or right',
  of: (stem) => /^(.*\d)[_\-. ]?(?:L|R|left|right|OD|OS)$/i.exec(stem)?.[1] ?? null,
};

/**
 * What stands before the last number, where that tells something: it holds a number itself, or is one or two letters.
 * A word alone (`img`, `benign`) names what all images are, or a class, and no group.
 */
export const counterRule: GroupRule = {
  text: (stem, group) => `by what stands before the last number (${stem.slice(group.length)})`,
  of: (stem) => {
    const before = beforeCounter(stem);
    return before !== null && (/\d/.test(before) || /^\p{L}{1,2}$/u.test(before)) ? before : null;
  },
};

/** What stands before the last number of a name, without the separator; null where nothing does. */
export function beforeCounter(stem: string): string | null {
  const found = /^(.*?)[_\-. ]*\(?(?<!\d)\d+\)?$/.exec(stem);
  return found === null || found[1] === '' ? null : found[1]!;
}

function stripped(stem: string): string {
  const next = stem.replace(TAIL, '');
  return next === stem || next === '' ? stem : stripped(next);
}
