import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SearchProgress } from '../../types';
import { secondsLeft, trainingHours } from '../search-state';
import { plannedTrials } from '../space/planned-trials';
import { EventLog, type SearchEvent } from '../store/event-log';
import type { LeaseHolder } from '../store/lease';
import type { SearchManifest } from '../store/manifest';
import { SearchStore } from '../store/search-store';
import type { Suggestion } from '../suggest/suggester';
import type { SearchTrial } from '../trial/search-trial';
import { valuesText } from '../trial/trial-values';
import { rankConfigurations, trialsEach } from './rank-configurations';

/** Where a search stands, by its folder alone, whoever runs it. */
export interface SearchStatus extends SearchProgress {
  readonly manifest: SearchManifest;
  /** Who runs it; null where nobody does. */
  readonly coordinator: LeaseHolder | null;
  /** Failed trials, each with its reason. */
  readonly failures: readonly { readonly id: string; readonly reason: string }[];
  /** Trials that were asked for, have no record, and are run by nobody now. */
  readonly waiting: number;
  /** Hours of training, of all trials together. */
  readonly trainedHours: number;
}

/** Looks at a search folder, and changes nothing. @throws one line where it holds no search */
export function searchStatus(folder: string): SearchStatus {
  const store = new SearchStore(folder);
  const manifest = store.manifest();
  const { space } = manifest;
  const events = new EventLog(folder).read();
  const records = store.records();
  const recorded = new Set(records.map(({ id }) => id));
  const asked = events.flatMap((event) => (event.kind === 'asked' ? [event.suggestion] : []));
  const pruned = new Set(
    records.filter(({ state }) => state === 'pruned').map(({ about }) => Number(about?.configuration)),
  );
  const ahead = trialsPlannedAhead(folder);
  const wanted = [
    ...new Map(
      [...ahead, ...plannedTrials(space, manifest.recipe, asked)].map((one) => [one.id, one]),
    ).values(),
  ];
  const running = store.running().filter((id) => !recorded.has(id));
  const count = (state: string): number => records.filter((record) => record.state === state).length;
  const [best] = rankConfigurations(records, space).ranked;
  const bound = totalOf(events, asked, manifest, pruned.size);
  const total = ahead.length > 0 ? Math.max(ahead.length, bound ?? 0) : bound;
  const coordinator = store.holder('coordinator');
  const jobs = events.flatMap((event) => (event.kind === 'started' ? [event.jobs] : [])).at(-1) ?? 1;
  return {
    name: manifest.name,
    folder,
    metric: space.objective.metric,
    running: running.map((id) => {
      const trial = wanted.find((one) => one.id === id);
      return {
        id,
        title: trial ? `${valuesText(trial.values, space)}, seed ${trial.seed}` : id,
        epoch: lastEpoch(store.trialFolder(id).checkpoints),
        epochs: trial?.recipe.config.epochs ?? 30,
        score: NaN,
      };
    }),
    done: count('finished'),
    pruned: count('pruned'),
    failed: count('failed'),
    total,
    best: best
      ? { title: valuesText(best.values, space), score: best.score, trials: best.records.length }
      : null,
    secondsLeft: total === null ? null : secondsLeft(records, total, Math.max(jobs, running.length)),
    elapsedSeconds: 0,
    manifest,
    coordinator,
    failures: records
      .filter(({ state }) => state === 'failed')
      .map(({ id, notices }) => ({ id, reason: notices.at(-1) ?? 'no reason was given' })),
    waiting: wanted.filter(
      ({ id, configuration }) => !recorded.has(id) && !running.includes(id) && !pruned.has(configuration),
    ).length,
    trainedHours: trainingHours(store),
  };
}

function totalOf(
  events: readonly SearchEvent[],
  asked: readonly Suggestion[],
  { space }: SearchManifest,
  pruned: number,
): number | null {
  const started = events.flatMap((event) => (event.kind === 'started' ? [event] : [])).at(-1);
  const bounds = [started?.configurations, started?.trials].filter((value) => typeof value === 'number');
  if (bounds.length === 0) return null;
  const each = trialsEach(space);
  return Math.max(asked.length, Math.min(...bounds)) * each - pruned * (each - 1);
}

/** The trials of a cluster's job, which are planned before any runs; none where there is no such plan. */
function trialsPlannedAhead(folder: string): readonly SearchTrial[] {
  try {
    const { trials } = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as {
      readonly trials?: readonly SearchTrial[];
    };
    return trials ?? [];
  } catch {
    return []; // none, or damaged: the tasks say so
  }
}

/** Of a running trial, by the names of its checkpoints; 0 before the first. */
function lastEpoch(checkpoints: string): number {
  if (!existsSync(checkpoints)) return 0;
  const epochs = readdirSync(checkpoints).flatMap((own) => {
    try {
      return readdirSync(join(checkpoints, own)).map((name) =>
        Number(/^epoch-(\d+)\.safetensors$/.exec(name)?.[1] ?? 0),
      );
    } catch {
      return []; // a file, or gone meanwhile
    }
  });
  return Math.max(0, ...epochs);
}
