/** A run as the server keeps it. */
export interface StoredRun {
  readonly id: string;
  name: string;
  displayName: string;
  state: string;
  tags: readonly string[];
  notes: string | null;
  group: string | null;
  jobType: string | null;
  sweepName: string | null;
  createdAt: string;
  heartbeatAt: string;
  /** JSON texts, as clients sent them. */
  config: string;
  summaryMetrics: string;
  systemMetrics: string;
  /** Rows in the order in which they came, each as JSON text. */
  history: HistoryRow[];
  /** Uploaded files by name. */
  readonly files: Map<string, Buffer>;
}

export interface HistoryRow {
  readonly step: number;
  readonly text: string;
}

/** A sweep as the server keeps it. */
export interface StoredSweep {
  readonly id: string;
  readonly name: string;
  displayName: string | null;
  state: string;
  /** YAML. */
  config: string;
  /** Values of the runs that are still to be handed out, in order. */
  readonly todo: SweepValues[];
  /** What runs were handed out with, by name. */
  readonly given: Map<string, SweepValues>;
  /** Runs that their agent is told to stop. */
  readonly stop: Set<string>;
}

/** Values of a run by parameter name. */
export type SweepValues = Readonly<Record<string, unknown>>;

/** An agent as the server keeps it. */
export interface StoredAgent {
  readonly id: string;
  readonly host: string;
  readonly project: StoredProject;
  readonly sweep: StoredSweep;
  /** Runs that it said are running, at its last heartbeat. */
  running: readonly string[];
}

/** A project's runs and sweeps. */
export interface StoredProject {
  readonly entity: string;
  readonly name: string;
  /** Oldest first. */
  readonly runs: StoredRun[];
  readonly byName: Map<string, StoredRun>;
  readonly sweeps: Map<string, StoredSweep>;
}

/** Everything on a test server. */
export class Store {
  /** The key's owner, and the only team. */
  readonly viewer = { entity: 'lab', team: 'lab-team' };
  readonly agents = new Map<string, StoredAgent>();
  private readonly projects = new Map<string, StoredProject>();

  project(entity: string, name: string): StoredProject | undefined {
    return this.projects.get(`${entity}/${name}`);
  }

  projectsOf(entity: string): StoredProject[] {
    return [...this.projects.values()].filter((project) => project.entity === entity);
  }

  addProject(entity: string, name: string): StoredProject {
    const known = this.project(entity, name);
    if (known) return known;
    const project = { entity, name, runs: [], byName: new Map(), sweeps: new Map() };
    this.projects.set(`${entity}/${name}`, project);
    return project;
  }

  addSweep(
    project: StoredProject,
    name: string,
    config: string,
    displayName: string | null = null,
  ): StoredSweep {
    const sweep: StoredSweep = {
      id: base64(`Sweep:v1:${name}`),
      name,
      displayName,
      state: 'RUNNING',
      config,
      ...nothingGiven(),
    };
    project.sweeps.set(name, sweep);
    return sweep;
  }

  /** Adds a run, or changes the one of that name. */
  upsertRun(
    project: StoredProject,
    name: string,
    change: Partial<Omit<StoredRun, 'id' | 'name' | 'files'>>,
  ): StoredRun {
    let run = project.byName.get(name);
    if (run === undefined) {
      const now = new Date().toISOString();
      run = {
        id: base64(`Run:v1:${name}:${project.name}:${project.entity}`),
        name,
        displayName: name,
        state: 'running',
        tags: [],
        notes: null,
        group: null,
        jobType: null,
        sweepName: null,
        createdAt: now,
        heartbeatAt: now,
        config: '{}',
        summaryMetrics: '{}',
        systemMetrics: '{}',
        history: [],
        files: new Map(),
      };
      project.runs.push(run);
      project.byName.set(name, run);
    }
    return Object.assign(run, change);
  }
}

function nothingGiven(): Pick<StoredSweep, 'todo' | 'given' | 'stop'> {
  return { todo: [], given: new Map(), stop: new Set() };
}

/** A history row, with its step read from the text. */
export function historyRow(text: string, fallbackStep: number): HistoryRow {
  const step = /"_step":\s*(\d+)/.exec(text)?.[1];
  return { step: step === undefined ? fallbackStep : Number(step), text };
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
