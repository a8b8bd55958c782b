import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzip } from 'node:zlib';
import { execute, parse, validate, type DocumentNode } from 'graphql';
import { Faults, type Fault } from './faults';
import { rootValue, takeStream, WholeAnswerFails, type StreamBody } from './resolvers';
import { schema } from './schema';
import { Store } from './store';

/** The key that the server accepts. */
export const testKey = '0123456789abcdef0123456789abcdef01234567';

/** What a request was, for tests that count. */
export interface SeenRequest {
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A local W&B server: GraphQL, file stream, uploads, and faults on demand. */
export interface TestServer {
  readonly url: string;
  readonly store: Store;
  readonly faults: Faults;
  /** Requests in the order in which they came. */
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

/** Starts a server on a free port of this machine. */
export async function startServer(options: { store?: Store; port?: number } = {}): Promise<TestServer> {
  const store = options.store ?? new Store();
  const faults = new Faults();
  const seen: SeenRequest[] = [];
  let url = '';
  const root = rootValue(store, faults, () => url);
  const documents = new Map<string, DocumentNode | string>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (faults.latency > 0) await wait(faults.latency);
    const { pathname } = new URL(request.url ?? '/', url);
    if (!authorized(request) && !pathname.startsWith('/storage/')) {
      respond(response, 401, { errors: [{ message: 'invalid API key' }] });
      return;
    }
    if (pathname === '/graphql') {
      await answerQuery(JSON.parse(body.toString()) as GraphqlBody, request, response);
      return;
    }
    const parts = pathname.split('/').slice(1).map(decodeURIComponent);
    const run = store.project(parts[1] ?? '', parts[2] ?? '')?.byName.get(parts[3] ?? '');
    if (parts[0] === 'files' && parts[4] === 'file_stream') {
      seen.push({ operation: 'file_stream', variables: { run: parts[3] } });
      if (strike(faults.take('file_stream'), response)) return;
      if (run === undefined) respond(response, 404, { error: 'run not found' });
      else {
        takeStream(run, JSON.parse(body.toString()) as StreamBody);
        respond(response, 200, { exitcode: null, limits: {} });
      }
    } else if (parts[0] === 'storage' && request.method === 'PUT') {
      seen.push({ operation: 'upload', variables: { file: parts.slice(4).join('/') } });
      if (strike(faults.take('upload'), response)) return;
      run?.files.set(parts.slice(4).join('/'), body);
      respond(response, run === undefined ? 404 : 200, {});
    } else {
      respond(response, 404, { error: 'not found' });
    }
  }

  async function answerQuery(
    body: GraphqlBody,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const operation = operationOf(body);
    seen.push({ operation, variables: body.variables ?? {} });
    const fault = faults.take(operation);
    if (fault?.kind !== 'slow drip' && strike(fault, response)) return;
    const document = documentOf(body.query);
    if (typeof document === 'string') {
      respond(response, 400, { errors: [{ message: document }] });
      return;
    }
    let fatal: WholeAnswerFails | undefined;
    const result = await execute({
      schema,
      document,
      rootValue: root,
      variableValues: body.variables ?? {},
      operationName: body.operationName === '' ? null : body.operationName, // W&B's own client sends an empty one
    });
    for (const error of result.errors ?? []) {
      if (error.originalError instanceof WholeAnswerFails) fatal = error.originalError;
    }
    if (fatal !== undefined) {
      respond(response, fatal.status, { data: null, errors: [{ message: fatal.message }] });
      return;
    }
    const text = JSON.stringify(result);
    if (fault?.kind === 'slow drip') await drip(response, text, fault.milliseconds);
    else await respondZipped(request, response, text);
  }

  function documentOf(text: string): DocumentNode | string {
    let document = documents.get(text);
    if (document === undefined) {
      try {
        document = parse(text);
        const [error] = validate(schema, document);
        if (error !== undefined) document = error.message;
      } catch (error) {
        document = (error as Error).message;
      }
      documents.set(text, document);
    }
    return document;
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) respond(response, 500, { errors: [{ message: String(error) }] });
    });
  });
  server.keepAliveTimeout = 60_000;
  await listen(server, options.port ?? 0);
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    store,
    faults,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface GraphqlBody {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
}

function operationOf({ operationName, query }: GraphqlBody): string {
  if (operationName) return operationName;
  return /\b(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? '';
}

/** Lets a fault strike; true where it has answered, or never will. */
function strike(fault: Fault | null, response: ServerResponse): boolean {
  switch (fault?.kind) {
    case 'status':
      if (fault.retryAfter !== undefined) response.setHeader('Retry-After', fault.retryAfter);
      response.writeHead(fault.status, { 'Content-Type': 'text/html' });
      response.end(fault.body ?? `<html><h1>${fault.status}</h1></html>`);
      return true;
    case 'not json':
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(fault.body);
      return true;
    case 'graphql error':
      respond(response, 200, { data: null, errors: [{ message: fault.message }] });
      return true;
    case 'cut connection':
      response.destroy();
      return true;
    case 'hang':
      return true;
    case 'slow drip':
    case undefined:
      return false;
  }
}

async function drip(response: ServerResponse, text: string, milliseconds: number): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  const steps = 20;
  const size = Math.ceil(text.length / steps);
  for (let i = 0; i < steps && !response.destroyed; i++) {
    response.write(text.slice(i * size, (i + 1) * size));
    await wait(milliseconds / steps);
  }
  response.end();
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function respondZipped(
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
): Promise<void> {
  const accepts = request.headers['accept-encoding']?.includes('gzip') ?? false;
  if (!accepts || text.length < 1024) {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(text);
    return;
  }
  const zipped = await new Promise<Buffer>((resolve, reject) => {
    gzip(text, { level: 1 }, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
  response.end(zipped);
}

function authorized(request: IncomingMessage): boolean {
  const [scheme, credentials = ''] = (request.headers.authorization ?? '').split(' ');
  return scheme === 'Basic' && Buffer.from(credentials, 'base64').toString() === `api:${testKey}`;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve();
    });
  });
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
