import type { SearchSpace } from '../space/search-space';
import { configurationsOf } from './configurations';
import { optunaSuggester, type OptunaOptions } from './optuna-suggester';
import { plannedSuggester } from './planned-suggester';
import type { Suggester } from './suggester';

/** Whether a space needs Python: for everything but a grid or a random search without pruning. */
export function needsOptuna({ method, prune }: Pick<SearchSpace, 'method' | 'prune'>): boolean {
  return prune !== null || (method !== 'grid' && method !== 'random');
}

/**
 * The suggester of a space, from its first suggestion on; its budget is the search's to keep. A grid and a random search are
 * drawn here; `bayes` (TPE), `cma-es` and `qmc`, and all pruning, are Optuna's.
 *
 * @throws one line that says what to type where Optuna is needed and missing
 */
export async function openSuggester(
  space: SearchSpace,
  options: Pick<OptunaOptions, 'python' | 'journal'>,
): Promise<Suggester> {
  const planned = space.method === 'grid' || space.method === 'random';
  return needsOptuna(space)
    ? await optunaSuggester(space, {
        ...options,
        ...(planned && { configurations: configurationsOf(space) }),
      })
    : plannedSuggester(space);
}

/** Version of the dashboard that opens the journal of the Optuna that set-up installs. */
const dashboard = 'optuna-dashboard==0.21.0';

/** What to type to watch a search in a browser while it runs. */
export function dashboardCommand(journal: string, python: string): string {
  const quoted = (path: string): string =>
    /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
  const command = quoted(python.replace(/[^/]+$/, 'optuna-dashboard'));
  return `${quoted(python)} -m pip install --quiet ${dashboard} && ${command} ${quoted(journal)}`;
}
