import { parseLenientJson, type Json } from '../../values';
import { excerpt, WandbError } from './errors';
import { basicCredentials, hideKey } from './secret';
import type { WandbServer } from './settings';
import type { Surroundings } from './surroundings';

/** How patient an exchange is. */
export interface Patience {
  /** Longest wait for a whole answer, in milliseconds. */
  readonly timeout: number;
  /** How often a request is sent at most; retried are timeouts, 408, 429 and 5xx. */
  readonly attempts: number;
  /** First wait between attempts in milliseconds; it doubles each time. A `Retry-After` goes before it. */
  readonly firstWait: number;
  /** A server that asks for a longer wait than this, in milliseconds, is given up. */
  readonly longestWait: number;
}

export const patience: Patience = { timeout: 60_000, attempts: 5, firstWait: 2_000, longestWait: 120_000 };

/** What an exchange has done so far. */
export interface Traffic {
  requests: number;
  retries: number;
  /** Characters of answers. */
  received: number;
}

/** One server, spoken to over HTTP with retries. All messages are free of the API key. */
export interface Exchange {
  readonly server: WandbServer;
  readonly traffic: Readonly<Traffic>;
  /** Sends JSON and returns the answer, parsed. Throws a {@link WandbError}. */
  post(path: string, body: Json, options?: PostOptions): Promise<Json>;
}

export interface PostOptions {
  readonly attempts?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Opens an exchange; nothing is sent yet. */
export function openExchange(
  server: WandbServer,
  world: Surroundings,
  patient: Partial<Patience> = {},
): Exchange {
  const { timeout, attempts: usual, firstWait, longestWait } = { ...patience, ...patient };
  const hide = hideKey(server.apiKey);
  const traffic: Traffic = { requests: 0, retries: 0, received: 0 };
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'User-Agent': 'unetlab',
  };
  if (server.apiKey !== null) headers.Authorization = `Basic ${basicCredentials(server.apiKey)}`;
  let answered = false;
  let quietUntil = 0; // a 429 of one request holds the parallel ones back too

  async function attempt(url: string, text: string, signal: AbortSignal | undefined): Promise<Json> {
    const own = AbortSignal.timeout(timeout);
    const either = signal ? AbortSignal.any([signal, own]) : own;
    const request = { method: 'POST', headers, body: text, signal: either };
    traffic.requests += 1;
    let status: number;
    let retryAfter: string | null;
    let answer: string;
    try {
      const response = await world.fetch(url, request);
      answered = true;
      status = response.status;
      retryAfter = response.headers.get('retry-after');
      answer = hide(await response.text());
    } catch (error) {
      if (signal?.aborted) throw new WandbError('stopped', 'the pull was stopped');
      if (own.aborted) {
        throw new Temporary('timeout', `${server.baseUrl} did not answer within ${timeout / 1000} s`);
      }
      const reason = hide(reasonOf(error));
      const message = `cannot reach ${server.baseUrl} (${reason}): check the network and WANDB_BASE_URL`;
      if (answered) throw new Temporary('no network', message);
      throw new WandbError('no network', message); // never reached: waiting would not help
    }
    traffic.received += answer.length;
    if (status >= 200 && status < 300) return parseAnswer(answer, server.baseUrl);
    throw refusal(status, answer, retryAfter, server, world.now());
  }

  return {
    server,
    traffic,
    async post(path, body, options = {}) {
      const url = server.baseUrl + path;
      const text = JSON.stringify(body);
      const attempts = Math.min(options.attempts ?? usual, usual);
      for (let tried = 1; ; tried++) {
        const held = quietUntil - world.now();
        if (held > 0) await world.sleep(held, options.signal);
        try {
          return await attempt(url, text, options.signal);
        } catch (error) {
          if (!(error instanceof Temporary)) throw error;
          const wait = error.retryAfter ?? firstWait * 2 ** (tried - 1) * (0.75 + 0.5 * world.jitter());
          if (wait > longestWait) {
            throw new WandbError(
              error.kind,
              `${error.message}; it asks to wait ${Math.round(wait / 1000)} s: try again later`,
            );
          }
          if (tried >= attempts) {
            const times = tried > 1 ? ` (tried ${tried} times)` : '';
            throw new WandbError(error.kind, error.message + times);
          }
          traffic.retries += 1;
          if (error.kind === 'too many requests') quietUntil = world.now() + wait;
          else await world.sleep(wait, options.signal);
        }
      }
    },
  };
}

/** A failure that another attempt may mend. */
class Temporary extends WandbError {
  /** Milliseconds that the server asks to wait, where it does. */
  retryAfter: number | undefined;
}

function refusal(
  status: number,
  answer: string,
  retryAfter: string | null,
  server: WandbServer,
  now: number,
): WandbError {
  const said = saidIn(answer);
  const at = `${server.baseUrl} answered ${status}${said === '' ? '' : ` (${said})`}`;
  if (status === 401) {
    return server.apiKey === null
      ? new WandbError('no key', `no W&B API key: looked in ${server.keySought}`)
      : new WandbError('key refused', `${at}: the API key is not valid there; check ${server.keySought}`);
  }
  if (status === 403) {
    return new WandbError('forbidden', `${at}: this API key may not read it`);
  }
  if (status === 404) {
    return new WandbError('no W&B server', `${at}: is WANDB_BASE_URL a W&B server?`);
  }
  if (status === 429 || status === 408 || status >= 500) {
    const kind = status === 429 ? 'too many requests' : status === 408 ? 'timeout' : 'server error';
    const error = new Temporary(kind, at);
    error.retryAfter = waitOf(retryAfter, now);
    return error;
  }
  return new WandbError('query refused', at);
}

/** `Retry-After` in milliseconds: seconds (fractions too) or a date. */
function waitOf(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function parseAnswer(text: string, baseUrl: string): Json {
  try {
    return parseLenientJson(text);
  } catch {
    const begins = text.trim() === '' ? 'it is empty' : `it begins "${excerpt(text, 60)}"`;
    throw new Temporary('not JSON', `${baseUrl} answered something that is not JSON: ${begins}`);
  }
}

/** The server's own words in an error's body. */
function saidIn(answer: string): string {
  try {
    const parsed = parseLenientJson(answer) as {
      errors?: unknown;
      error?: unknown;
      message?: unknown;
    } | null;
    const first: unknown = Array.isArray(parsed?.errors)
      ? parsed.errors[0]
      : (parsed?.error ?? parsed?.message);
    const text =
      typeof first === 'object' && first !== null ? (first as { message?: unknown }).message : first;
    return typeof text === 'string' ? excerpt(text) : '';
  } catch {
    return /^\s*</.test(answer) ? '' : excerpt(answer);
  }
}

/** Node's fetch says only "fetch failed"; the reason is in the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: unknown; message?: unknown }; message?: unknown };
  return excerpt(String(cause?.code ?? cause?.message ?? message ?? error));
}
