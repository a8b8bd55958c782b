/**
 * The names that someone who wrote `wanted` may have meant, nearest first: at most a third of its letters away
 * (Levenshtein, case ignored), then those that contain it or are contained in it. At most three.
 */
export function nearNames(wanted: string, names: readonly string[]): string[] {
  const target = wanted.toLowerCase();
  const limit = Math.max(1, Math.floor(target.length / 3));
  return [...new Set(names)]
    .map((name) => {
      const lower = name.toLowerCase();
      const inside = lower.includes(target) || target.includes(lower);
      return { name, far: Math.min(distance(target, lower), inside ? limit + 0.5 : Infinity) };
    })
    .filter(({ far }) => far < limit + 1)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Insertions, deletions and substitutions that turn one text into another. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitute, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
