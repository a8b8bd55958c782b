import { runRecordFromJson, type NamedScore, type RunRecord } from '../../types';
import { isJsonObject, parseExactJson, type Json } from '../../values';
import type { FoundFile } from '../found';
import type { Layout } from '../layout';

const manifest = 'search.json';
const record = /^records\/[^./][^/]*\.json$/;

/** The folder of a search of unetlab: its manifest, and a record a trial. What trials keep beside them is no run. */
export const searchFolder: Layout = {
  name: 'a search folder of unetlab (search.json, records/)',
  recognises: async ({ isFolder, files }) => {
    const file = files.find(({ name }) => name === manifest);
    return isFolder && file !== undefined && (await manifestOf(file)) !== null;
  },
  read: async ({ files }) => {
    const notices: string[] = [];
    const records: RunRecord[] = [];
    for (const file of files.filter(({ name }) => record.test(name)))
      try {
        records.push(runRecordFromJson(await file.text()));
      } catch {
        notices.push(`${file.name} is damaged and is left out`);
      }
    const objective = objectiveOf((await manifestOf(files.find(({ name }) => name === manifest)!))!);
    return { records, notices, ...(objective && { objective }) };
  },
};

async function manifestOf(file: FoundFile): Promise<Readonly<Record<string, Json>> | null> {
  try {
    const json = parseExactJson(await file.text());
    if (!isJsonObject(json) || typeof json.format !== 'string') return null;
    return json.format.startsWith('unetlab-search-') ? json : null;
  } catch {
    return null;
  }
}

function objectiveOf({ space }: Readonly<Record<string, Json>>): NamedScore | null {
  const objective = isJsonObject(space) ? space.objective : null;
  if (!isJsonObject(objective) || typeof objective.metric !== 'string') return null;
  const { metric, goal } = objective;
  return { metric, goal: goal === 'maximize' || goal === 'minimize' ? goal : null };
}
