import { isJsonObject, type Json, type JsonObject } from '../../values';
import { excerpt, WandbError } from './errors';
import type { Exchange, PostOptions } from './exchange';

/** An error that the server reported beside its data. */
export interface QueryError {
  readonly message: string;
  /** Where in the data it belongs, for example `project.runs.edges.3.node.config`; empty where it says nothing. */
  readonly path: string;
}

/** What came back: data, and errors about parts of it. */
export interface QueryAnswer {
  readonly data: JsonObject;
  readonly errors: readonly QueryError[];
}

/**
 * Sends a GraphQL query. Errors about parts come back with the data; where there is no data at all, or the errors
 * name no part, the first error is thrown with the server's own words.
 */
export async function query(
  exchange: Exchange,
  document: string,
  variables: JsonObject,
  options: PostOptions = {},
): Promise<QueryAnswer> {
  const operationName = /\b(?:query|mutation)\s+(\w+)/.exec(document)?.[1] ?? null;
  const answer = await exchange.post('/graphql', { operationName, query: document, variables }, options);
  if (!isJsonObject(answer)) {
    throw new WandbError(
      'not JSON',
      `${exchange.server.baseUrl} answered no GraphQL object: ${excerpt(JSON.stringify(answer))}`,
    );
  }
  const errors = errorsOf(answer.errors);
  const global = errors.find((error) => error.path === '');
  const first = global ?? errors[0];
  if (!isJsonObject(answer.data) || global !== undefined) {
    throw new WandbError(
      'query refused',
      `the W&B server refused the query: ${first ? excerpt(first.message, 200) : 'no data'}`,
    );
  }
  return { data: answer.data, errors };
}

function errorsOf(errors: Json | undefined): QueryError[] {
  if (!Array.isArray(errors)) return [];
  return (errors as readonly Json[]).map((error) => {
    if (!isJsonObject(error)) return { message: JSON.stringify(error), path: '' };
    const path = Array.isArray(error.path) ? (error.path as readonly (string | number)[]).join('.') : '';
    return { message: typeof error.message === 'string' ? error.message : JSON.stringify(error), path };
  });
}
