import type { Redis } from 'ioredis';
import { ioredis } from './load-bullmq';
import type { QueueAddress } from './queue-address';

/** The server of a queue does not answer, or refuses the password. */
export class QueueAwayError extends Error {
  override readonly name = 'QueueAwayError';
}

/**
 * Connects to a queue's server. Once connected, a lost server is waited for.
 *
 * @param patience milliseconds in which the server has to answer the first time; default 10,000
 * @throws a {@link QueueAwayError} of one line where it does not, or refuses the password
 */
export async function connectToQueue(address: QueueAddress, patience = 10_000): Promise<Redis> {
  const client = new (ioredis().Redis)({ ...address.connection, lazyConnect: true });
  let last = `no answer within ${patience / 1000} s`;
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const refused = (error: Error): void => {
        last = reasonOf(error);
        if (/^(?:WRONGPASS|NOAUTH|NOPERM)|ERR AUTH|ERR invalid DB/.test(error.message))
          reject(new Error(error.message));
      };
      client.on('error', refused);
      timer = setTimeout(() => {
        reject(new Error(last));
      }, patience);
      client.ping().then(() => {
        resolve();
      }, refused);
      client.connect().catch(refused);
    });
  } catch (error) {
    client.disconnect();
    const reason = (error as Error).message;
    const what = /^(?:WRONGPASS|NOAUTH|ERR AUTH)/.test(reason)
      ? `refused the password (${reason}): set REDIS_PASSWORD`
      : `cannot be reached (${reason}): is redis-server running there?`;
    throw new QueueAwayError(`the queue ${address.shown} ${what}`);
  } finally {
    clearTimeout(timer);
  }
  return client;
}

/** A lost connection is said once, and when it is back. */
export function tellConnection(client: Redis, shown: string, tell: (line: string) => void): void {
  let away = false;
  client.on('error', (error: Error) => {
    if (away) return;
    away = true;
    tell(`the queue ${shown} is away (${reasonOf(error)}); waiting for it`);
  });
  client.on('ready', () => {
    if (away) tell(`the queue ${shown} is back`);
    away = false;
  });
}

function reasonOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return code ?? error.message;
}
