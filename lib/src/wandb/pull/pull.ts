import type { RunRecord } from '../../types';
import type { JsonObject } from '../../values';
import { WandbError } from '../server/errors';
import { openExchange, type Exchange, type Patience } from '../server/exchange';
import { findServer, type ServerOptions, type WandbServer } from '../server/settings';
import { surroundings, type Surroundings } from '../server/surroundings';
import { cacheFolder, openCache, type PullCache } from './cache';
import { chosen, collectHistories, covers } from './collect-histories';
import { collectRuns, type CollectedRuns, type CollectOptions } from './collect-runs';
import type { FullHistory } from './histories';
import type { RunsWanted } from './list-runs';
import { noSuchProject } from './not-found';
import type { PullProgress } from './progress';
import { toRunRecord } from './run-node';
import { fetchSweep, type SweepInfo } from './sweep';

export interface PullOptions extends ServerOptions {
  readonly entity: string;
  readonly project: string;
  /** Sweep id (the last part of its address). Default: all runs of the project. */
  readonly sweep?: string | null;
  /** More conditions, in W&B's MongoDB form: `{state: 'finished'}`, `{'config.batch_size.value': 8}`. */
  readonly filters?: JsonObject;
  /** Keys whose whole histories to fetch, `'all'` for every key, or null (the default) for no history. */
  readonly histories?: readonly string[] | 'all' | null;
  /** Folder for the cache, or null (the default) for none. */
  readonly cache?: string | null;
  /** Answer from the cache alone. Default false. */
  readonly offline?: boolean;
  /** Fetch again what the cache has: needed where the configuration of a finished run was edited. Default false. */
  readonly refresh?: boolean;
  /** Runs a page; the server may give fewer. Default 1000. */
  readonly pageSize?: number;
  /** Requests at the same time, where the order does not matter. Default 4. */
  readonly atOnce?: number;
  readonly onProgress?: (progress: PullProgress) => void;
  readonly signal?: AbortSignal;
  readonly patience?: Partial<Patience>;
  /** Network, clock, chance and environment; the real ones by default. */
  readonly world?: Partial<Surroundings>;
}

/** What a pull brought. */
export interface Pull {
  /** Oldest first. */
  readonly records: readonly RunRecord[];
  /** The sweep's own configuration, where one was asked for. */
  readonly sweep: SweepInfo | null;
  readonly report: PullReport;
}

/** How a pull went, and whether it is whole. */
export interface PullReport {
  readonly source: 'server' | 'cache';
  /** How many runs the server counts (or counted, where the cache answered); null where it never said. */
  readonly expected: number | null;
  /** Whether every run the server counts is there, unique and readable, with its history where one was asked for. */
  readonly complete: boolean;
  /** Runs that pages repeated; they are kept once. */
  readonly repeated: readonly string[];
  /** Runs that the server lists but of which nothing could be had. */
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
  readonly runs: { readonly fetched: number; readonly fromCache: number };
  readonly histories: { readonly fetched: number; readonly fromCache: number };
  readonly requests: number;
  readonly retries: number;
  readonly seconds: number;
  /** One sentence each, empty where there is nothing to say. What concerns one run stands in that run's notices. */
  readonly notices: readonly string[];
}

/**
 * Pulls runs from W&B: whole, checked against the server's own count, and never a sample.
 *
 * With a `cache` an interrupted pull goes on where it stopped, finished runs are never fetched twice and running ones
 * are fetched anew; where the server cannot be reached the cache answers and the report says so.
 *
 * Throws a {@link WandbError} where nothing can be had.
 */
export async function pullRuns(options: PullOptions): Promise<Pull> {
  const world = surroundings(options.world);
  const server = await findServer(options, world.env);
  const started = world.now();
  const { entity, project, sweep = null, filters = {} } = options;
  for (const [what, value] of Object.entries({ entity, project })) {
    if (value.trim() === '')
      throw new Error(
        `the ${what} to pull from is empty: it is the part of the page's address after ${server.appUrl}/`,
      );
  }
  const folder = options.cache
    ? cacheFolder(options.cache, server.baseUrl, { entity, project, sweep, filters })
    : null;
  const cache = await openCache(folder);
  const exchange = openExchange(server, world, options.patience);
  const seconds = (): number => (world.now() - started) / 1000;
  try {
    if (options.offline) throw new WandbError('no network', 'asked to work offline');
    if (server.apiKey === null) {
      throw new WandbError(
        'no key',
        `no W&B API key: looked in ${server.keySought}; copy yours from ${server.appUrl}/authorize`,
      );
    }
    return await pullFromServer(exchange, cache, options, world, seconds);
  } catch (error) {
    if (!(error instanceof WandbError) || !error.isUnreachable) throw error;
    if (cache.nodes.size === 0) {
      if (options.offline)
        throw new WandbError(
          'no network',
          `asked to work offline, but the cache (${folder ?? 'none given'}) holds no run; pull them first: npm run notebook -- 01 -p entity=… -p project=…`,
        );
      throw error;
    }
    return pullFromCache(cache, options, error, exchange, seconds);
  }
}

async function pullFromServer(
  exchange: Exchange,
  cache: PullCache,
  options: PullOptions,
  world: Surroundings,
  seconds: () => number,
): Promise<Pull> {
  const { entity, project, sweep = null, filters = {}, signal } = options;
  const wanted: RunsWanted = { entity, project, filters: withSweep(filters, sweep) };
  const how: CollectOptions = {
    refresh: options.refresh ?? false,
    pageSize: options.pageSize ?? 1000,
    atOnce: options.atOnce ?? 4,
    signal,
    now: world.now,
    onProgress: options.onProgress,
  };
  const sweepComing = sweep === null ? null : fetchSweep(exchange, entity, project, sweep, signal);
  sweepComing?.catch(() => undefined); // awaited below, after the runs
  const runs = await collectRuns(exchange, wanted, cache, how).catch(async (error: unknown) => {
    if (!(error instanceof WandbError) || error.kind !== 'not found') throw error;
    await sweepComing; // says more about what is not there
    throw await noSuchProject(exchange, entity, project);
  });
  const info = await sweepComing;

  const listed = [...runs.nodes.values()].map((node) => ({
    node,
    record: toRunRecord(node, pagesOfRuns(exchange.server, options)),
  }));
  const keys = keysOf(options);
  const collected =
    keys === undefined ? null : await collectHistories(exchange, wanted, cache, listed, keys, how);
  const records = listed.map(({ record }) => withHistory(record, collected?.histories.get(record.id)));
  const lost = runs.count === null ? 0 : Math.max(0, runs.count - runs.nodes.size - runs.missing.length);
  const readable = listed.every(({ node }) => !node.trouble);
  const whole = [...(collected?.histories.values() ?? [])].every((history) => history.complete);
  const finished = new Date(world.now()).toISOString();
  await cache.finish({ names: [...runs.nodes.keys()], count: runs.count, sweep: info, finished });
  return {
    records,
    sweep: info,
    report: {
      source: 'server',
      expected: runs.count,
      complete: runs.count !== null && lost === 0 && runs.missing.length === 0 && readable && whole,
      repeated: runs.repeated,
      missing: runs.missing,
      runs: { fetched: runs.fetched, fromCache: runs.fromCache },
      histories: { fetched: collected?.fetched ?? 0, fromCache: collected?.fromCache ?? 0 },
      requests: exchange.traffic.requests,
      retries: exchange.traffic.retries,
      seconds: seconds(),
      notices: [...cache.notices, ...noticesOf(runs, lost, info)],
    },
  };
}

function pullFromCache(
  cache: PullCache,
  options: PullOptions,
  reason: WandbError,
  exchange: Exchange,
  seconds: () => number,
): Pull {
  const { manifest } = cache;
  const listed = new Set([...(manifest?.names ?? []), ...cache.nodes.keys()]);
  const nodes = [...listed].flatMap((name) => cache.nodes.get(name) ?? []);
  const keys = keysOf(options);
  let withoutHistory = 0;
  const records = nodes.map((node) => {
    const record = toRunRecord(node, pagesOfRuns(exchange.server, options));
    const cached = cache.histories.get(node.name);
    if (keys === undefined) return record;
    if (cached && covers(cached, keys)) return withHistory(record, chosen(cached, keys));
    withoutHistory += 1;
    return { ...record, notices: [...record.notices, 'its history is not in the cache'] };
  });
  const age =
    manifest === null
      ? 'an unfinished pull'
      : `the pull of ${manifest.finished.slice(0, 16).replace('T', ' ')} UTC`;
  const expected = manifest?.count ?? null;
  const of = expected === null || expected === records.length ? '' : ` of ${expected}`;
  const notices = [`${reason.message}: showing ${records.length}${of} runs that the cache holds from ${age}`];
  if (withoutHistory > 0)
    notices.push(`${withoutHistory} of ${records.length} histories are not in the cache`);
  return {
    records,
    sweep: manifest?.sweep ?? null,
    report: {
      source: 'cache',
      expected,
      complete: expected !== null && records.length >= expected && withoutHistory === 0,
      repeated: [],
      missing: [],
      runs: { fetched: 0, fromCache: records.length },
      histories: { fetched: 0, fromCache: keys === undefined ? 0 : records.length - withoutHistory },
      requests: exchange.traffic.requests,
      retries: exchange.traffic.retries,
      seconds: seconds(),
      notices: [...notices, ...cache.notices],
    },
  };
}

function noticesOf(runs: CollectedRuns, lost: number, sweep: SweepInfo | null): string[] {
  const notices: string[] = [];
  if (runs.repeated.length > 0) {
    notices.push(`pages repeated ${runs.repeated.length} runs, kept once: ${listedNames(runs.repeated)}`);
  }
  if (runs.missing.length > 0) {
    notices.push(
      `${runs.missing.length} runs could not be had: ${listedNames(runs.missing.map((run) => run.name))} (${runs.missing[0]!.reason})`,
    );
  }
  if (lost > 0) {
    notices.push(
      `the server counts ${runs.count ?? 0} runs but lists only ${runs.nodes.size}, from either end: ${lost} are missing`,
    );
  }
  if (runs.count === null)
    notices.push('the server does not say how many runs there are: completeness cannot be shown');
  const told = sweep?.runCount ?? null;
  if (told !== null && told > runs.nodes.size) {
    notices.push(`the sweep says that it has ${told} runs, the project lists ${runs.nodes.size} of it`);
  }
  return notices;
}

/** `filters` and the sweep, both. */
function withSweep(filters: JsonObject, sweep: string | null): JsonObject {
  if (sweep === null) return filters;
  return Object.keys(filters).length === 0 ? { sweep } : { $and: [filters, { sweep }] };
}

function withHistory(record: RunRecord, history: FullHistory | undefined): RunRecord {
  if (history === undefined) return record;
  return { ...record, history: history.history, notices: [...record.notices, ...history.notices] };
}

/** Keys to fetch; null for all; undefined for no history. */
function keysOf({ histories = null }: PullOptions): readonly string[] | null | undefined {
  if (histories === null) return undefined;
  return histories === 'all' ? null : histories;
}

function pagesOfRuns(server: WandbServer, { entity, project }: PullOptions): string {
  return `${server.appUrl}/${encodeURIComponent(entity)}/${encodeURIComponent(project)}/runs`;
}

function listedNames(names: readonly string[]): string {
  return names.slice(0, 10).join(', ') + (names.length > 10 ? `, … (${names.length})` : '');
}
