import type { ConfigValue, RunRecord, RunSource } from '../types';

/** A record with what every reader must say, and nothing where a reader says nothing. */
export function newRun(
  run: Pick<RunRecord, 'id' | 'config' | 'summary'> & { readonly source: RunSource } & Partial<RunRecord>,
): RunRecord {
  const { about, ...rest } = run;
  return {
    name: run.id,
    state: 'unknown',
    sweep: null,
    url: null,
    created: null,
    tags: [],
    history: null,
    notices: [],
    ...rest,
    ...(about !== undefined && Object.keys(about).length > 0 && { about }),
  };
}

/** A date as ISO 8601 in UTC, or null where it is none. A date without a zone counts as UTC. */
export function isoDate(value: ConfigValue | undefined): string | null {
  if (typeof value === 'number') return fromTime(value > 1e11 ? value : value * 1000);
  if (typeof value !== 'string' || value.trim() === '') return null;
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) > 1e8 ? isoDate(Number(text)) : null; // no year 117
  const plain = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/.exec(text);
  return fromTime(Date.parse(plain === null ? text : `${plain[1]!}T${plain[2]!.slice(0, 12)}Z`));
}

function fromTime(time: number): string | null {
  return Number.isFinite(time) && Math.abs(time) < 8e15 ? new Date(time).toISOString() : null;
}
