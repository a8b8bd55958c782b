import type { ConfigValue, RunRecord } from '../../types';

/** Records whose configuration has all of these values; what is undefined is not asked for. */
export function trialsOf(
  records: readonly RunRecord[],
  wanted: Readonly<Record<string, ConfigValue | undefined>>,
): RunRecord[] {
  return records.filter(
    ({ state, config }) =>
      state === 'finished' &&
      Object.entries(wanted).every(([key, value]) => value === undefined || config[key] === value),
  );
}
