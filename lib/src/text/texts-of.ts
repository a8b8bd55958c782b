/** Texts that are remembered at a time. */
const mostTexts = 1000;

/**
 * Makes a function that returns a value with every string in it, however deep, put through `write`, names of properties
 * included: everything that was read becomes text of one language (Markdown, a figure) before sentences are built of it.
 *
 * What it has returned it returns again as it is, whole or in part, so that each function may say for itself what it needs.
 * Numbers, functions, dates and typed arrays are not copied.
 *
 * @param write gives the same for the same text; must keep plain names as they are, since what is compared with names is put through it as well
 * @param raw names of properties that are kept as they are
 */
export function textsOf(write: (text: string) => string, raw: readonly string[] = []): <T>(value: T) => T {
  const written = new WeakSet();
  const known = new WeakMap<object, object>();
  const texts = new Map<string, string>(); // of a hundred thousand runs, most texts are names of the same settings
  const writeOnce = (text: string): string => {
    let done = texts.get(text);
    if (done === undefined) {
      if (texts.size >= mostTexts) texts.clear();
      texts.set(text, (done = write(text)));
    }
    return done;
  };

  const visit = (value: unknown): unknown => {
    if (typeof value === 'string') return writeOnce(value);
    if (typeof value !== 'object' || value === null || written.has(value)) return value;
    const before = known.get(value);
    if (before !== undefined) return before;
    const copy = copyOf(value);
    if (copy === null) return value;
    known.set(value, copy);
    written.add(copy);
    return copy;
  };
  const copyOf = (value: object): object | null => {
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      // most are columns of numbers
      return items.every((item) => typeof item === 'number') ? null : items.map(visit);
    }
    if (value instanceof Map) return new Map([...value].map(([key, item]) => [visit(key), visit(item)]));
    if (value instanceof Set) return new Set([...value].map(visit));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return null;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [writeOnce(key), raw.includes(key) ? item : visit(item)]),
    );
  };
  return <T>(value: T): T => visit(value) as T;
}
