import type { Exchange } from '../server/exchange';
import type { PullCache } from './cache';
import { listFromBothEnds } from './list-from-both-ends';
import { listRuns, type RunsWanted } from './list-runs';
import { ProgressMeter, type PullProgress } from './progress';
import { isOver, type RunNode } from './run-node';
import { fetchRunsByName } from './runs-by-name';

/** All runs of a question, and the proof that they are all. */
export interface CollectedRuns {
  /** By name, in the server's order. */
  readonly nodes: ReadonlyMap<string, RunNode>;
  /** How many runs the server counts, or null where it does not. */
  readonly count: number | null;
  /** Names that pages repeated. */
  readonly repeated: readonly string[];
  /** Runs that the server lists but gives nothing of. */
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
  readonly fetched: number;
  readonly fromCache: number;
}

export interface CollectOptions {
  /** Fetch even what the cache has. */
  readonly refresh: boolean;
  readonly pageSize: number;
  readonly atOnce: number;
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
  readonly onProgress: ((progress: PullProgress) => void) | undefined;
}

/**
 * Collects runs: with an empty cache whole pages; with a filled one a list in brief first, and then only the runs that
 * the cache lacks or that have changed since. Runs that pages lost (which happens while a sweep is running, when the
 * list moves under the reader) are found by listing once more, backwards.
 */
export async function collectRuns(
  exchange: Exchange,
  wanted: RunsWanted,
  cache: PullCache,
  options: CollectOptions,
): Promise<CollectedRuns> {
  const { refresh, pageSize, atOnce, signal } = options;
  const known = new Map(refresh ? [] : [...cache.nodes].filter(([, node]) => isOver(node) && !node.trouble));
  const missing: { name: string; reason: string }[] = [];
  let meter = new ProgressMeter('runs', options.now, 0, options.onProgress);
  let fetched = 0;
  let fromCache = 0;
  const store = (arrived: readonly RunNode[], count: number | null): void => {
    fetched += arrived.length;
    cache.addNodes(arrived);
    meter.add(arrived.length, count);
  };
  async function fetchNamed(names: readonly string[], into: Map<string, RunNode>, count: number | null) {
    const onNodes = (arrived: readonly RunNode[]): Promise<void> => {
      for (const node of arrived) into.set(node.name, node);
      store(arrived, count);
      return Promise.resolve();
    };
    const named = await fetchRunsByName(exchange, wanted, names, { atOnce, signal, onNodes });
    missing.push(...named.missing);
  }

  const fields = known.size === 0 ? 'full' : 'brief';
  const listing = await listFromBothEnds(exchange, wanted, { fields, pageSize, signal }, (fresh, count) => {
    if (fields === 'full') store(fresh, count);
  });
  const { nodes } = listing;
  let { count } = listing;
  if (fields === 'brief') {
    const { unchanged, changed } = compare(nodes, known);
    for (const node of unchanged) nodes.set(node.name, node);
    fromCache = unchanged.length;
    meter = new ProgressMeter('runs', options.now, fromCache, options.onProgress);
    meter.add(0, count);
    await fetchNamed(changed, nodes, count);
  }
  if (listing.nameless > 0 || (count !== null && nodes.size < count)) {
    const unseen = new Set<string>();
    const backwards = { fields: 'brief', order: '-created_at', pageSize, signal } as const;
    await listRuns(exchange, wanted, backwards, (page) => {
      count = page.count ?? count;
      for (const { name } of page.nodes) if (!nodes.has(name)) unseen.add(name);
      return true;
    });
    await fetchNamed([...unseen].reverse(), nodes, count);
  }
  return { nodes: oldestFirst(nodes), count, repeated: listing.repeated, missing, fetched, fromCache };
}

/** Runs that were found late take their place; the server's order stays among runs of one moment. */
function oldestFirst(nodes: ReadonlyMap<string, RunNode>): Map<string, RunNode> {
  const of = ({ createdAt }: RunNode): string => createdAt ?? '';
  return new Map([...nodes].sort(([, a], [, b]) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0)));
}

/** Which listed runs the cache has as they are now. Title and tags may change afterwards: the list's are taken. */
function compare(
  listed: ReadonlyMap<string, RunNode>,
  known: ReadonlyMap<string, RunNode>,
): { unchanged: RunNode[]; changed: string[] } {
  const unchanged: RunNode[] = [];
  const changed: string[] = [];
  for (const [name, now] of listed) {
    const before = known.get(name);
    const same =
      before !== undefined &&
      isOver(now) &&
      before.heartbeatAt === now.heartbeatAt &&
      before.historyLineCount === now.historyLineCount;
    if (same) unchanged.push({ ...now, config: before.config, summaryMetrics: before.summaryMetrics });
    else changed.push(name);
  }
  return { unchanged, changed };
}
