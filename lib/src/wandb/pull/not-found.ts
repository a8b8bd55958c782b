import { isJsonObject, type Json, type JsonObject } from '../../values';
import { WandbError } from '../server/errors';
import type { Exchange } from '../server/exchange';
import { query } from '../server/graphql';
import { nearNames } from './near-names';
import { entityNamesDocument, projectNamesDocument, sweepNamesDocument } from './queries';

/** The error for a sweep that is not there, naming the near ones. */
export async function noSuchSweep(
  exchange: Exchange,
  entity: string,
  project: string,
  sweep: string,
): Promise<WandbError> {
  const data = await ask(exchange, sweepNamesDocument, { entity, project });
  const found = isJsonObject(data?.project) ? data.project.sweeps : undefined;
  const names = nodesOf(found).flatMap((node) => textsOf(node, ['name', 'displayName']));
  return new WandbError(
    'not found',
    `no sweep "${sweep}" in ${entity}/${project}${meant(sweep, names, 'the project has no sweep')}`,
  );
}

/** The error for a project that is not there; says whether it is the entity that is not. */
export async function noSuchProject(
  exchange: Exchange,
  entity: string,
  project: string,
): Promise<WandbError> {
  const data = await ask(exchange, projectNamesDocument, { entity });
  const projects = nodesOf(data?.models).flatMap((node) => textsOf(node, ['name']));
  if (projects.length > 0) {
    return new WandbError('not found', `no project "${project}" of ${entity}${meant(project, projects, '')}`);
  }
  const viewer = (await ask(exchange, entityNamesDocument, {}))?.viewer;
  const teams = isJsonObject(viewer) ? nodesOf(viewer.teams).flatMap((node) => textsOf(node, ['name'])) : [];
  const entities = [...textsOf(viewer, ['entity']), ...teams];
  if (entities.includes(entity)) {
    return new WandbError(
      'not found',
      `no project "${project}" of ${entity}: it has no project that this key can see`,
    );
  }
  return new WandbError(
    'not found',
    `no entity "${entity}" with projects that this key can see${meant(entity, entities, '')}`,
  );
}

/** Suggestions only: whatever goes wrong here must not hide the error that they belong to. */
async function ask(exchange: Exchange, document: string, variables: JsonObject): Promise<JsonObject | null> {
  try {
    return (await query(exchange, document, variables, { attempts: 1 })).data;
  } catch {
    return null;
  }
}

function meant(wanted: string, names: readonly string[], none: string): string {
  if (names.length === 0) return none === '' ? '' : `: ${none}`;
  const near = nearNames(wanted, names);
  if (near.length > 0) return `; did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
  const shown = names.slice(0, 5).join(', ');
  return `; there ${names.length === 1 ? 'is' : 'are'} ${shown}${names.length > 5 ? ', …' : ''}`;
}

function nodesOf(connection: Json | undefined): Json[] {
  if (!isJsonObject(connection) || !Array.isArray(connection.edges)) return [];
  return (connection.edges as readonly Json[]).flatMap((edge) =>
    isJsonObject(edge) && edge.node !== undefined ? [edge.node] : [],
  );
}

function textsOf(node: Json | undefined, keys: readonly string[]): string[] {
  if (!isJsonObject(node)) return [];
  return keys.flatMap((key) => (typeof node[key] === 'string' && node[key] !== '' ? [node[key]] : []));
}
