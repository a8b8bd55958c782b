import type { RunRecord } from '../../types';

/** The records without some settings: those that follow from another one and are no factors of their own. */
export function withoutSettings(records: readonly RunRecord[], keys: readonly string[]): RunRecord[] {
  return records.map((record) => ({
    ...record,
    config: Object.fromEntries(Object.entries(record.config).filter(([key]) => !keys.includes(key))),
  }));
}
