import type { Store, StoredAgent, StoredProject, StoredSweep, SweepValues } from './store';

/** What the server tells an agent, in the words of W&B's own. */
export type Command =
  | {
      readonly type: 'run' | 'resume';
      readonly run_id: string;
      readonly args: Readonly<Record<string, { readonly value: unknown }>>;
      readonly program: string;
    }
  | { readonly type: 'stop'; readonly run_id: string }
  | { readonly type: 'exit' };

export function registerAgent(
  store: Store,
  {
    host = '',
    entityName,
    projectName = '',
    sweep: name,
  }: {
    host?: string;
    entityName?: string;
    projectName?: string;
    sweep: string;
  },
): StoredAgent {
  const project = store.project(entityName ?? store.viewer.entity, projectName);
  const sweep = project?.sweeps.get(name);
  if (project === undefined || sweep === undefined) throw new Error(`could not find sweep ${name}`);
  const agent: StoredAgent = { id: `agent${store.agents.size + 1}`, host, project, sweep, running: [] };
  store.agents.set(agent.id, agent);
  return agent;
}

/** An agent that runs nothing is given a run: one that was preempted before a new one. Where there is none left, it may go. */
export function takeHeartbeat(store: Store, id: string, runState: string): Command[] {
  const agent = store.agents.get(id);
  if (agent === undefined) throw new Error(`could not find agent ${id}`);
  const { project, sweep } = agent;
  agent.running = Object.keys(JSON.parse(runState) as object);
  const stops = agent.running
    .filter((run) => sweep.stop.has(run))
    .map((run): Command => ({ type: 'stop', run_id: run }));
  if (stops.length > 0 || agent.running.length > 0) return stops;
  if (sweep.state !== 'RUNNING') return [{ type: 'exit' }];
  const preempted = project.runs.find(
    ({ sweepName, state }) => sweepName === sweep.name && state === 'preempted',
  );
  if (preempted) {
    preempted.state = 'running';
    return [command('resume', sweep, preempted.name, sweep.given.get(preempted.name) ?? {})];
  }
  const values = sweep.todo.shift();
  if (values === undefined) {
    if (isOver(project, sweep)) sweep.state = 'FINISHED';
    return isOver(project, sweep) ? [{ type: 'exit' }] : [];
  }
  const name = `run${String(sweep.given.size + 1).padStart(5, '0')}`;
  sweep.given.set(name, values);
  store.upsertRun(project, name, { sweepName: sweep.name, state: 'pending' });
  return [command('run', sweep, name, values)];
}

function isOver(project: StoredProject, sweep: StoredSweep): boolean {
  return !project.runs.some(
    ({ sweepName, state }) => sweepName === sweep.name && /^(?:pending|running|preempt)/.test(state),
  );
}

function command(type: 'run' | 'resume', sweep: StoredSweep, run: string, values: SweepValues): Command {
  const program = /^program:\s*(\S+)/m.exec(sweep.config)?.[1] ?? 'train.py';
  const args = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
  return { type, run_id: run, args, program };
}
