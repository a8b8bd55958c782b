import { goalByName } from '../analysis';
import type { ConfigValue, History } from '../types';

/**
 * A summary for a run whose source keeps only its history: the last value of every curve under the curve's name, and
 * `best_…` for the curves whose name says which way is better.
 */
export function summaryOfHistory(history: History): Record<string, ConfigValue> {
  const summary: [string, ConfigValue][] = [];
  for (const [key, column] of Object.entries(history)) {
    const known = column.filter((value) => Number.isFinite(value));
    if (known.length === 0) continue;
    if (key === 'epoch') summary.push(['epochs', known.reduce((a, b) => Math.max(a, b))]);
    else summary.push([key, column.filter((value) => !Number.isNaN(value)).at(-1)!]);
    const goal = /^best/i.test(key) ? null : goalByName(key);
    if (goal === null) continue;
    const best = known.reduce((a, b) => (goal === 'minimize' ? Math.min(a, b) : Math.max(a, b)));
    summary.push([`best_${key}`, best]);
  }
  return Object.fromEntries(summary);
}
