import { join, relative } from 'node:path';
import { dashboardCommand } from '../suggest/open-suggester';

export interface CommandLinesOptions {
  /** The checkout, where commands are typed. */
  readonly root: string;
  /** Search folder. */
  readonly folder: string;
  /** Images that a network is trained on next. */
  readonly data: string;
  /** The winner's network file, and another folder to bring it to; null leaves that out. */
  readonly network: string | null;
  readonly other: string | null;
  /** Python of the environment; null leaves the dashboard out. */
  readonly python: string | null;
}

/** What to type to go on with a search, each line with what it is for. */
export function commandLines({ root, folder, data, network, other, python }: CommandLinesOptions): string[] {
  const here = (path: string): string => {
    const own = relative(root, path);
    return own.startsWith('..') ? path : own;
  };
  const [search, recipe] = [here(folder), here(join(folder, 'recipes', 'best.json'))];
  const journal = here(join(folder, 'optuna.journal'));
  return [
    `npm run search -- status ${quoted(search)}   # where it stands`,
    `npm run search -- start ${quoted(search)} --trials 100   # goes on, to 100 configurations`,
    `npm run search -- best ${quoted(search)}   # the winner, and its recipe as a file`,
    `npm run train -- --data ${quoted(here(data))} --recipe ${quoted(recipe)}   # all groups held out once`,
    ...(network === null || other === null
      ? []
      : [
          `npm run train -- --data ${quoted(here(other))} --from ${quoted(here(network))}   # from its weights`,
        ]),
    `npm run search -- export-csv ${quoted(search)}   # a table for other programs`,
    ...(python === null ? [] : [`${dashboardCommand(journal, here(python))}   # Optuna's dashboard`]),
  ];
}

const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
