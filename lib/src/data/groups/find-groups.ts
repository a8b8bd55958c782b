import { folded } from '../layouts/names';
import { isPart } from '../layouts/roles';
import { beforeCounter, counterRule, partRule, sideRule, unitRules, type GroupRule } from './group-rules';

/** A file of images whose group is wanted. */
export interface Grouped {
  readonly stem: string;
  /** Folder that the layout tells files apart by, or ''. */
  readonly folder: string;
}

/** Which files belong together. */
export interface Grouping {
  /** Group of each file, in the order given. */
  readonly groups: readonly string[];
  readonly count: number;
  /** Whether every file is a group of its own. */
  readonly eachItsOwn: boolean;
  /** One sentence: `groups: 5 by patient number, for example patient01 with 6 images`. */
  readonly text: string;
}

/** What the user says: a regular expression, `image`, `folder`, or the table of a CSV file. */
export type GroupTold = string | { readonly file: string; readonly groups: ReadonlyMap<string, string> };

/**
 * Finds which images belong together, so that a split can keep them together: as told, or by a rule that is read from
 * the names. A rule counts where it fits at least half of the names and makes at least two groups, some of which hold
 * several images; else every image is its own group, and the sentence says so.
 */
export function findGroups(files: readonly Grouped[], told?: GroupTold | null): Grouping {
  if (told !== undefined && told !== null && told !== '') return asTold(files, told);
  const origins = originals(files);
  if (origins.some((at, i) => at !== i)) return withCopies(files, origins);
  const fitting = candidates(files).filter(({ groups }) => useful(groups, files.length));
  // The whole before the part, but a division into training, validation and test needs three.
  const best = fitting.find(({ groups }) => new Set(groups).size >= 3) ?? fitting[0];
  if (best) return grouping(files, best.groups, best.text, '; -p group=… sets another rule');
  const own = files.map(label);
  return {
    groups: own,
    count: new Set(own).size,
    eachItsOwn: true,
    text:
      files.length === 1
        ? `groups: one (${own[0]!})`
        : `groups: no rule found in the names, so each of the ${files.length} images is a group of its own${hint(files)}; where several show one slide, patient or specimen, say so with -p group='…' (a regular expression, or a CSV file of stem and group)`,
  };
}

/** For each file the index of the one that its name calls it a copy of: `w0 (1)` and `w0 - Copy` of `w0`; else its own. */
function originals(files: readonly Grouped[]): number[] {
  const at = new Map(files.map(({ stem, folder }, i) => [`${folder}/${stem}`, i]));
  return files.map(({ stem, folder }, i) => {
    const bare = stem.replace(COPY, '');
    return bare === stem ? i : (at.get(`${folder}/${bare}`) ?? i);
  });
}

/** What systems put behind the name of a copy. */
const COPY = /(?: ?\(\d{1,2}\)|[ _]?-? ?(?:copy|copie|copia|kopie)(?: ?\(?\d{1,2}\)?)?)+$/iu;

function withCopies(files: readonly Grouped[], origins: readonly number[]): Grouping {
  const kept = files.flatMap((_, i) => (origins[i] === i ? [i] : []));
  const found = findGroups(kept.map((i) => files[i]!));
  const groupAt = new Map(kept.map((i, k) => [i, found.groups[k]!]));
  const copies = files.length - kept.length;
  const said = copies === 1 ? '1 file stays' : `${copies} files stay`;
  return {
    ...found,
    groups: origins.map((at) => groupAt.get(at)!),
    eachItsOwn: false,
    text: `${found.text}; ${said} with the one that the name says ${copies === 1 ? 'it is a copy' : 'they are copies'} of`,
  };
}

interface Candidate {
  readonly text: string;
  readonly groups: readonly string[];
}

function candidates(files: readonly Grouped[]): Candidate[] {
  const read = ({ text, of }: GroupRule): Candidate => {
    const found = files.map(({ stem }) => of(stem));
    const known = found.filter((group) => group !== null).length;
    const at = found.findIndex((group) => group !== null);
    const said = at >= 0 ? text(files[at]!.stem, found[at]!) : '';
    return {
      text:
        known === files.length
          ? said
          : `${said} (${known} of ${files.length} names), each other image its own`,
      groups: known * 2 < files.length ? [] : found.map((group, i) => group ?? label(files[i]!)),
    };
  };
  const folders = files.map(({ folder }) => folder);
  const names = new Set(folders.filter((folder) => folder !== ''));
  // Folders called train and test, or after classes, are no groups.
  const telling =
    [...names].every((name) => !isPart(name)) &&
    ([...names].some((name) => /\d/.test(name)) || names.size > 4);
  const byFolder: Candidate = {
    text: 'by folder',
    groups: telling ? folders.map((folder, i) => folder || label(files[i]!)) : [],
  };
  return [...unitRules().map(read), byFolder, read(partRule), read(sideRule), read(counterRule)];
}

function useful(groups: readonly string[], files: number): boolean {
  const count = new Set(groups).size;
  return groups.length === files && count >= 2 && count * 1.25 <= files;
}

function asTold(files: readonly Grouped[], told: GroupTold): Grouping {
  if (typeof told !== 'string') {
    const found = files.map(
      ({ stem, folder }) => told.groups.get(folded(stem)) ?? told.groups.get(folded(`${folder}/${stem}`)),
    );
    stopAtMissing(files, found, `have no line in ${told.file}`);
    return grouping(files, found as string[], `by ${told.file}`, '');
  }
  if (told === 'image') return grouping(files, files.map(label), 'each image its own, as told', '');
  if (told === 'folder')
    return grouping(
      files,
      files.map(({ folder }) => folder),
      'by folder',
      '',
    );
  let pattern: RegExp;
  try {
    pattern = new RegExp(told, 'u');
  } catch {
    throw new Error(
      `invalid group=${told}; not a regular expression (group='patient\\d+'), a CSV file, image or folder`,
    );
  }
  const found = files.map(({ stem, folder }) => {
    const match = pattern.exec(stem.normalize('NFC')) ?? pattern.exec(`${folder}/${stem}`);
    return match?.[1] ?? match?.[0];
  });
  stopAtMissing(files, found, `do not match group=${told}`);
  return grouping(files, found as string[], `by ${told}`, '');
}

function stopAtMissing(
  files: readonly Grouped[],
  found: readonly (string | undefined)[],
  what: string,
): void {
  const missing = files.filter((_, i) => found[i] === undefined || found[i] === '').map(({ stem }) => stem);
  if (missing.length === 0) return;
  const some = missing.slice(0, 4).join(', ') + (missing.length > 4 ? ', …' : '');
  throw new Error(
    `${missing.length} of ${files.length} images ${what}: ${some}; every image needs a group (-p exclude='…' leaves images out)`,
  );
}

function grouping(
  files: readonly Grouped[],
  groups: readonly string[],
  how: string,
  further: string,
): Grouping {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const [name, size] = [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? ['', 0];
  const eachItsOwn = sizes.size === files.length;
  const example = eachItsOwn ? '' : `, for example ${name} with ${size} images`;
  return { groups, count: sizes.size, eachItsOwn, text: `groups: ${sizes.size} ${how}${example}${further}` };
}

/** What the names begin with, where that may or may not be a group. */
function hint(files: readonly Grouped[]): string {
  const starts = new Set(files.map(({ stem, folder }) => folder || (beforeCounter(stem) ?? '')));
  if (starts.size < 2 || starts.has('') || starts.size * 1.25 > files.length) return '';
  return ` (their names begin with ${starts.size} words: ${[...starts].slice(0, 3).join(', ')}${starts.size > 3 ? ', …' : ''})`;
}

function label({ stem, folder }: Grouped): string {
  return stem === '' ? folder : stem;
}
