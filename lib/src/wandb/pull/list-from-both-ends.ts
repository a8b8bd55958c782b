import type { Exchange } from '../server/exchange';
import { listRuns, type ListingOptions, type RunsPage, type RunsWanted } from './list-runs';
import type { RunNode } from './run-node';

/** A whole listing. */
export interface Listing {
  /** By name, oldest first. */
  readonly nodes: Map<string, RunNode>;
  /** How many runs the server counts, or null where it does not. */
  readonly count: number | null;
  /** Names that came twice in one direction. */
  readonly repeated: readonly string[];
  /** Runs that came without a name. */
  readonly nameless: number;
}

/**
 * Lists all runs from both ends at once, so that half the answers are waited for: a page's cursor is only known when the
 * page before it has come. The directions stop where they have met, that is when as many different runs have come as the
 * server counts; where they do not add up, both go on to their ends.
 *
 * @param onPage receives the runs of each page that no page before it had
 */
export async function listFromBothEnds(
  exchange: Exchange,
  wanted: RunsWanted,
  options: Required<Pick<ListingOptions, 'fields' | 'pageSize'>> & Pick<ListingOptions, 'signal'>,
  onPage: (fresh: readonly RunNode[], count: number | null) => void,
): Promise<Listing> {
  const forward = new End('+created_at');
  const backward = new End('-created_at');
  const seen = new Set<string>();
  const repeated = new Set<string>();
  let count: number | null = null;
  let nameless = 0;
  let second: Promise<void> | undefined;

  const expected = (): number => count ?? Infinity;
  /** How many runs are still to be asked for, those on their way not counted. */
  const open = (): number => expected() - seen.size - forward.coming - backward.coming;

  function keep(end: End, page: RunsPage): void {
    count = page.count ?? count;
    nameless += page.nameless;
    const fresh = page.nodes.filter(({ name }) => !seen.has(name));
    for (const node of page.nodes) {
      if (end.nodes.has(node.name)) repeated.add(node.name);
      else end.nodes.set(node.name, node);
      seen.add(node.name);
    }
    onPage(fresh, count);
  }
  function take(end: End, page: RunsPage): boolean {
    end.coming = 0;
    keep(end, page);
    if (open() <= 0) return false;
    const size = Math.max(1, page.nodes.length); // a server may give smaller pages than it is asked for
    end.coming = Math.min(size, open());
    if (second === undefined && count !== null && open() > 0) {
      backward.coming = Math.min(size, open());
      second = list(backward);
      second.catch(() => undefined); // awaited below
    }
    return true;
  }
  async function list(end: End): Promise<void> {
    const { order, left: after } = end;
    end.left = await listRuns(exchange, wanted, { ...options, order, after }, (page) => take(end, page));
    end.coming = 0;
  }

  await list(forward);
  await second;
  for (const end of [forward, backward]) {
    while (end.left !== null && seen.size < expected()) await list(end);
  }
  const nodes = new Map(forward.nodes);
  for (const node of [...backward.nodes.values()].reverse()) {
    if (!nodes.has(node.name)) nodes.set(node.name, node);
  }
  return { nodes, count, repeated: [...repeated], nameless };
}

/** One direction: what it has brought, how many runs are on their way, and where it was left. */
class End {
  readonly nodes = new Map<string, RunNode>();
  coming = 0;
  left: string | null = null;

  constructor(readonly order: '+created_at' | '-created_at') {}
}
