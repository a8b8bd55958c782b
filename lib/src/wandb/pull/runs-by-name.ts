import { isJsonObject, type JsonObject } from '../../values';
import type { Exchange } from '../server/exchange';
import { query, type QueryError } from '../server/graphql';
import { askInParts, inParallel } from './in-parts';
import type { RunsWanted } from './list-runs';
import { runsByNameQuery, type NamedQuery } from './queries';
import { toRunNode, type RunNode } from './run-node';

/** Runs that were asked for by name. */
export interface NamedRuns {
  readonly nodes: readonly RunNode[];
  /** Runs of which the server gives nothing, with its words. */
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
}

/** Names in one request; each is an alias of its own. */
const namesAtOnce = 200;

export interface NamedRunsOptions {
  /** Requests at the same time. Default 4. */
  readonly atOnce?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with each lot that has arrived. */
  readonly onNodes?: (nodes: readonly RunNode[]) => Promise<void>;
}

/**
 * Fetches runs by name. A run that the server cannot deliver whole comes in brief, with the server's words in
 * `trouble`; one of which it gives nothing at all is named in `missing`.
 */
export async function fetchRunsByName(
  exchange: Exchange,
  wanted: RunsWanted,
  names: readonly string[],
  { atOnce = 4, signal, onNodes }: NamedRunsOptions = {},
): Promise<NamedRuns> {
  const nodes: RunNode[] = [];
  const missing: { name: string; reason: string }[] = [];
  const chunks = Array.from({ length: Math.ceil(names.length / namesAtOnce) }, (_, i) =>
    names.slice(i * namesAtOnce, (i + 1) * namesAtOnce),
  );
  await inParallel(chunks, atOnce, async (chunk) => {
    const whole = await fetchChunk(exchange, wanted, chunk, 'full', signal);
    const brief = await fetchChunk(exchange, wanted, [...whole.failed.keys()], 'brief', signal);
    const troubled = brief.nodes.map((node) => ({ ...node, trouble: [whole.failed.get(node.name)!] }));
    for (const [name, reason] of brief.failed) missing.push({ name, reason });
    const arrived = [...whole.nodes, ...troubled];
    nodes.push(...arrived);
    await onNodes?.(arrived);
  });
  return { nodes, missing };
}

async function fetchChunk(
  exchange: Exchange,
  wanted: RunsWanted,
  names: readonly string[],
  fields: 'full' | 'brief',
  signal: AbortSignal | undefined,
): Promise<{ nodes: RunNode[]; failed: Map<string, string> }> {
  const failed = new Map<string, string>();
  const nodes: RunNode[] = [];
  const parts = await askInParts(names, async (part, attempts) => {
    const named = runsByNameQuery(part, fields);
    const { project, errors } = await askProject(exchange, wanted, named, {
      signal,
      ...(attempts ? { attempts } : {}),
    });
    part.forEach((name, i) => {
      const trouble = troubleWith(errors, i);
      const node = toRunNode(project[`r${i}`], trouble);
      if (node) nodes.push(node);
      else failed.set(name, trouble[0] ?? 'the server knows no such run');
    });
  });
  for (const { item, error } of parts.failed) failed.set(item, error.message);
  return { nodes, failed };
}

/** Sends a query whose parts are aliases under `project`. */
export async function askProject(
  exchange: Exchange,
  { entity, project }: RunsWanted,
  named: NamedQuery,
  options: { signal: AbortSignal | undefined; attempts?: number },
): Promise<{ project: JsonObject; errors: readonly QueryError[] }> {
  const { data, errors } = await query(
    exchange,
    named.document,
    { entity, project, ...named.variables },
    options,
  );
  return { project: isJsonObject(data.project) ? data.project : {}, errors };
}

/** What the server said about the alias of that number. */
export function troubleWith(errors: readonly QueryError[], alias: number): string[] {
  const path = `project.r${alias}`;
  return errors.filter((e) => e.path === path || e.path.startsWith(`${path}.`)).map((e) => e.message);
}
