import type { RunRecord } from '../../types';

type Kept = WeakMap<readonly RunRecord[], Map<unknown, unknown>>;

/** What each reader has found, while {@link rememberingColumns} works; null outside. */
let memory: Map<unknown, Kept> | null = null;

/**
 * Does some work that looks at the same columns of the same runs many times: they are read once. Only for work that does not
 * wait for anything, so that no run can change meanwhile.
 */
export function rememberingColumns<T>(work: () => T): T {
  if (memory !== null) return work();
  memory = new Map();
  try {
    return work();
  } finally {
    memory = null;
  }
}

/** A reader of runs that, within {@link rememberingColumns}, reads the same runs by the same key once. */
export function remembered<Key, T>(
  read: (records: readonly RunRecord[], key: Key) => T,
): (records: readonly RunRecord[], key: Key) => T {
  return (records, key) => {
    if (memory === null) return read(records, key);
    let kept = memory.get(read);
    if (kept === undefined) memory.set(read, (kept = new WeakMap()));
    let byKey = kept.get(records) as Map<Key, T> | undefined;
    if (byKey === undefined) kept.set(records, (byKey = new Map<Key, T>()));
    if (!byKey.has(key)) byKey.set(key, read(records, key));
    return byKey.get(key)!;
  };
}
