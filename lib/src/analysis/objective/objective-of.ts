import type { NamedScore, Objective, RunRecord } from '../../types';
import { numbersOf, type Field } from '../records/fields';
import { candidates, columnField, equallyLikely, type Candidate } from './candidates';
import { goalByName } from './goal-by-name';
import { metricRange, type MetricRange } from './metric-range';
import { askScore, askWay, askWhich } from './questions';

export interface ObjectiveOptions {
  /** The score, as the reader asks for it. */
  readonly metric?: string | null;
  /** Which way is better, as the reader says. */
  readonly goal?: Objective['goal'] | null;
  /** The sweep's own configuration, as a pull gives it. */
  readonly sweep?: {
    readonly metric: { readonly name: string; readonly goal: Objective['goal'] } | null;
  } | null;
  /** What the runs' source names, as a set of runs that was read may carry it. */
  readonly told?: NamedScore | null;
  /** Kinds of scores to take before others where nobody names one, for example `['jaccard']`; default Dice first. */
  readonly prefer?: readonly string[];
}

/** An objective with its sentence. */
export interface ChosenObjective extends Objective {
  readonly said: string;
}

/**
 * What runs are judged by: as the reader asks, else as their sweep was configured, else by the names of the scores. The
 * bounds come from the metric and are checked against the values.
 *
 * Throws a question in one line, with what to type, where no score is known or nobody says which way it is better.
 */
export function objectiveOf(records: readonly RunRecord[], options: ObjectiveOptions = {}): ChosenObjective {
  const { metric, goal, prefer = [] } = options;
  const named = namedBySource(records, options);
  const known = candidates(records, prefer);
  const notices: string[] = [];
  let chosen: Pick<Candidate, 'name' | 'from'>;
  let others: readonly string[] = [];
  const namedFrom = named === null ? null : placeOf(records, named.metric);
  if (metric !== undefined && metric !== null) chosen = asked(records, metric, known);
  else if (named !== null && namedFrom !== null) chosen = { name: named.metric, from: namedFrom };
  else {
    if (named !== null) notices.push(`the sweep is configured for ${named.metric}, which no run has`);
    chosen = likeliest(records, known, goal ?? null, prefer);
    others = known.filter((other) => other.known && other.name !== chosen.name).map(({ name }) => name);
  }
  const { name, from } = chosen;
  const bySweep = named !== null && named.metric === name ? named.goal : null;
  const byName = goalByName(name);
  const decided = goal ?? bySweep ?? byName;
  const source = goal ? 'asked' : bySweep !== null ? 'sweep' : 'name';
  const values = numbersOf(records, columnField(name, from, decided ?? 'maximize')).values;
  const bounds = metricRange(name, values);
  if (decided === null || (source === 'name' && bounds.negated))
    throw new Error(askWay(records, name, values, bounds.negated, known));
  if (goal && bySweep !== null && bySweep !== goal)
    notices.push(`the sweep is configured to ${bySweep} it, which was overruled`);
  if (source !== 'name' && byName !== null && byName !== decided && !bounds.negated)
    notices.push(`a score of this name is usually better ${byName === 'maximize' ? 'higher' : 'lower'}`);
  if (others.length > 0)
    notices.push(
      `-p metric=… takes another: ${others.slice(0, 6).join(', ')}${others.length > 6 ? ', …' : ''}`,
    );
  const objective: Objective = { metric: name, goal: decided, range: bounds.range, source };
  return {
    ...objective,
    ...(from === 'history' ? { from } : {}),
    said: sentence(objective, from, bounds, notices),
  };
}

/** The field of an objective's values: a run's summary (else its configuration), or the best epoch of its history. */
export function scoreField({ metric, from, goal }: Objective): Field {
  return columnField(metric, from ?? 'summary', goal);
}

function namedBySource(records: readonly RunRecord[], { sweep, told }: ObjectiveOptions): NamedScore | null {
  if (sweep?.metric) return { metric: sweep.metric.name, goal: sweep.metric.goal };
  if (told) return told;
  // Optuna's tables call the objective `value` and do not say which way it was optimised
  const optuna = records.length > 0 && records.every(({ source }) => source === 'optuna');
  return optuna && placeOf(records, 'value') !== null ? { metric: 'value', goal: null } : null;
}

function asked(
  records: readonly RunRecord[],
  metric: string,
  known: readonly Candidate[],
): Pick<Candidate, 'name' | 'from'> {
  const from = placeOf(records, metric);
  if (from !== null) return { name: metric, from };
  if (records.length === 0) return { name: metric, from: 'summary' };
  const names = known.map(({ name }) => name);
  throw new Error(
    `no run has a number called ${metric}; ${names.length === 0 ? 'the runs hold no numbers that could be a score' : `-p metric=… takes one of ${names.slice(0, 12).join(', ')}`}`,
  );
}

function placeOf(records: readonly RunRecord[], name: string): 'summary' | 'history' | null {
  const has = (from: 'summary' | 'history'): boolean =>
    numbersOf(
      records.map((record) => ({ ...record, state: 'finished' as const })),
      columnField(name, from, 'maximize'),
    ).n > 0;
  return has('summary') ? 'summary' : has('history') ? 'history' : null;
}

function likeliest(
  records: readonly RunRecord[],
  all: readonly Candidate[],
  goal: Objective['goal'] | null,
  prefer: readonly string[],
): Candidate {
  const known = all.filter((candidate) => candidate.known);
  const [first] = known;
  if (first === undefined) {
    const [only] = all;
    if (only !== undefined && all.length === 1 && goal !== null) return only;
    throw new Error(askScore(records, all));
  }
  const equal = known.filter((other) => other !== first && equallyLikely(first, other, prefer));
  if (equal.length > 0) throw new Error(askWhich([first, ...equal]));
  return first;
}

function sentence(
  { metric, goal, source }: Objective,
  from: Candidate['from'],
  { range, notice }: MetricRange,
  notices: readonly string[],
): string {
  const who = { asked: 'as asked', sweep: 'as the sweep is configured', name: 'by its name' }[source];
  const bounds =
    range === null
      ? ''
      : range[1] === null
        ? `, from ${range[0]} up`
        : `, between ${range[0]} and ${range[1]}`;
  const rest = [notice, ...notices].filter((part) => part !== null);
  return `Judged by ${metric}${from === 'history' ? ' at the best epoch of each history' : ''}: ${goal === 'maximize' ? 'higher' : 'lower'} is better (${who})${bounds}${rest.length > 0 ? ` (${rest.join('; ')})` : ''}.`;
}
