import { csvText } from '../../text';
import type { ConfigValue, RunRecord } from '../../types';

/**
 * The records of a search as a table, a row a trial. Settings and results say by a prefix what they are (`config.…`,
 * `summary.…`), so that no reader has to guess; lists (scores image by image) stay in the records.
 */
export function searchCsv(records: readonly RunRecord[]): string {
  const columns = (part: 'config' | 'summary' | 'about'): string[] => [
    ...new Set(
      records.flatMap((record) =>
        Object.entries(record[part] ?? {}).flatMap(([key, value]) => (Array.isArray(value) ? [] : [key])),
      ),
    ),
  ];
  const [config, summary, about] = [columns('config'), columns('summary'), columns('about')];
  return csvText(
    [
      'id',
      'name',
      'state',
      'created',
      ...config.map((key) => `config.${key}`),
      ...summary.map((key) => `summary.${key}`),
      ...about,
      'notices',
    ],
    records.map((record) => [
      record.id,
      record.name,
      record.state,
      record.created,
      ...config.map((key) => cell(record.config[key])),
      ...summary.map((key) => cell(record.summary[key])),
      ...about.map((key) => cell(record.about?.[key])),
      record.notices.join('; '),
    ]),
  );
}

function cell(value: ConfigValue | undefined): string | number | boolean | null {
  if (value === undefined || value === null || typeof value === 'object') return null;
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
