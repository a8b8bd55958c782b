import type { Exchange } from '../server/exchange';
import type { RunRecord } from '../../types';
import type { CachedHistory, PullCache } from './cache';
import type { CollectOptions } from './collect-runs';
import { fetchHistories, type FullHistory } from './histories';
import type { RunsWanted } from './list-runs';
import { ProgressMeter } from './progress';
import { isOver, lastStepOf, type RunNode } from './run-node';

/** Histories of many runs. */
export interface CollectedHistories {
  readonly histories: ReadonlyMap<string, FullHistory>;
  readonly fetched: number;
  readonly fromCache: number;
}

/** Histories are written to the cache in lots of so many. */
const lotSize = 200;

/** Collects whole histories: those of the cache where they are still the run's, the others from the server. */
export async function collectHistories(
  exchange: Exchange,
  wanted: RunsWanted,
  cache: PullCache,
  runs: readonly { readonly node: RunNode; readonly record: RunRecord }[],
  keys: readonly string[] | null,
  options: CollectOptions,
): Promise<CollectedHistories> {
  const { refresh, atOnce, signal, now, onProgress } = options;
  const histories = new Map<string, FullHistory>();
  const byName = new Map(runs.map(({ node }) => [node.name, node]));
  for (const { node } of runs) {
    const cached = refresh ? undefined : cache.histories.get(node.name);
    if (cached?.complete && isOver(node) && isOf(cached, node) && covers(cached, keys)) {
      histories.set(node.name, chosen(cached, keys));
    }
  }
  const fromCache = histories.size;
  const due = runs
    .filter(({ node }) => !histories.has(node.name))
    .map(({ node, record }) => ({
      name: node.name,
      lineCount: isOver(node) ? node.historyLineCount : null,
      lastStep: isOver(node) ? lastStepOf(record.summary) : null,
    }));
  const meter = new ProgressMeter('histories', now, fromCache, onProgress);
  const lot: CachedHistory[] = [];
  const flush = (): void => {
    cache.addHistories(lot.splice(0));
  };
  try {
    const fetched = await fetchHistories(exchange, wanted, due, {
      keys,
      atOnce,
      signal,
      onHistories: (arrived) => {
        for (const history of arrived) {
          const { heartbeatAt, historyLineCount: lineCount } = byName.get(history.name)!;
          lot.push({ ...history, heartbeatAt, lineCount, keys });
        }
        if (lot.length >= lotSize) flush();
        meter.add(arrived.length, runs.length);
      },
    });
    for (const history of fetched) histories.set(history.name, history);
  } finally {
    flush();
  }
  return { histories, fetched: due.length, fromCache };
}

function isOf(cached: CachedHistory, node: RunNode): boolean {
  return cached.heartbeatAt === node.heartbeatAt && cached.lineCount === node.historyLineCount;
}

/** Whether a cached history has what is asked for now. */
export function covers(cached: CachedHistory, keys: readonly string[] | null): boolean {
  const have = cached.keys;
  if (have === null) return true;
  return keys?.every((key) => have.includes(key)) ?? false;
}

/** The asked part of a cached history: what a fetch would have given, rows without any asked key left out. */
export function chosen(cached: CachedHistory, keys: readonly string[] | null): FullHistory {
  const { name, history, complete, notices } = cached;
  if (keys === null || history === null) return { name, history, complete, notices };
  const wantedKeys = keys.filter((key) => key in history);
  const step = history._step;
  const rows = step ?? Object.values(history)[0] ?? [];
  const kept = rows.flatMap((_, i) =>
    wantedKeys.some((key) => !Number.isNaN(history[key]![i]!)) ? [i] : [],
  );
  const columns = [...(step ? ['_step'] : []), ...wantedKeys];
  const part = Object.fromEntries(columns.map((key) => [key, kept.map((i) => history[key]![i]!)]));
  return { name, history: kept.length > 0 ? part : null, complete, notices };
}
