import type { RunRecord } from '../types';

/** Makes ids unique by numbering repeats (`x`, `x#2`, …), because a set of records needs that. */
export function withUniqueIds(records: readonly RunRecord[]): { records: RunRecord[]; repeated: string[] } {
  const seen = new Map<string, number>();
  const taken = new Set(records.map((record) => record.id));
  const repeated: string[] = [];
  const unique = records.map((record) => {
    const count = (seen.get(record.id) ?? 0) + 1;
    seen.set(record.id, count);
    if (count === 1) return record;
    if (count === 2) repeated.push(record.id);
    let n = count;
    while (taken.has(`${record.id}#${n}`)) n += 1;
    const id = `${record.id}#${n}`;
    taken.add(id);
    return {
      ...record,
      id,
      notices: [...record.notices, `${record.id} occurs more than once: called ${id} here`],
    };
  });
  return { records: unique, repeated };
}
