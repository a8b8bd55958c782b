/** Pictures decoded at a time: enough to keep the decoder's threads busy, few enough to bound memory. */
const AT_A_TIME = 3;

/**
 * Runs `work` for every item, a few at a time; results come in the items' order. What fails is tried once more alone, so
 * that the reason given is its own: libvips keeps one buffer of error texts for all threads.
 */
export async function inParts<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<({ readonly item: T; readonly value: R } | { readonly item: T; readonly reason: string })[]> {
  const results: ({ item: T; value: R } | { item: T; reason: string })[] = [];
  for (let start = 0; start < items.length; start += AT_A_TIME) {
    const part = items.slice(start, start + AT_A_TIME);
    const tried = await Promise.allSettled(part.map(work));
    for (const [i, item] of part.entries()) {
      const first = tried[i]!;
      if (first.status === 'fulfilled') results.push({ item, value: first.value });
      else
        results.push(
          await work(item).then(
            (value) => ({ item, value }),
            (error: unknown) => ({ item, reason: error instanceof Error ? error.message : String(error) }),
          ),
        );
    }
  }
  return results;
}
