/**
 * Holm's step-down correction for several tests (1979, Scandinavian Journal of Statistics 6): controls the chance of
 * any false alarm among them, whatever their dependence. Null marks a test that could not be made; it is not counted.
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const made = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let running = 0;
  made.forEach(({ p, index }, rank) => {
    running = Math.max(running, Math.min(1, p * (made.length - rank)));
    adjusted[index] = running;
  });
  return adjusted;
}
