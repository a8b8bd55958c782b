import { isJsonObject, type Json, type JsonObject } from '../../values';
import { WandbError } from '../server/errors';
import type { Exchange } from '../server/exchange';
import { query, type QueryError } from '../server/graphql';
import { isAboutParts } from './in-parts';
import { runsDocument } from './queries';
import { toRunNode, type RunNode } from './run-node';

/** Which runs are meant. */
export interface RunsWanted {
  readonly entity: string;
  readonly project: string;
  /** W&B's filter, in the form of a MongoDB query; `{}` is all runs. */
  readonly filters: JsonObject;
}

/** A page of runs as it came. */
export interface RunsPage {
  readonly nodes: readonly RunNode[];
  /** How many runs the server says there are in all. */
  readonly count: number | null;
  /** Runs that came without a name and cannot be identified. */
  readonly nameless: number;
}

export interface ListingOptions {
  /** Full runs, or only what tells whether they have changed. Default full. */
  readonly fields?: 'full' | 'brief';
  /** Oldest first by default; the other direction finds what a moving list hid. */
  readonly order?: '+created_at' | '-created_at';
  /** Runs a page; a server may give fewer. Default 1000. */
  readonly pageSize?: number;
  /** Where a listing that was left goes on. */
  readonly after?: string | null;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists runs page by page, following `hasNextPage`. A page that the server cannot deliver is asked for again in ever
 * smaller pages, down to the one run that cannot be delivered, which then comes in brief with the server's words.
 *
 * @param take receives each page and says whether to go on
 * @returns where the listing was left, or null where it ended
 */
export async function listRuns(
  exchange: Exchange,
  wanted: RunsWanted,
  options: ListingOptions,
  take: (page: RunsPage) => boolean,
): Promise<string | null> {
  const { fields = 'full', order = '+created_at', pageSize = 1000, signal } = options;
  let after = options.after ?? null;
  let size = pageSize;
  let attempts: number | undefined;
  const request = (detail: 'full' | 'brief'): Promise<RawPage> => {
    const patience = { signal, ...(attempts ? { attempts } : {}) };
    return requestPage(exchange, wanted, { detail, order, after, first: size }, patience);
  };
  for (;;) {
    let page: RawPage;
    try {
      page = await request(fields);
    } catch (error) {
      if (!isAboutParts(error) || (size === 1 && fields === 'brief')) throw error;
      attempts = 2;
      if (size > 1) {
        size = Math.ceil(size / 8);
        continue;
      }
      page = await briefly(error, () => request('brief'));
    }
    size = Math.min(pageSize, size * 2);
    if (size === pageSize) attempts = undefined;
    const more = page.hasNextPage && page.endCursor !== null && page.endCursor !== after;
    after = page.endCursor;
    const wantsMore = take(page);
    if (!more) return null;
    if (!wantsMore) return after;
  }
}

interface RawPage extends RunsPage {
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

/** The one run that cannot be delivered, in brief. Where even that fails the first error stands. */
async function briefly(cause: WandbError, request: () => Promise<RawPage>): Promise<RawPage> {
  const page = await request().catch(() => {
    throw cause;
  });
  return { ...page, nodes: page.nodes.map((node) => ({ ...node, trouble: [cause.message] })) };
}

async function requestPage(
  exchange: Exchange,
  { entity, project, filters }: RunsWanted,
  ask: { detail: 'full' | 'brief'; order: string; after: string | null; first: number },
  options: { signal: AbortSignal | undefined; attempts?: number },
): Promise<RawPage> {
  const { detail, order, after, first } = ask;
  const variables = { entity, project, filters: JSON.stringify(filters), order, first, after };
  const { data, errors } = await query(exchange, runsDocument[detail], variables, options);
  const found = data.project;
  if (!isJsonObject(found)) {
    const said = errors[0]?.message;
    throw new WandbError(
      'not found',
      `no project ${entity}/${project}${said ? ` (the server says: ${said})` : ''}`,
    );
  }
  const runs = found.runs;
  if (!isJsonObject(runs) || !Array.isArray(runs.edges)) {
    throw new WandbError(
      'query refused',
      `the W&B server sent no runs: ${errors[0]?.message ?? 'no reason given'}`,
    );
  }
  return readPage(found.runCount, runs, runs.edges as readonly Json[], errors);
}

function readPage(
  count: Json | undefined,
  runs: JsonObject,
  edges: readonly Json[],
  errors: readonly QueryError[],
): RawPage {
  const nodes: RunNode[] = [];
  let nameless = 0;
  edges.forEach((edge, i) => {
    const trouble = errors
      .filter(({ path }) => path.startsWith(`project.runs.edges.${i}.`))
      .map(({ message }) => message);
    const node = toRunNode(isJsonObject(edge) ? edge.node : undefined, trouble);
    if (node) nodes.push(node);
    else nameless += 1;
  });
  const info = isJsonObject(runs.pageInfo) ? runs.pageInfo : {};
  const last = edges.at(-1);
  const cursor = info.endCursor ?? (isJsonObject(last) ? last.cursor : null) ?? null;
  return {
    nodes,
    nameless,
    count: typeof count === 'number' ? count : null,
    endCursor: typeof cursor === 'string' ? cursor : null,
    hasNextPage: info.hasNextPage === true,
  };
}
