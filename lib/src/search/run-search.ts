import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inKernel } from '../training';
import type { RunRecord, SearchProgress } from '../types';
import type { TrialOutcome, TrialRunner } from './runners/runner';
import { rankConfigurations, type RankedConfiguration } from './results/rank-configurations';
import { processRunner } from './runners/process';
import { SearchState } from './search-state';
import type { SearchSpace } from './space/search-space';
import { gridOf } from './space/grid';
import { EventLog } from './store/event-log';
import type { Lease } from './store/lease';
import { SearchStore } from './store/search-store';
import { openSuggester } from './suggest/open-suggester';
import type { Suggester } from './suggest/suggester';
import { SuggestionLog } from './suggest/suggestion-log';
import { failedRecord } from './trial/search-record';
import type { SearchTrial } from './trial/search-trial';

export interface SearchOptions {
  /** Search folder with its manifest: see `prepareSearch`. */
  readonly folder: string;
  /** Default as in the manifest; another budget and number of retries may be given. */
  readonly space?: SearchSpace;
  /** Default the one of the space's method; it is closed at the end, and one that is given is not. */
  readonly suggester?: Suggester;
  /** Python of the environment, for the methods that Optuna suggests for; default null, none. */
  readonly python?: string | null;
  /** Default processes on this machine. */
  readonly runner?: TrialRunner;
  /** Trials at the same time; default 1. */
  readonly jobs?: number;
  /** Configurations that there are to try; default those of a grid, else null: no end of them. */
  readonly configurations?: number | null;
  /** Ends the running trials at their next step, saved, and hands back what there is. In a notebook, Interrupt does. */
  readonly signal?: AbortSignal;
  /** Called whenever something changed. */
  readonly onChange?: (progress: SearchProgress) => void;
  /** One line for what is worth knowing: a trial that failed and is tried again, say. */
  readonly onNotice?: (line: string) => void;
  /** Called for each record of this call, with where the search stands after it. */
  readonly onRecord?: (record: RunRecord, progress: SearchProgress) => void;
  /** Seconds since any fixed moment; default the process's clock. */
  readonly clock?: () => number;
}

export interface SearchResult {
  readonly folder: string;
  /** Of all trials, sorted by id. */
  readonly records: readonly RunRecord[];
  /** Configurations of which every trial is finished, best first. */
  readonly ranked: readonly RankedConfiguration[];
  /** `budget`: the trials or hours that the space allows are used up. */
  readonly stopped: 'finished' | 'budget' | 'interrupted';
}

/** How often a trial that somebody else runs is looked at, and whether this search was asked to stop. */
const lookSeconds = 1;

/**
 * Runs a search, or goes on with it: asks for configurations, has their trials run, keeps every record at once. A trial that
 * has a record is never run again, and one that was killed goes on after its last finished epoch. Only one process runs a
 * search at a time; the same trials may be run by others meanwhile (a cluster's tasks), and are waited for.
 */
export async function runSearch(options: SearchOptions): Promise<SearchResult> {
  return inKernel(options.signal, (signal) => coordinated({ ...options, ...(signal && { signal }) }));
}

async function coordinated(options: SearchOptions): Promise<SearchResult> {
  const { folder } = options;
  const store = new SearchStore(folder);
  const manifest = store.manifest();
  const space = options.space ?? manifest.space;
  const lease = store.claim('coordinator');
  if (lease === null) {
    const holder = store.holder('coordinator');
    throw new Error(
      `this search runs already${holder ? ` (process ${holder.pid} on ${holder.host}, since ${holder.since})` : ''}; ` +
        `npm run search -- status ${folder} shows it, npm run search -- stop ${folder} ends it`,
    );
  }
  const opened: { close(): Promise<void> }[] = [];
  try {
    let { suggester, runner } = options;
    if (!suggester) {
      const { python = null } = options;
      suggester = await openSuggester(space, { python, journal: join(folder, 'optuna.journal') });
      opened.push(suggester);
    }
    if (!runner) {
      runner = processRunner({ folder });
      opened.push(runner);
    }
    const { configurations = space.method === 'grid' ? gridOf(space).length : null, jobs = 1 } = options;
    const run = { ...options, space, suggester, runner, configurations, jobs };
    return await new Coordinator(run, store, lease).run();
  } finally {
    for (const part of opened) await part.close();
    lease.release();
  }
}

type Run = SearchOptions &
  Required<Pick<SearchOptions, 'space' | 'suggester' | 'runner' | 'configurations' | 'jobs'>>;

class Coordinator {
  private readonly stop = new AbortController();
  private readonly log: EventLog;
  private problem: Error | null = null;
  private readonly state: SearchState;
  private readonly clock: () => number;

  constructor(
    private readonly options: Run,
    private readonly store: SearchStore,
    lease: Lease,
  ) {
    this.log = new EventLog(options.folder);
    this.clock = options.clock ?? (() => performance.now() / 1000);
    const manifest = store.manifest();
    const { space, configurations, jobs } = options;
    this.state = new SearchState({ ...manifest, space }, store, {
      folder: options.folder,
      jobs,
      configurations,
    });
    const end = (): void => {
      this.stop.abort();
    };
    if (options.signal?.aborted) end();
    options.signal?.addEventListener('abort', end, { once: true });
    lease.lost.addEventListener('abort', () => {
      this.problem ??= new Error(
        'another process has taken this search over, since this one was out of sight for a minute',
      );
      end();
    });
  }

  async run(): Promise<SearchResult> {
    const { jobs, configurations } = this.options;
    const { state, log, store } = this;
    log.mend();
    store.clearStop();
    const events = log.read();
    state.readTries(events);
    const suggestions = await SuggestionLog.open(this.options.suggester, log);
    const { trials, hours } = state.space.budget;
    log.append({ kind: 'started', at: new Date().toISOString(), jobs, trials, hours, configurations });
    state.begin(suggestions, this.clock());
    const watch = setInterval(() => {
      if (store.isStopAsked()) this.stop.abort();
    }, lookSeconds * 1000);
    try {
      for (const configuration of suggestions.asked.keys()) await state.tellIfOver(configuration);
      this.changed();
      await Promise.all(Array.from({ length: jobs }, () => this.worker()));
    } finally {
      clearInterval(watch);
      store.clearStop();
    }
    if (this.problem) throw this.problem;
    const records = store.records();
    const { ranked } = rankConfigurations(records, state.space);
    const stopped = this.stop.signal.aborted ? 'interrupted' : state.isBudgetUsed ? 'budget' : 'finished';
    return { folder: this.options.folder, records, ranked, stopped };
  }

  /** Runs one trial after the other until there is none left. A problem ends all of them. */
  private async worker(): Promise<void> {
    try {
      while (!this.stop.signal.aborted) {
        const next = await this.state.next();
        if (next === 'done') return;
        if (next === 'wait') await this.pause();
        else await this.runOne(next);
      }
    } catch (error) {
      this.problem ??= error instanceof Error ? error : new Error(String(error));
      this.stop.abort();
    }
  }

  private async runOne(trial: SearchTrial): Promise<void> {
    const { state, store } = this;
    const lease = store.claim(trial.id);
    if (lease === null) {
      state.isElsewhere(trial.id, this.clock());
      return;
    }
    try {
      if (store.has(trial.id)) return;
      state.started(trial, this.clock());
      this.changed();
      const outcome = await this.options.runner.run(trial, {
        signal: AbortSignal.any([this.stop.signal, lease.lost]),
        onNotice: (line) => this.options.onNotice?.(`${trial.id}: ${line}`),
        onEpoch: async (epoch, score) => {
          const answer = await state.epoch(trial, epoch, score);
          this.changed();
          return answer;
        },
      });
      this.keep(trial, outcome);
    } finally {
      lease.release();
      state.ended(trial);
    }
    await state.tellIfOver(trial.configuration);
    this.changed();
  }

  private keep(trial: SearchTrial, outcome: TrialOutcome): void {
    const { state, store, log } = this;
    if (outcome.state === 'interrupted') return;
    let record: RunRecord;
    if (outcome.state === 'failed') {
      const { reason } = outcome;
      log.append({ kind: 'failed', trial: trial.id, reason });
      const tries = state.failedTry(trial.id);
      if (tries <= state.space.retries) {
        this.options.onNotice?.(`${trial.id} failed and is tried again: ${reason}`);
        return;
      }
      record = failedRecord(trial, state.manifest, reason, new Date());
    } else record = outcome.record;
    const tries = state.triesOf(trial.id) + (outcome.state === 'failed' ? 0 : 1);
    record = { ...record, about: { ...record.about, tries } };
    store.write(record);
    this.options.onRecord?.(record, state.progress(this.clock()));
  }

  private changed(): void {
    this.options.onChange?.(this.state.progress(this.clock()));
  }

  private async pause(): Promise<void> {
    await sleep(lookSeconds * 200, undefined, { signal: this.stop.signal }).catch(() => undefined);
  }
}
