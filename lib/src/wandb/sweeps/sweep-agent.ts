import { hostname } from 'node:os';
import { isJsonObject, parseLenientJson, type Json } from '../../values';
import { fetchSweep, type SweepInfo } from '../pull/sweep';
import { excerpt, WandbError } from '../server/errors';
import { openExchange, type Patience } from '../server/exchange';
import { query } from '../server/graphql';
import { findServer, type ServerOptions } from '../server/settings';
import { surroundings, type Surroundings } from '../server/surroundings';

export interface SweepAgentOptions extends ServerOptions {
  readonly entity: string;
  readonly project: string;
  /** Sweep id: the last part of its address. */
  readonly sweep: string;
  readonly patience?: Partial<Patience>;
  readonly world?: Partial<Surroundings>;
}

/** What the server tells an agent to do. */
export type SweepCommand =
  /** Run it; or go on with it where it was preempted. */
  | {
      readonly type: 'run' | 'resume';
      readonly run: string;
      readonly values: Readonly<Record<string, Json>>;
    }
  | { readonly type: 'stop'; readonly run: string }
  /** The sweep is over. */
  | { readonly type: 'exit' };

/** One who takes runs from a W&B sweep. */
export interface SweepAgent {
  readonly id: string;
  readonly sweep: SweepInfo;
  /** Tells which runs are running, and is told what to do. Throws a {@link WandbError}. */
  heartbeat(running: readonly string[]): Promise<readonly SweepCommand[]>;
}

const createDocument = `mutation CreateAgent($host: String!, $projectName: String, $entityName: String, $sweep: String!) {
  createAgent(input: { host: $host, projectName: $projectName, entityName: $entityName, sweep: $sweep }) { agent { id } }
}`;

const heartbeatDocument = `mutation Heartbeat($id: ID!, $metrics: JSONString, $runState: JSONString) {
  agentHeartbeat(input: { id: $id, metrics: $metrics, runState: $runState }) { agent { id } commands }
}`;

/**
 * Registers an agent with a sweep, as W&B's own agent does.
 *
 * @throws a {@link WandbError} where there is no key, no such sweep (naming the near ones), or no server
 */
export async function openSweepAgent(options: SweepAgentOptions): Promise<SweepAgent> {
  const world = surroundings(options.world);
  const server = await findServer(options, world.env);
  const { entity, project, sweep } = options;
  if (server.apiKey === null)
    throw new WandbError(
      'no key',
      `no W&B API key: looked in ${server.keySought}; copy yours from ${server.appUrl}/authorize`,
    );
  const exchange = openExchange(server, world, options.patience);
  const info = await fetchSweep(exchange, entity, project, sweep);
  const { data } = await query(exchange, createDocument, {
    host: hostname(),
    projectName: project,
    entityName: entity,
    sweep,
  });
  const made = isJsonObject(data.createAgent) ? data.createAgent.agent : undefined;
  const id = isJsonObject(made) ? made.id : undefined;
  if (typeof id !== 'string')
    throw new WandbError('query refused', `the W&B server registered no agent with the sweep ${sweep}`);
  return {
    id,
    sweep: info,
    async heartbeat(running) {
      const answer = await query(exchange, heartbeatDocument, {
        id,
        metrics: '{}',
        runState: JSON.stringify(Object.fromEntries(running.map((run) => [run, true]))),
      });
      const beat = isJsonObject(answer.data.agentHeartbeat) ? answer.data.agentHeartbeat : {};
      return commandsOf(beat.commands);
    },
  };
}

/** The server sends a list as JSON text. What an agent does not know is an error: left out, a run would be lost. */
function commandsOf(text: Json | undefined): SweepCommand[] {
  if (text === null || text === undefined || text === '') return [];
  const list = typeof text === 'string' ? parseLenientJson(text) : text;
  if (!Array.isArray(list))
    throw new WandbError(
      'not JSON',
      `the W&B server sent no list of commands: ${excerpt(JSON.stringify(text))}`,
    );
  return (list as readonly Json[]).map((command) => {
    const { type, run_id: run, args } = isJsonObject(command) ? command : {};
    if (type === 'exit') return { type };
    if (typeof run === 'string' && /^[\w-]+$/.test(run)) {
      if (type === 'stop') return { type, run };
      if (type === 'run' || type === 'resume') return { type, run, values: valuesOf(args) };
    }
    throw new WandbError(
      'query refused',
      `the W&B server sent a command that is not known: ${excerpt(JSON.stringify(command))}`,
    );
  });
}

/** `{name: {value}}`, nested parameters with dots. */
function valuesOf(args: Json | undefined): Record<string, Json> {
  if (!isJsonObject(args)) return {};
  return Object.fromEntries(
    Object.entries(args).flatMap(([name, given]) =>
      flattened(name, isJsonObject(given) ? given.value : given),
    ),
  );
}

function flattened(name: string, value: Json | undefined): [string, Json][] {
  if (value === undefined) return [];
  if (!isJsonObject(value)) return [[name, value]];
  return Object.entries(value).flatMap(([key, inner]) => flattened(`${name}.${key}`, inner));
}
