import { randomInt } from 'node:crypto';

/** What is used of an HTTP answer; the built-in `Response` has it. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** What is used of `fetch`; the built-in one fits. */
export type Fetch = (
  url: string,
  request: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array;
    readonly signal: AbortSignal;
  },
) => Promise<HttpResponse>;

/** Network, clock and chance: everything that makes two calls of the same function differ. */
export interface Surroundings {
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds, or rejects with the signal's reason. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1): spreads retries so that parallel clients do not come back together. */
  readonly jitter: () => number;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The real ones, with whatever the caller replaces. */
export function surroundings(replaced: Partial<Surroundings> = {}): Surroundings {
  return {
    fetch: (url, request) => fetch(url, request),
    now: () => performance.timeOrigin + performance.now(),
    sleep,
    jitter: () => randomInt(2 ** 32) / 2 ** 32,
    env: process.env,
    ...replaced,
  };
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
