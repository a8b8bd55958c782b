import type { History } from '../../types';
import { HistoryColumns, isJsonObject, type Json } from '../../values';
import { WandbError } from '../server/errors';
import { openExchange } from '../server/exchange';
import { query } from '../server/graphql';
import { findServer, type ServerOptions } from '../server/settings';
import { surroundings, type Surroundings } from '../server/surroundings';
import { sampleDocument } from './queries';

export interface SampleOptions extends ServerOptions {
  readonly entity: string;
  readonly project: string;
  /** Run id. */
  readonly run: string;
  /** Only rows in which all of these are present are given. */
  readonly keys: readonly string[];
  /** Rows at most; W&B's own default is 500. */
  readonly samples: number;
  readonly world?: Partial<Surroundings>;
}

/**
 * A sampled history, as W&B's charts and the Python client's `run.history()` show it: rows are left out, and two calls
 * need not agree. It is here to be compared with; nothing is to be computed from it.
 */
export async function sampleHistory(options: SampleOptions): Promise<History> {
  const world = surroundings(options.world);
  const server = await findServer(options, world.env);
  if (server.apiKey === null) throw new WandbError('no key', `no W&B API key: looked in ${server.keySought}`);
  const exchange = openExchange(server, world);
  const { entity, project, run, keys, samples } = options;
  const specs = [JSON.stringify({ keys: ['_step', ...keys], samples })];
  const { data } = await query(exchange, sampleDocument, { entity, project, run, specs });
  const found = isJsonObject(data.project) ? data.project.run : undefined;
  if (!isJsonObject(found)) throw new WandbError('not found', `no run ${run} in ${entity}/${project}`);
  const columns = new HistoryColumns();
  const rows = Array.isArray(found.sampledHistory) ? (found.sampledHistory as readonly Json[])[0] : [];
  for (const row of Array.isArray(rows) ? (rows as readonly Json[]) : [])
    if (isJsonObject(row)) columns.addRow(row);
  return columns.finish().history;
}
