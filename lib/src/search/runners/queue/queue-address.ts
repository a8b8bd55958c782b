/** What a client of Redis is told. */
export interface QueueConnection {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly db?: number;
  readonly tls?: { readonly servername: string };
  /** What is asked while the server is away waits for it. */
  readonly maxRetriesPerRequest: null;
  /** Milliseconds before the next attempt to connect. */
  readonly retryStrategy: (times: number) => number;
}

/** Where a queue is. */
export interface QueueAddress {
  /** Address without user and password, for messages. */
  readonly shown: string;
  readonly connection: QueueConnection;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The variable that may hold a queue's whole address, password and all. */
export const queueVariable = 'UNETLAB_QUEUE';

/**
 * Reads the address of a queue: `redis://host:6379`, or `rediss://` for TLS, with the number of a database as its path. Its
 * password comes from `REDIS_PASSWORD` (its user from `REDIS_USERNAME`), or the whole address from `UNETLAB_QUEUE`.
 *
 * @param given what a command line names; null: the address of `UNETLAB_QUEUE`
 * @throws one line where it is no such address, or holds a password that everybody on the machine could read
 */
export function queueAddress(given: string | null, env: Env = process.env): QueueAddress {
  const text = (given ?? env[queueVariable] ?? '').trim();
  if (text === '')
    throw new Error(`name the queue: --queue redis://HOST:6379, or its address in ${queueVariable}`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '')
    throw new Error(
      `--queue ${withoutSecret(text)} is no address of a queue: expected redis://HOST:6379, or rediss://HOST:6379 for TLS`,
    );
  if (given !== null && url.password !== '')
    throw new Error(
      `--queue ${withoutSecret(text)}: everybody on this machine can read a password on a command line; put it into REDIS_PASSWORD, or the whole address into ${queueVariable}`,
    );
  const path = url.pathname.replace(/^\//, '');
  if (!/^\d*$/.test(path))
    throw new Error(
      `--queue ${withoutSecret(text)}: "${path}" is no number of a database; allowed: whole numbers from 0`,
    );
  const username = decodeURIComponent(url.username) || env.REDIS_USERNAME;
  const password = decodeURIComponent(url.password) || env.REDIS_PASSWORD;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 6379 : Number(url.port);
  return {
    shown: `${url.protocol}//${url.hostname}:${port}${path === '' ? '' : `/${path}`}`,
    connection: {
      host,
      port,
      ...(username && { username }),
      ...(password && { password }),
      ...(path !== '' && { db: Number(path) }),
      ...(url.protocol === 'rediss:' && { tls: { servername: host } }),
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2000),
    },
  };
}

/** What stands between `//` and `@` is left out, also where the text is no address. */
function withoutSecret(text: string): string {
  return text.replace(/\/\/.*@/, '//…@');
}
