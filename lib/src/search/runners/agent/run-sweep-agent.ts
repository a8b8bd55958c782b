import type { ConfigValue } from '../../../types';
import { toConfigValue, type Json } from '../../../values';
import { WandbError, type ServerOptions, type SweepAgent, type SweepCommand } from '../../../wandb';
import { Bell } from '../queue/bell';
import { join } from 'node:path';
import type { SearchManifest } from '../../store/manifest';
import { SearchStore } from '../../store/search-store';
import type { TrialRunner } from '../runner';
import { KeptRuns, type RunValues } from './kept-runs';
import { runSweepTrial, type Interruption } from './run-sweep-trial';
import type { SweepRuns } from './sweep-runs';

export interface SweepAgentRun {
  readonly agent: SweepAgent;
  readonly runs: SweepRuns;
  readonly server: ServerOptions;
  readonly entity: string;
  readonly project: string;
  /** Search folder with its manifest. */
  readonly folder: string;
  readonly manifest: SearchManifest;
  readonly runner: TrialRunner;
  /** Ends the agent, its trial saved; the reason says what W&B is told: `preempted` (handed out again) or `killed`. */
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
  /** Milliseconds between two heartbeats; default 5000, as W&B's own agent. */
  readonly beatEvery?: number;
}

/** How an agent ended. */
export interface SweepAgentResult {
  /** `over`: the sweep said so; `failing`: too many runs failed in a row. */
  readonly ended: 'over' | 'interrupted' | 'failing';
  readonly finished: number;
  readonly failed: number;
}

/** Runs that fail in a row, after which an agent gives up: what fails so often is not the trials' fault. */
const mostFailures = 5;

/**
 * Takes runs from a W&B sweep until it is over, a run at a time. One that an agent before left unfinished in the same folder
 * is gone on with first.
 */
export async function runSweepAgent(options: SweepAgentRun): Promise<SweepAgentResult> {
  const { agent, manifest, folder, signal, onLine = () => undefined, beatEvery = 5000 } = options;
  const store = new SearchStore(folder);
  const kept = new KeptRuns(join(folder, 'runs'));
  const bell = new Bell();
  const running = new Map<string, AbortController>();
  const result = { finished: 0, failed: 0, inRow: 0 };
  const sweep: { isOver: boolean; isAway: boolean } = { isOver: false, isAway: false };
  const isStopped = (): boolean => signal.aborted;
  const interrupt = (): void => {
    for (const controller of running.values()) controller.abort(signal.reason);
    bell.ring();
  };
  signal.addEventListener('abort', interrupt);

  /** Begins a run in the background. */
  function begin(run: string, values: RunValues): void {
    if (running.has(run)) return;
    const lease = store.claim(run);
    if (lease === null) {
      onLine(`${run}: another process of this folder runs it`);
      return;
    }
    const controller = new AbortController();
    running.set(run, controller);
    kept.keep(run, values);
    lease.lost.addEventListener('abort', () => {
      controller.abort('preempted' satisfies Interruption);
    });
    work(run, values, controller.signal)
      .catch((error: unknown) => {
        result.failed += 1;
        result.inRow += 1;
        onLine(`${run}: ${error instanceof Error ? error.message : String(error)}`);
      })
      .finally(() => {
        lease.release();
        running.delete(run);
        bell.ring();
      });
  }

  async function work(run: string, values: RunValues, stopped: AbortSignal): Promise<void> {
    const trial = options.runs.trialOf(run, values, manifest.recipe);
    onLine(
      `${run}: ${Object.entries(values)
        .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
        .join(', ')}`,
    );
    const { entity, project, server, runner } = options;
    const ending = await runSweepTrial(
      {
        trial,
        config: configOf(values),
        place: { ...server, entity, project, sweep: agent.sweep.id },
        metric: agent.sweep.metric?.name ?? null,
        manifest,
        store,
        runner,
        onLine,
      },
      stopped,
    );
    // One that was killed by hand on this side goes on with the next agent here; one that the sweep stopped does not.
    if (ending !== 'killed' || !signal.aborted) kept.drop(run);
    if (ending === 'finished') result.finished += 1;
    if (ending === 'failed') result.failed += 1;
    result.inRow = ending === 'failed' ? result.inRow + 1 : 0;
  }

  async function beat(): Promise<readonly SweepCommand[]> {
    try {
      const commands = await agent.heartbeat([...running.keys()]);
      if (sweep.isAway) onLine('W&B answers again');
      sweep.isAway = false;
      return commands;
    } catch (error) {
      if (!(error instanceof WandbError) || !error.isUnreachable) throw error;
      if (!sweep.isAway) onLine(`${error.message}; the agent goes on and asks again`);
      sweep.isAway = true;
      return [];
    }
  }

  try {
    for (const { run, values } of kept.all()) {
      if (store.has(run)) kept.drop(run);
      else if (!isStopped()) {
        onLine(`${run}: left unfinished by an agent before; goes on`);
        begin(run, values);
        while (running.size > 0) {
          await bellOrTime(bell, beatEvery);
          obey(await beat());
        }
      }
    }
    while (!isStopped() && result.inRow < mostFailures) {
      obey(await beat());
      if (sweep.isOver && running.size === 0) break;
      await bellOrTime(bell, beatEvery);
    }
  } finally {
    interrupt();
    while (running.size > 0) await bellOrTime(bell, 200);
    signal.removeEventListener('abort', interrupt);
  }
  const { finished, failed } = result;
  return { ended: sweep.isOver ? 'over' : isStopped() ? 'interrupted' : 'failing', finished, failed };

  function obey(commands: readonly SweepCommand[]): void {
    for (const command of commands) {
      if (command.type === 'exit') {
        sweep.isOver = true;
        for (const controller of running.values()) controller.abort('killed' satisfies Interruption);
      } else if (command.type === 'stop') running.get(command.run)?.abort('killed' satisfies Interruption);
      else if (!signal.aborted) begin(command.run, command.values);
    }
  }
}

function configOf(values: RunValues): Record<string, ConfigValue> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, toConfigValue(value as Json)]),
  );
}

/** Waits for the bell, or so many milliseconds. */
async function bellOrTime(bell: Bell, milliseconds: number): Promise<void> {
  const timer = setTimeout(() => {
    bell.ring();
  }, milliseconds);
  await bell.rung();
  clearTimeout(timer);
}
