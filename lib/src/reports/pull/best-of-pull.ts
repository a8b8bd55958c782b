import type { Ranking } from '../../analysis';
import type { ConfigValue } from '../../types';

/** The best run with its page, score and settings. */
export function bestOfPull(
  { ranked, missing }: Ranking,
  score: string,
  settings: readonly string[],
): Record<string, string>[] {
  const winner = ranked[0];
  if (winner === undefined) return [];
  const { record, value } = winner;
  return [
    { what: 'best run', value: record.name },
    { what: 'page', value: record.url ?? 'this source has no links' },
    { what: score, value: value.toFixed(5) },
    ...settings.map((name) => ({ what: name, value: textOf(record.config[name]) })),
    { what: 'sweep', value: record.sweep ?? 'none' },
    { what: 'created', value: record.created?.slice(0, 16).replace('T', ' ') ?? 'unknown' },
    { what: 'runs with a score', value: `${ranked.length} of ${ranked.length + missing.length}` },
  ];
}

function textOf(value: ConfigValue | undefined): string {
  if (value === undefined || value === null) return 'none';
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value as string | boolean);
}
