import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A report in version 2 of mutation-testing-report-schema. */
export function reportOf(chosen, root) {
  const files = {};
  for (const { id, file, line, column, end, is, operator, by, reached, known } of chosen) {
    files[file] ??= { language: 'typescript', source: readFileSync(join(root, file), 'utf8'), mutants: [] };
    files[file].mutants.push({
      id,
      mutatorName: operator,
      replacement: is,
      location: { start: { line, column }, end },
      status: statusOf(by, reached, known),
      ...((by ?? known) === null ? {} : { statusReason: by ?? known }),
    });
  }
  return { schemaVersion: '2', thresholds: { high: 85, low: 60 }, files };
}

function statusOf(by, reached, known) {
  if (by !== null) return by.endsWith(': no end') ? 'Timeout' : 'Killed';
  if (known !== null) return 'Ignored';
  return reached ? 'Survived' : 'NoCoverage';
}

/** Whether an entry of known.json means this change: by its file, the text changed and what it becomes. */
export const isSame = (entry, { file, was, is }) =>
  entry.file === file && entry.was === was.replace(/\s+/g, ' ') && entry.is === is.replace(/\s+/g, ' ');
