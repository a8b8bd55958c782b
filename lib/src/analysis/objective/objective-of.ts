import type { Objective, RunRecord } from '../../types';
import { numbersOf, type Field } from '../records/fields';
import { describe } from '../statistics/describe';
import { shortNumber } from '../statistics/number-text';
import { candidates, columnField, equallyLikely, type Candidate } from './candidates';
import { goalByName } from './goal-by-name';
import { metricRange, type MetricRange } from './metric-range';

export interface ObjectiveOptions {
  /** The score, as the reader asks for it. */
  readonly metric?: string | null;
  /** Which way is better, as the reader says. */
  readonly goal?: Objective['goal'] | null;
  /** The sweep's own configuration, as a pull or a sweep file gives it. */
  readonly sweep?: {
    readonly metric: { readonly name: string; readonly goal: Objective['goal'] } | null;
  } | null;
  /** Kinds of scores to take before others where nobody names one, for example `['jaccard']`; default Dice first. */
  readonly prefer?: readonly string[];
}

/**
 * What runs are judged by: as the reader asks, else as their sweep was configured, else by the names of the scores. The
 * bounds come from the metric and are checked against the values.
 *
 * Throws a question in one line, with what to type, where no score is known or nobody says which way it is better.
 */
export function objectiveOf(records: readonly RunRecord[], options: ObjectiveOptions = {}): Objective {
  const { metric, goal, prefer = [] } = options;
  const sweep = options.sweep?.metric ?? null;
  const known = candidates(records, prefer);
  const notices: string[] = [];
  let chosen: Pick<Candidate, 'name' | 'from'>;
  let others: readonly string[] = [];
  if (metric !== undefined && metric !== null) chosen = asked(records, metric, known);
  else if (sweep !== null && placeOf(records, sweep.name) !== null)
    chosen = { name: sweep.name, from: placeOf(records, sweep.name)! };
  else {
    if (sweep !== null) notices.push(`the sweep is configured for ${sweep.name}, which no run has`);
    chosen = likeliest(records, known, goal ?? null, prefer);
    others = known.filter((other) => other.known && other.name !== chosen.name).map(({ name }) => name);
  }
  const { name, from } = chosen;
  const bySweep = sweep !== null && sweep.name === name ? sweep.goal : null;
  const byName = goalByName(name);
  const decided = goal ?? bySweep ?? byName;
  const source = goal ? 'asked' : bySweep !== null ? 'sweep' : 'name';
  const values = numbersOf(records, columnField(name, from, decided ?? 'maximize'));
  const bounds = metricRange(name, values.values);
  if (decided === null) throw new Error(whichWay(name, values.values));
  if (source === 'name' && bounds.negated)
    throw new Error(
      `which way is ${name} better? Its name says higher, but its values are below 0 (${rangeText(values.values)}), as if the sign was turned: type ${typeGoal(name)}`,
    );
  if (goal && bySweep !== null && bySweep !== goal) notices.push(`the sweep is configured to ${bySweep} it`);
  if (source !== 'name' && byName !== null && byName !== decided && !bounds.negated)
    notices.push(`a score of this name is usually better ${byName === 'maximize' ? 'higher' : 'lower'}`);
  if (others.length > 0)
    notices.push(
      `-p metric=… takes another: ${others.slice(0, 6).join(', ')}${others.length > 6 ? ', …' : ''}`,
    );
  return {
    metric: name,
    goal: decided,
    range: bounds.range,
    source,
    from,
    said: sentence(name, from, decided, source, bounds, notices),
  };
}

/** Where an objective's values stand in a run. */
export function scoreField({ metric, from, goal }: Objective): Field {
  return columnField(metric, from, goal);
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
  for (const from of ['summary', 'history'] as const)
    if (numbersOf(records, columnField(name, from, 'maximize')).n > 0) return from;
  return null;
}

function likeliest(
  records: readonly RunRecord[],
  all: readonly Candidate[],
  goal: Objective['goal'] | null,
  prefer: readonly string[],
): Candidate {
  const known = all.filter((candidate) => candidate.known);
  const [first, second] = known;
  if (first === undefined) {
    const [only, more] = all;
    if (only !== undefined && more === undefined && goal !== null) return only;
    const listed = all
      .slice(0, 8)
      .map(
        ({ name, from }) =>
          `${name} (${rangeText(numbersOf(records, columnField(name, from, 'maximize')).values)})`,
      )
      .join(', ');
    throw new Error(
      all.length === 0
        ? `the ${records.length} runs hold no number that could be a score`
        : `what are the runs judged by, and which way is it better? No name says so among ${listed}${all.length > 8 ? ', …' : ''}: type ${typeGoal(only!.name)}`,
    );
  }
  const equal = known.filter((other) => other !== first && equallyLikely(first, other, prefer));
  if (second !== undefined && equal.length > 0)
    throw new Error(
      `which score are the runs judged by: ${[first, ...equal]
        .map(({ name }) => name)
        .slice(0, 8)
        .join(', ')}? Type -p metric=${first.name}, or another of them`,
    );
  return first;
}

function whichWay(name: string, values: Float64Array): string {
  return `which way is ${name} better (${rangeText(values)})? Its name does not say, nor does a sweep: type ${typeGoal(name)}`;
}

function typeGoal(name: string): string {
  return `-p metric=${/[\s'"]/.test(name) ? JSON.stringify(name) : name} -p goal=maximize, or goal=minimize`;
}

function rangeText(values: Float64Array): string {
  const { n, min, max } = describe(values);
  return n === 0 ? 'no values' : `${shortNumber(min!, 4)} to ${shortNumber(max!, 4)} in ${n} runs`;
}

function sentence(
  name: string,
  from: Objective['from'],
  goal: Objective['goal'],
  source: Objective['source'],
  { range, notice }: MetricRange,
  notices: readonly string[],
): string {
  const who = { asked: 'as asked', sweep: 'by the sweep’s configuration', name: 'by its name' }[source];
  const bounds =
    range === null
      ? ''
      : range[1] === null
        ? `, from ${range[0]} up`
        : `, between ${range[0]} and ${range[1]}`;
  const rest = [notice, ...notices].filter((part) => part !== null);
  return `${name}${from === 'history' ? ' at the best epoch of each history' : ''}: ${goal === 'maximize' ? 'higher' : 'lower'} is better (${who})${bounds}${rest.length > 0 ? ` (${rest.join('; ')})` : ''}.`;
}
