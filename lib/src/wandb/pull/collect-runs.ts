import type { Exchange } from '../server/exchange';
import type { PullCache } from './cache';
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
 * list moves under the reader) are found by listing once more from the other end.
 */
export async function collectRuns(
  exchange: Exchange,
  wanted: RunsWanted,
  cache: PullCache,
  options: CollectOptions,
): Promise<CollectedRuns> {
  const { refresh, pageSize, atOnce, signal } = options;
  const known = new Map(refresh ? [] : [...cache.nodes].filter(([, node]) => isOver(node) && !node.trouble));
  const nodes = new Map<string, RunNode>();
  const repeated = new Set<string>();
  const missing: { name: string; reason: string }[] = [];
  const writing: Promise<void>[] = [];
  let count: number | null = null;
  let fetched = 0;
  let meter = new ProgressMeter('runs', options.now, 0, options.onProgress);

  /** Puts runs into place and the cache; returns those that are new. */
  function keep(arrived: readonly RunNode[], store: boolean): RunNode[] {
    const fresh = arrived.filter((node) => {
      if (nodes.has(node.name)) repeated.add(node.name);
      return !nodes.has(node.name);
    });
    for (const node of fresh) nodes.set(node.name, node);
    if (store) {
      fetched += fresh.length;
      writing.push(cache.addNodes(fresh));
    }
    return fresh;
  }
  async function fetchNamed(names: readonly string[]): Promise<void> {
    const named = await fetchRunsByName(exchange, wanted, names, {
      atOnce,
      signal,
      onNodes: (arrived) => {
        for (const node of arrived) nodes.set(node.name, node);
        fetched += arrived.length;
        writing.push(cache.addNodes(arrived));
        meter.add(arrived.length, count);
        return Promise.resolve();
      },
    });
    missing.push(...named.missing);
  }

  let nameless = 0;
  let fromCache = 0;
  try {
    const fields = known.size === 0 ? 'full' : 'brief';
    for await (const page of listRuns(exchange, wanted, { fields, pageSize, signal })) {
      count = page.count ?? count;
      nameless += page.nameless;
      const fresh = keep(page.nodes, fields === 'full');
      if (fields === 'full') meter.add(fresh.length, count);
    }
    if (fields === 'brief') {
      const { unchanged, changed } = compare(nodes, known);
      for (const node of unchanged) nodes.set(node.name, node);
      fromCache = unchanged.length;
      meter = new ProgressMeter('runs', options.now, fromCache, options.onProgress);
      meter.add(0, count);
      await fetchNamed(changed);
    }
    if (nameless > 0 || (count !== null && nodes.size < count)) {
      const unseen: string[] = [];
      const backwards = { fields: 'brief', order: '-created_at', pageSize, signal } as const;
      for await (const page of listRuns(exchange, wanted, backwards)) {
        count = page.count ?? count;
        unseen.push(...page.nodes.map((node) => node.name).filter((name) => !nodes.has(name)));
      }
      await fetchNamed([...new Set(unseen)].reverse());
    }
  } finally {
    await Promise.all(writing); // what has arrived is kept, whatever happens to the rest
  }
  return { nodes, count, repeated: [...repeated], missing, fetched, fromCache };
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
