import type { RunRecord } from 'unetlab/types';

/** A run with the given parts and nothing else. */
export function run(id: string, parts: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    name: id,
    source: 'local',
    state: 'finished',
    sweep: null,
    url: null,
    created: null,
    tags: [],
    config: {},
    summary: {},
    history: null,
    notices: [],
    ...parts,
  };
}
