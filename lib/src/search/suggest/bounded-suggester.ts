import type { Suggester } from './suggester';

/** The same suggestions, and none after so many. */
export function boundedSuggester(inner: Suggester, most: number | null): Suggester {
  if (most === null) return inner;
  let asked = 0;
  return {
    ...bound(inner),
    ask: async () => {
      if (asked >= most) return null;
      asked += 1;
      return inner.ask();
    },
  };
}

function bound(inner: Suggester): Suggester {
  return {
    ask: () => inner.ask(),
    report: (...answer) => inner.report(...answer),
    tell: (...answer) => inner.tell(...answer),
    close: () => inner.close(),
  };
}
