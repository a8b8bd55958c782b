/** What went wrong, for callers that want to tell it apart. */
export type WandbErrorKind =
  | 'no key'
  | 'key refused'
  | 'forbidden'
  | 'not found'
  | 'no W&B server'
  | 'no network'
  | 'too many requests'
  | 'server error'
  | 'timeout'
  | 'not JSON'
  | 'query refused'
  | 'stopped';

/** Kinds after which answers from the cache may stand in: the server could not be asked, or did not answer. */
const unreachable: ReadonlySet<WandbErrorKind> = new Set([
  'no key',
  'no network',
  'too many requests',
  'server error',
  'timeout',
  'not JSON',
]);

/** A failure to get something from W&B, as one line that says what to do. It never holds the API key. */
export class WandbError extends Error {
  override readonly name = 'WandbError';

  constructor(
    readonly kind: WandbErrorKind,
    message: string,
  ) {
    super(message);
  }

  /** Whether cached answers may stand in for the server's. */
  get isUnreachable(): boolean {
    return unreachable.has(this.kind);
  }
}

/** The part of a text that fits into one line of an error. */
export function excerpt(text: string, length = 120): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}
