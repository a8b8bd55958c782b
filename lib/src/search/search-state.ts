import type { RunRecord, SearchProgress } from '../types';
import { configurationScore, rankConfigurations, trialsEach } from './results/rank-configurations';
import { plannedTrials } from './space/planned-trials';
import type { SearchSpace } from './space/search-space';
import type { SearchEvent } from './store/event-log';
import type { SearchManifest } from './store/manifest';
import type { SearchStore } from './store/search-store';
import type { SuggestionLog } from './suggest/suggestion-log';
import type { SearchTrial } from './trial/search-trial';
import { valuesText } from './trial/trial-values';

interface Running {
  readonly trial: SearchTrial;
  readonly since: number;
  epoch: number;
  score: number;
}

/** Which trials of a running search are recorded, run now, and come next. */
export class SearchState {
  readonly space: SearchSpace;
  /** Whether the budget leaves no further configuration. */
  isBudgetUsed = false;
  private suggestions!: SuggestionLog;
  private begun = 0;
  private readonly trials = new Map<number, readonly SearchTrial[]>();
  private readonly running = new Map<string, Running>();
  /** Trials that another process runs, and when they may be looked at again. */
  private readonly elsewhere = new Map<string, number>();
  private readonly states = new Map<string, RunRecord['state']>();
  private readonly tries = new Map<string, number>();
  private asking: Promise<unknown> = Promise.resolve();
  private now = 0;

  constructor(
    readonly manifest: SearchManifest,
    private readonly store: SearchStore,
    private readonly limits: {
      readonly folder: string;
      readonly jobs: number;
      readonly configurations: number | null;
    },
  ) {
    this.space = manifest.space;
  }

  begin(suggestions: SuggestionLog, now: number): void {
    this.suggestions = suggestions;
    this.begun = now;
    this.now = now;
    for (const suggestion of suggestions.asked.values())
      this.trials.set(
        suggestion.configuration,
        plannedTrials(this.space, this.manifest.recipe, [suggestion]),
      );
  }

  /** Counts failed tries of earlier calls. */
  readTries(events: readonly SearchEvent[]): void {
    for (const event of events) {
      if (event.kind === 'failed') this.failedTry(event.trial);
      if (event.kind === 'put back') this.tries.delete(event.trial);
    }
  }

  /** @returns failed tries so far */
  failedTry(id: string): number {
    this.tries.set(id, this.triesOf(id) + 1);
    return this.triesOf(id);
  }

  triesOf(id: string): number {
    return this.tries.get(id) ?? 0;
  }

  /** The next trial; `wait` where others have to end first; `done` where nothing is left. One asks at a time. */
  next(): Promise<SearchTrial | 'wait' | 'done'> {
    const result = this.asking.then(() => this.choose());
    this.asking = result.catch(() => undefined);
    return result;
  }

  private async choose(): Promise<SearchTrial | 'wait' | 'done'> {
    for (;;) {
      let isOpen = false;
      for (const own of this.trials.values())
        for (const [i, trial] of own.entries()) {
          if (this.has(trial.id) || this.isPruned(own)) continue;
          isOpen = true;
          // With pruning, a configuration's first trial decides whether the others are worth their time.
          const waits = i > 0 && this.space.prune !== null && !this.has(own[0]!.id);
          if (waits || this.running.has(trial.id)) continue;
          if ((this.elsewhere.get(trial.id) ?? 0) > performance.now()) continue;
          this.running.set(trial.id, { trial, since: this.now, epoch: 0, score: NaN });
          return trial;
        }
      // Those of which another process ran the last trial.
      for (const configuration of this.trials.keys()) await this.tellIfOver(configuration);
      if (this.suggestions.isThrough || !this.isWithinBudget()) return isOpen ? 'wait' : 'done';
      const suggestion = await this.suggestions.ask();
      if (suggestion !== null)
        this.trials.set(
          suggestion.configuration,
          plannedTrials(this.space, this.manifest.recipe, [suggestion]),
        );
    }
  }

  started(trial: SearchTrial, now: number): void {
    this.now = now;
    this.running.set(trial.id, { trial, since: now, epoch: 0, score: NaN });
  }

  ended({ id }: SearchTrial): void {
    this.running.delete(id);
  }

  isElsewhere(id: string, now: number): void {
    this.now = now;
    this.running.delete(id);
    this.elsewhere.set(id, performance.now() + 1000);
  }

  /** Whether a trial is recorded; asked of the disk until it is. */
  private has(id: string): boolean {
    if (this.states.has(id)) return true;
    const record = this.store.record(id);
    if (record) this.states.set(id, record.state);
    return record !== null;
  }

  async epoch(trial: SearchTrial, epoch: number, score: number): Promise<'go on' | 'prune'> {
    const own = this.running.get(trial.id);
    if (own) {
      own.epoch = epoch;
      own.score = score;
    }
    const first = this.trials.get(trial.configuration)![0]!;
    if (this.space.prune === null || trial.id !== first.id) return 'go on';
    return this.suggestions.report(trial.configuration, epoch, score);
  }

  /** Tells the suggester how a configuration ended, once all its trials have. */
  async tellIfOver(configuration: number): Promise<void> {
    if (this.suggestions.told.has(configuration)) return;
    const own = this.trials.get(configuration)!;
    if (this.has(own[0]!.id) && this.isPruned(own))
      return this.suggestions.tell(configuration, { state: 'pruned' });
    if (!own.every(({ id }) => this.has(id))) return;
    const records = own.flatMap(({ id }) => this.store.record(id) ?? []);
    const score = configurationScore(records, this.space);
    await this.suggestions.tell(
      configuration,
      score === null ? { state: 'failed' } : { state: 'finished', score },
    );
  }

  progress(now: number): SearchProgress {
    this.now = now;
    const records = this.store.records();
    const count = (state: string): number => records.filter((record) => record.state === state).length;
    const [best] = rankConfigurations(records, this.space).ranked;
    const total = this.total();
    const elapsed = now - this.begun;
    return {
      name: this.manifest.name,
      folder: this.limits.folder,
      metric: this.space.objective.metric,
      running: [...this.running.values()].map(({ trial, epoch, score }) => ({
        id: trial.id,
        title: `${valuesText(trial.values, this.space)}, seed ${trial.seed}`,
        epoch,
        epochs: trial.recipe.config.epochs ?? 30,
        score,
      })),
      done: count('finished'),
      pruned: count('pruned'),
      failed: count('failed'),
      total,
      best: best
        ? { title: valuesText(best.values, this.space), score: best.score, trials: best.records.length }
        : null,
      secondsLeft: total === null ? null : secondsLeft(records, total, this.limits.jobs),
      elapsedSeconds: elapsed,
    };
  }

  private total(): number | null {
    const bounds = [this.limits.configurations, this.space.budget.trials].filter((value) => value !== null);
    const asked = this.suggestions.isThrough ? [this.trials.size] : [];
    if (bounds.length + asked.length === 0) return null;
    const configurations = Math.max(this.trials.size, Math.min(...bounds, ...asked));
    // A pruned configuration has its first trial only.
    const pruned = [...this.trials.values()].filter((own) => this.isPruned(own)).length;
    return configurations * trialsEach(this.space) - pruned * (trialsEach(this.space) - 1);
  }

  private isPruned(own: readonly SearchTrial[]): boolean {
    return this.space.prune !== null && this.states.get(own[0]!.id) === 'pruned';
  }

  /** Hours are those of training, of all trials together, so that they mean the same on one machine and on ten. */
  private isWithinBudget(): boolean {
    const { trials, hours } = this.space.budget;
    const spent = hours === null ? 0 : trainingHours(this.store);
    const isWithin = (trials === null || this.trials.size < trials) && (hours === null || spent < hours);
    this.isBudgetUsed = !isWithin && (this.limits.configurations ?? Infinity) > this.trials.size;
    return isWithin;
  }
}

/** Hours that the recorded trials took, together. */
export function trainingHours(store: SearchStore): number {
  return store.records().reduce((sum, { summary }) => sum + secondsOf(summary.seconds), 0) / 3600;
}

function secondsOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** As if the trials to come took as long as those so far, `jobs` of them at a time; null before the first. */
export function secondsLeft(
  records: readonly { readonly summary: Readonly<Record<string, unknown>> }[],
  total: number,
  jobs: number,
): number | null {
  const seconds = records.map(({ summary }) => summary.seconds).filter((value) => typeof value === 'number');
  if (seconds.length === 0) return null;
  const mean = seconds.reduce((sum, value) => sum + value, 0) / seconds.length;
  return (mean * Math.max(0, total - records.length)) / jobs;
}
