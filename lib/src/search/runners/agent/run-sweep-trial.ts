import { join } from 'node:path';
import type { ConfigValue, RunRecord } from '../../../types';
import { mirrorRun, startRunLog, type RunEnding, type ServerOptions } from '../../../wandb';
import type { SearchManifest } from '../../store/manifest';
import type { SearchStore } from '../../store/search-store';
import { failedRecord } from '../../trial/search-record';
import type { SearchTrial } from '../../trial/search-trial';
import { valuesText } from '../../trial/trial-values';
import type { TrialOutcome, TrialRunner } from '../runner';
import { RunRows, type Row } from './run-rows';

/** A run of a sweep, where it is logged, and what it is kept in. */
export interface SweepTrial {
  readonly trial: SearchTrial;
  /** As the sweep's own parameters. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  readonly place: ServerOptions & {
    readonly entity: string;
    readonly project: string;
    readonly sweep: string;
  };
  /** The sweep's metric by its own name; null where it names none. */
  readonly metric: string | null;
  readonly manifest: SearchManifest;
  readonly store: SearchStore;
  readonly runner: TrialRunner;
  readonly onLine: (line: string) => void;
}

/** Why a trial was interrupted, as the signal's reason says it. */
export type Interruption = Extract<RunEnding, 'killed' | 'preempted'>;

/**
 * Runs a trial and logs it epoch by epoch. The record is stored first; a log that does not arrive stops nothing, and is sent
 * again once.
 *
 * @param signal ends the trial, saved; its reason is an {@link Interruption}
 */
export async function runSweepTrial(one: SweepTrial, signal: AbortSignal): Promise<RunEnding> {
  const { trial, place, store, manifest, onLine } = one;
  const rows = new RunRows(join(store.trialFolder(trial.id).path, 'logged.jsonl'));
  const log = startRunLog({
    ...place,
    id: trial.id,
    name: valuesText(trial.values, manifest.space) || trial.id,
    config: one.config,
    onWarning: onLine,
  });
  const before = rows.read();
  for (const row of before) log.logEpoch(row);
  const outcome = await tried(one, signal, (row) => {
    if (before.some(({ epoch }) => epoch === row.epoch)) return;
    rows.append(row);
    log.logEpoch(row);
  });
  if (outcome.state === 'interrupted') {
    const ending: Interruption = signal.reason === 'killed' ? 'killed' : 'preempted';
    await log.finish({}, ending);
    onLine(`${trial.id}: interrupted, saved; W&B is told that it was ${ending}`);
    return ending;
  }
  const record =
    outcome.state === 'recorded' ? outcome.record : failedRecord(trial, manifest, outcome.reason, new Date());
  store.write(record);
  const ending = record.state === 'failed' ? 'failed' : 'finished';
  const summary = summaryOf(record, one);
  const { delivered } = await log.finish(summary, ending);
  if (!delivered) await sendAgain({ ...record, summary }, one);
  onLine(
    `${trial.id}: ${ending}${ending === 'failed' ? `, ${record.notices.at(-1) ?? ''}` : ` with ${one.metric ?? manifest.space.objective.metric} ${String(summary[one.metric ?? manifest.space.objective.metric])}`}`,
  );
  return ending;
}

/** Runs it as often as the search allows. */
async function tried(one: SweepTrial, signal: AbortSignal, onRow: (row: Row) => void): Promise<TrialOutcome> {
  const { trial, runner, manifest, onLine } = one;
  let best = NaN;
  for (let tries = 1; ; tries += 1) {
    const outcome = await runner.run(trial, {
      signal,
      onNotice: (line) => {
        onLine(`${trial.id}: ${line}`);
      },
      onEpoch: (epoch, score, values = {}) => {
        best = best >= score ? best : score;
        onRow({ ...values, epoch, ...metricRow(one, score, best, values) });
        return Promise.resolve('go on');
      },
    });
    if (outcome.state !== 'failed' || tries > manifest.space.retries) return outcome;
    onLine(`${trial.id} failed and is tried again: ${outcome.reason}`);
  }
}

/** The sweep's metric on the way: the best so far where it means the best, else the epoch's. Scores of losses are negated. */
function metricRow({ metric, manifest }: SweepTrial, score: number, best: number, values: Row): Row {
  const { metric: ours, goal } = manifest.space.objective;
  if (metric === null || metric in values || ours.startsWith('test_')) return {};
  const value = metric.startsWith('best') ? best : score;
  return { [metric]: goal === 'minimize' ? -value : value };
}

function summaryOf(record: RunRecord, { metric, manifest }: SweepTrial): RunRecord['summary'] {
  const { [manifest.space.objective.metric]: score } = record.summary;
  return { ...record.summary, ...(metric !== null && score !== undefined && { [metric]: score }) };
}

async function sendAgain(record: RunRecord, { place, onLine }: SweepTrial): Promise<void> {
  try {
    await mirrorRun(record, place);
    onLine(`${record.id}: sent again, whole`);
  } catch (error) {
    onLine(`${record.id}: did not reach W&B whole (${(error as Error).message}); its record is kept`);
  }
}
