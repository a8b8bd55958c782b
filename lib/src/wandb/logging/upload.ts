import { isJsonObject, type Json } from '../../values';
import { WandbError } from '../server/errors';
import type { Exchange } from '../server/exchange';
import { query } from '../server/graphql';
import { hideKey } from '../server/secret';
import type { Surroundings } from '../server/surroundings';
import type { ImageFile } from './image-file';
import { wrappedConfig, type RunDescription } from './run-description';

const upsertDocument = `mutation UpsertBucket($name: String, $project: String, $entity: String, $groupName: String, $displayName: String, $notes: String, $config: JSONString, $jobType: String, $state: String, $sweep: String, $tags: [String!], $summaryMetrics: JSONString) {
  upsertBucket(input: { name: $name, modelName: $project, entityName: $entity, groupName: $groupName, displayName: $displayName, notes: $notes, config: $config, jobType: $jobType, state: $state, sweep: $sweep, tags: $tags, summaryMetrics: $summaryMetrics }) {
    bucket { name displayName project { name entity { name } } }
    inserted
  }
}`;

const filesDocument = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: { entityName: $entity, projectName: $project, runName: $run, files: $files }) {
    uploadHeaders
    files { name uploadUrl }
  }
}`;

const countDocument = `query RunRows($entity: String!, $project: String!, $run: String!) {
  project(name: $project, entityName: $entity) { run(name: $run) { historyLineCount state } }
}`;

/** Where a run is on the server. */
export interface RunPlace {
  readonly entity: string;
  readonly project: string;
  readonly id: string;
}

/** Creates a run, or changes it; returns where it is. */
export async function upsertRun(
  exchange: Exchange,
  run: RunDescription,
  more: { summary?: Readonly<Record<string, Json>>; state?: string } = {},
): Promise<RunPlace> {
  const { data } = await query(exchange, upsertDocument, {
    name: run.id,
    project: run.project,
    entity: run.entity,
    groupName: run.group,
    displayName: run.name,
    notes: run.notes,
    config: JSON.stringify(wrappedConfig(run.config)),
    jobType: run.jobType,
    state: more.state ?? null,
    sweep: run.sweep,
    tags: run.tags,
    summaryMetrics: more.summary === undefined ? null : JSON.stringify(more.summary),
  });
  const bucket = isJsonObject(data.upsertBucket) ? data.upsertBucket.bucket : undefined;
  const project = isJsonObject(bucket) ? bucket.project : undefined;
  const entity = isJsonObject(project) && isJsonObject(project.entity) ? project.entity.name : undefined;
  const name = isJsonObject(bucket) ? bucket.name : undefined;
  if (typeof entity !== 'string' || typeof name !== 'string') {
    throw new WandbError('query refused', `the W&B server did not create the run ${run.id}`);
  }
  return { entity, project: run.project, id: name };
}

/** Part of a run's file stream. Lines are placed by their number, so sending them twice does no harm. */
export async function streamRun(
  exchange: Exchange,
  place: RunPlace,
  part: {
    readonly rows?: { readonly from: number; readonly lines: readonly string[] };
    readonly summary?: Readonly<Record<string, Json>>;
    readonly exitCode?: number;
    /** Marks the run as one that goes on elsewhere: with an exit code that is not 0, its sweep hands it out again. */
    readonly preempting?: boolean;
  },
): Promise<void> {
  const files: Record<string, Json> = {};
  if (part.rows) files['wandb-history.jsonl'] = { offset: part.rows.from, content: part.rows.lines };
  if (part.summary) files['wandb-summary.json'] = { offset: 0, content: [JSON.stringify(part.summary)] };
  const path = [place.entity, place.project, place.id].map(encodeURIComponent).join('/');
  await exchange.post(`/files/${path}/file_stream`, {
    ...(Object.keys(files).length > 0 ? { files } : {}),
    ...(part.preempting ? { preempting: true } : {}),
    ...(part.exitCode === undefined ? {} : { complete: true, exitcode: part.exitCode }),
  });
}

/** How many history rows the server has of a run, and in what state it is. */
export async function storedRows(
  exchange: Exchange,
  place: RunPlace,
): Promise<{ rows: number | null; state: string | null }> {
  const { data } = await query(exchange, countDocument, {
    entity: place.entity,
    project: place.project,
    run: place.id,
  });
  const run = isJsonObject(data.project) ? data.project.run : undefined;
  if (!isJsonObject(run)) return { rows: null, state: null };
  return {
    rows: typeof run.historyLineCount === 'number' ? run.historyLineCount : null,
    state: typeof run.state === 'string' ? run.state : null,
  };
}

/** Uploads files of a run to the addresses that the server names. */
export async function uploadFiles(
  exchange: Exchange,
  world: Surroundings,
  place: RunPlace,
  files: readonly ImageFile[],
): Promise<void> {
  const { data } = await query(exchange, filesDocument, {
    entity: place.entity,
    project: place.project,
    run: place.id,
    files: files.map((file) => file.path),
  });
  const created = isJsonObject(data.createRunFiles) ? data.createRunFiles : {};
  const asked = Array.isArray(created.files) ? (created.files as readonly Json[]) : [];
  const headers = headersOf(created.uploadHeaders);
  for (const file of files) {
    const entry = asked.find((candidate) => isJsonObject(candidate) && candidate.name === file.path);
    const url = isJsonObject(entry) ? entry.uploadUrl : undefined;
    if (typeof url !== 'string') {
      throw new WandbError('query refused', `the W&B server gave no address to upload ${file.path} to`);
    }
    const response = await world.fetch(url.startsWith('/') ? exchange.server.baseUrl + url : url, {
      method: 'PUT',
      headers: { 'Content-Type': 'image/png', ...headers },
      body: file.bytes,
      signal: AbortSignal.timeout(60_000),
    });
    if (response.status >= 300) {
      const said = hideKey(exchange.server.apiKey)(await response.text());
      throw new WandbError(
        'server error',
        `uploading ${file.path} was answered ${response.status} ${said.slice(0, 80)}`,
      );
    }
  }
}

/** The server lists headers as `Name:value`. */
function headersOf(list: Json | undefined): Record<string, string> {
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(
    (list as readonly Json[]).map((line) => {
      const [name = '', ...value] = (typeof line === 'string' ? line : '').split(':');
      return [name, value.join(':')];
    }),
  );
}
