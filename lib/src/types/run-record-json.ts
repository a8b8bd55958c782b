import type { ConfigValue, RunRecord } from './run-record';

/** A record as one line of JSON. NaN and infinities, which JSON does not know, become the texts "NaN", "Infinity". */
export function runRecordToJson(record: RunRecord): string {
  return JSON.stringify(record, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/** Reads what {@link runRecordToJson} wrote. Throws where the text is no run record, and says what is missing. */
export function runRecordFromJson(text: string): RunRecord {
  const value = JSON.parse(text) as Partial<RunRecord> | null;
  for (const key of ['id', 'name', 'source', 'state', 'config', 'summary'] as const)
    if (value?.[key] === undefined) throw new Error(`no run record: it has no ${key}`);
  const record = value as RunRecord;
  return {
    ...record,
    config: decoded(record.config),
    summary: decoded(record.summary),
    ...(record.about !== undefined && { about: decoded(record.about) }),
    history: numbers(record.history),
  };
}

function decoded(values: RunRecord['config']): RunRecord['config'] {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, number(value)]));
}

function numbers(history: RunRecord['history']): RunRecord['history'] {
  if (history === null) return null;
  return Object.fromEntries(Object.entries(history).map(([key, column]) => [key, column.map(Number)]));
}

function number(value: ConfigValue): ConfigValue {
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value;
}
