/** At most so many of the items, evenly spread, the first one among them; all where there are no more. */
export function evenly<T>(items: readonly T[], most: number): T[] {
  const step = Math.max(1, Math.floor(items.length / most));
  return items.filter((_, i) => i % step === 0).slice(0, most);
}
