import { fieldName, numbersOf, type Field } from '../analysis';
import type { RunRecord } from '../types';

/** A setting of every run: numbers and words, anything else (`true`, a list) spelled out, null where a run has none. */
export function settingColumn(records: readonly RunRecord[], key: string): (number | string | null)[] {
  return records.map(({ config, summary }) => {
    const value = config[key] ?? summary[key];
    if (value === undefined || value === null) return null;
    if (typeof value === 'number') return Number.isFinite(value) ? value : null;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/**
 * A number of every run; `NaN` where a run has none. A plain key is looked for in the summary, then in the
 * configuration; other fields are read as the analysis reads them.
 */
export function numberColumn(records: readonly RunRecord[], key: Field): number[] {
  if (typeof key !== 'string' || /^(config|summary)\./.test(key))
    return Array.from(numbersOf(records, key).values);
  return records.map(({ config, summary }) => {
    const value = summary[key] ?? config[key];
    return typeof value === 'number' ? value : NaN;
  });
}

/**
 * Throws one line that names the numeric columns there are, unless at least one run has a number under `key`.
 */
export function requireNumbers(records: readonly RunRecord[], key: Field): void {
  if (numberColumn(records, key).some((value) => Number.isFinite(value))) return;
  const there = new Set<string>();
  for (const { config, summary } of records)
    for (const [name, value] of [...Object.entries(summary), ...Object.entries(config)])
      if (typeof value === 'number') there.add(name);
  throw new RangeError(
    `no run has a number under ${fieldName(key)}; of ${records.length} runs some have ${[...there].join(', ') || 'none'}`,
  );
}
