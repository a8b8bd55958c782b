import type { RunRecord } from '../../types';
import { WandbError } from '../server/errors';
import { openExchange } from '../server/exchange';
import { findServer, type ServerOptions } from '../server/settings';
import { surroundings, type Surroundings } from '../server/surroundings';
import { spelled, spelledRow } from './run-description';
import { storedRows, streamRun, upsertRun } from './upload';

export interface MirrorOptions extends ServerOptions {
  readonly project: string;
  /** Default the key's owner. */
  readonly entity?: string;
  /** Sweep to put the run into; default the record's. It must exist on the server. */
  readonly sweep?: string | null;
  readonly world?: Partial<Surroundings>;
}

/**
 * Sends a finished run to W&B as it stands in a record: for runs that were trained without a server, or whose log did
 * not arrive whole. Sending a run again changes nothing. Throws where it does not arrive.
 */
export async function mirrorRun(record: RunRecord, options: MirrorOptions): Promise<void> {
  const world = surroundings(options.world);
  const server = await findServer(options, world.env);
  if (server.apiKey === null) throw new WandbError('no key', `no W&B API key: looked in ${server.keySought}`);
  const exchange = openExchange(server, world);
  const summary = spelledRow(record.summary);
  const place = await upsertRun(
    exchange,
    {
      entity: options.entity ?? null,
      project: options.project,
      id: record.id,
      name: record.name,
      tags: record.tags,
      notes: record.notices.length > 0 ? record.notices.join('\n') : null,
      group: null,
      jobType: null,
      sweep: options.sweep === undefined ? record.sweep : options.sweep,
      config: record.config,
    },
    { summary, state: 'running' },
  );
  const lines = rowsOf(record);
  const failed = record.state === 'failed' || record.state === 'crashed' || record.state === 'killed';
  await streamRun(exchange, place, { rows: { from: 0, lines }, summary, exitCode: failed ? 1 : 0 });
  const { rows } = await storedRows(exchange, place);
  if (rows !== null && rows < lines.length) {
    throw new WandbError(
      'server error',
      `the W&B server has ${rows} of the ${lines.length} rows of run ${record.id}`,
    );
  }
}

/**
 * A history's rows as JSON lines. A missing value is left out of its row: columns do not tell a value that was never
 * logged from one that was logged as NaN, and both read back the same.
 */
function rowsOf({ history }: RunRecord): string[] {
  if (history === null) return [];
  const columns = Object.entries(history);
  const count = columns[0]?.[1].length ?? 0;
  return Array.from({ length: count }, (_, i) => {
    const row: Record<string, unknown> = {};
    for (const [key, column] of columns) if (!Number.isNaN(column[i]!)) row[key] = spelled(column[i]!);
    row._step ??= i;
    return JSON.stringify(row);
  });
}
