import { Random } from 'unetlab/random';
import { registerAgent, takeHeartbeat } from './agents';
import type { Faults } from './faults';
import { matches } from './filters';
import { historyKeys, historyRows, sampledRows, type SampleSpec } from './sampling';
import {
  base64,
  historyRow,
  type Store,
  type StoredProject,
  type StoredRun,
  type StoredSweep,
} from './store';

/** Thrown for a run whose poison takes the whole answer with it. */
export class WholeAnswerFails extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

interface PageArguments {
  readonly filters?: string | null;
  readonly after?: string | null;
  readonly first?: number | null;
  readonly order?: string | null;
}

/** The root value of the schema: every field that is more than a property is a function here. */
export function rootValue(store: Store, faults: Faults, baseUrl: () => string): object {
  const random = new Random(1);
  const user = () => ({
    id: base64('User:1'),
    name: 'Test User',
    username: store.viewer.entity,
    email: 'test@example.org',
    entity: store.viewer.entity,
    admin: false,
    flags: '{}',
    teams: { edges: [{ node: { name: store.viewer.entity } }, { node: { name: store.viewer.team } }] },
  });

  function runNode(project: StoredProject, run: StoredRun): object {
    const poison = faults.poisoned.get(run.name);
    const guarded = (text: string) => () => {
      if (poison === 'error on the field') throw new Error(`cannot read the config of ${run.name}`);
      if (poison === 'whole answer fails') throw new WholeAnswerFails(`internal error at ${run.name}`, 200);
      if (poison === 'status 500') throw new WholeAnswerFails('internal server error', 500);
      return poison === 'config is not JSON' ? text.slice(0, -2) : text;
    };
    const guardedHistory =
      <T>(rows: () => T) =>
      (): T => {
        if (poison === 'error on the field') throw new Error(`cannot read the history of ${run.name}`);
        if (poison === 'whole answer fails') throw new WholeAnswerFails(`internal error at ${run.name}`, 200);
        return rows();
      };
    return {
      id: run.id,
      projectId: 1,
      name: run.name,
      displayName: run.displayName,
      description: null,
      notes: run.notes,
      state: run.state,
      group: run.group,
      jobType: run.jobType,
      commit: null,
      readOnly: false,
      tags: run.tags,
      sweepName: run.sweepName,
      createdAt: run.createdAt,
      heartbeatAt: run.heartbeatAt,
      historyLineCount: run.history.length,
      eventsLineCount: 0,
      logLineCount: 0,
      historyKeys: () => historyKeys(run),
      config: guarded(run.config),
      summaryMetrics: run.summaryMetrics,
      systemMetrics: run.systemMetrics,
      user,
      project: () => projectNode(project),
      history: (range: { minStep?: number; maxStep?: number; samples?: number }) =>
        guardedHistory(() => historyRows(run, range, random))(),
      events: [],
      sampledHistory: ({ specs }: { specs: string[] }) =>
        guardedHistory(() => specs.map((spec) => sampledRows(run, JSON.parse(spec) as SampleSpec, random)))(),
      exitcode: null,
      shouldStop: false,
      failed: run.state === 'failed',
      stopped: run.state === 'killed',
      running: run.state === 'running',
      parquetHistory: { parquetUrls: [], liveData: [] },
      files: ({ names }: { names?: string[] }) => ({
        uploadHeaders: [],
        edges: (names ?? [...run.files.keys()]).map((name) => ({
          node: { name, updatedAt: null, url: () => uploadUrl(project, run, name) },
        })),
      }),
    };
  }

  function uploadUrl(project: StoredProject, run: StoredRun, name: string): string {
    return `${baseUrl()}/storage/${project.entity}/${project.name}/${run.name}/${name}`;
  }

  function page(project: StoredProject, runs: readonly StoredRun[], ask: PageArguments): object {
    const { after, first = 50, order } = ask;
    faults.beforePage?.();
    const sorted = (order ?? '').startsWith('-') ? [...runs].reverse() : runs;
    const size = Math.min(first ?? 50, faults.pageCap);
    let offset = 0;
    let number = 0;
    if (after)
      [offset, number] = Buffer.from(after, 'base64').toString().split(':').slice(1).map(Number) as [
        number,
        number,
      ];
    if (faults.strikes(faults.lostPages, number)) offset += size;
    const slice = sorted.slice(offset, offset + size);
    const again = faults.strikes(faults.repeatedPages, number);
    const end = again ? offset : offset + slice.length;
    const cursor = (position: number) => base64(`runs:${position}:${number + 1}`);
    return {
      edges: slice.map((run, i) => ({
        cursor: cursor(offset + i + 1),
        node: faults.poisoned.get(run.name) === 'null node' ? null : runNode(project, run),
      })),
      pageInfo: { endCursor: slice.length > 0 ? cursor(end) : null, hasNextPage: end < sorted.length },
    };
  }

  function filtered(project: StoredProject, filters: string | null | undefined): readonly StoredRun[] {
    const filter = JSON.parse(filters ?? '{}') as Record<string, unknown>;
    if (Object.keys(filter).length === 0) return project.runs;
    return project.runs.filter((run) => matches(run, filter));
  }

  function projectNode(project: StoredProject | undefined): object | null {
    if (project === undefined) return null;
    const run = ({ name }: { name: string }): object | null => {
      const found = project.byName.get(name);
      return found === undefined || faults.poisoned.get(name) === 'null node'
        ? null
        : runNode(project, found);
    };
    return {
      id: base64(`Project:v1:${project.name}:${project.entity}`),
      internalId: base64('ProjectInternalId:1'),
      name: project.name,
      entityName: project.entity,
      entity: { id: base64(`Entity:${project.entity}`), name: project.entity },
      createdAt: '2025-01-01T00:00:00',
      isBenchmark: false,
      readOnly: false,
      runCount: ({ filters }: { filters?: string }) => filtered(project, filters).length,
      runs: (ask: PageArguments) => page(project, filtered(project, ask.filters), ask),
      run,
      bucket: run,
      sweep: ({ sweepName }: { sweepName: string }) => sweepNode(project, project.sweeps.get(sweepName)),
      sweeps: {
        edges: [...project.sweeps.values()].map((sweep) => ({ node: sweepNode(project, sweep) })),
        pageInfo: noMore,
      },
      totalSweeps: project.sweeps.size,
    };
  }

  function sweepNode(project: StoredProject, sweep: StoredSweep | undefined): object | null {
    if (sweep === undefined) return null;
    const runs = project.runs.filter((run) => run.sweepName === sweep.name);
    return {
      id: sweep.id,
      name: sweep.name,
      displayName: sweep.displayName,
      description: null,
      method: /^method:\s*(\w+)/m.exec(sweep.config)?.[1] ?? null,
      state: sweep.state,
      config: sweep.config,
      bestLoss: null,
      heartbeatAt: null,
      earlyStopJobRunning: false,
      controller: null,
      scheduler: null,
      createdAt: '2025-01-01T00:00:00',
      updatedAt: '2025-01-01T00:00:00',
      runCount: runs.length,
      runCountExpected: null,
      runs: (ask: PageArguments) => page(project, runs, ask),
    };
  }

  const project = ({ name, entityName }: { name?: string; entityName?: string }): object | null =>
    projectNode(store.project(entityName ?? store.viewer.entity, name ?? ''));

  return {
    viewer: user,
    serverInfo: { features: [], latestLocalVersionInfo: null },
    project,
    model: project,
    models: ({ entityName }: { entityName?: string }) => ({
      edges: store
        .projectsOf(entityName ?? store.viewer.entity)
        .map((found) => ({ node: projectNode(found), cursor: '' })),
      pageInfo: noMore,
    }),
    upsertBucket: ({ input }: { input: Record<string, string | string[] | null | undefined> }) => {
      const entity = (input.entityName as string | null) ?? store.viewer.entity;
      const owner = store.addProject(entity, (input.modelName as string | null) ?? 'uncategorized');
      const name = (input.name as string | null) ?? base64(String(owner.runs.length)).slice(0, 8);
      const inserted = !owner.byName.has(name);
      const given = (key: string): string | undefined =>
        (input[key] as string | null | undefined) ?? undefined;
      const run = store.upsertRun(owner, name, {
        ...optional('displayName', given('displayName')),
        ...optional('config', given('config')),
        ...optional('summaryMetrics', given('summaryMetrics')),
        ...optional('state', given('state')),
        ...optional('notes', given('notes')),
        ...optional('group', given('groupName')),
        ...optional('jobType', given('jobType')),
        ...optional('sweepName', given('sweep')),
        ...optional('tags', (input.tags as string[] | null | undefined) ?? undefined),
      });
      return { bucket: runNode(owner, run), inserted };
    },
    createRunFiles: ({
      input,
    }: {
      input: { entityName: string; projectName: string; runName: string; files: string[] };
    }) => {
      const owner = store.project(input.entityName, input.projectName);
      const run = owner?.byName.get(input.runName);
      if (owner === undefined || run === undefined) throw new Error(`no run ${input.runName}`);
      return {
        runID: run.id,
        uploadHeaders: ['X-Test-Upload:1'],
        files: input.files.map((name) => ({ name, uploadUrl: uploadUrl(owner, run, name) })),
      };
    },
    upsertSweep: ({
      input,
    }: {
      input: { id?: string; entityName?: string; projectName?: string; config?: string; state?: string };
    }) => {
      const owner = store.addProject(
        input.entityName ?? store.viewer.entity,
        input.projectName ?? 'uncategorized',
      );
      const known = [...owner.sweeps.values()].find((sweep) => sweep.id === input.id);
      const sweep = known ?? store.addSweep(owner, `sweep${owner.sweeps.size + 1}`, input.config ?? '');
      if (input.state) sweep.state = input.state;
      return { sweep: sweepNode(owner, sweep) };
    },
    createAgent: ({
      input,
    }: {
      input: { host?: string; entityName?: string; projectName?: string; sweep: string };
    }) => ({ agent: { id: registerAgent(store, input).id } }),
    agentHeartbeat: ({ input }: { input: { id: string; runState?: string } }) => ({
      agent: { id: input.id },
      commands: JSON.stringify(takeHeartbeat(store, input.id, input.runState ?? '{}')),
    }),
  };
}

const noMore = { endCursor: null, hasNextPage: false };

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

/** What a client streams for one run: `{files: {name: {offset, content}}, complete, exitcode}`. */
export interface StreamBody {
  readonly files?: Readonly<Record<string, { readonly offset: number; readonly content: readonly string[] }>>;
  readonly complete?: boolean;
  readonly exitcode?: number;
  readonly preempting?: boolean;
}

/** Takes in a file stream. Rows are placed by offset, so a request that is sent twice does no harm. */
export function takeStream(run: StoredRun, body: StreamBody): void {
  run.heartbeatAt = new Date().toISOString();
  const history = body.files?.['wandb-history.jsonl'];
  history?.content.forEach((line, i) => {
    run.history[history.offset + i] = historyRow(line, history.offset + i);
  });
  const summary = body.files?.['wandb-summary.json']?.content.at(-1);
  if (summary !== undefined) run.summaryMetrics = summary;
  if (body.preempting) run.state = 'preempting';
  if (body.complete) run.state = endState(run.state, body.exitcode ?? 0);
}

/** A run that was marked and did not end well is handed out again; 255 is an interruption. */
function endState(state: string, exitCode: number): string {
  if (exitCode === 0) return 'finished';
  if (state === 'preempting' || state === 'preempted') return 'preempted';
  return exitCode === 255 ? 'killed' : 'failed';
}
