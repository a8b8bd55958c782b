import type { RunRecord } from '../../types';
import { numbersOf } from '../records/fields';
import { correlation } from '../statistics/correlation';
import { describe } from '../statistics/describe';
import { shortNumber } from '../statistics/number-text';
import { columnField, type Candidate } from './candidates';
import { goalByName } from './goal-by-name';

/** Asks which way a score is better, with what its values and its relatives say. */
export function askWay(
  records: readonly RunRecord[],
  name: string,
  values: Float64Array,
  negated: boolean,
  known: readonly Candidate[],
): string {
  const why = negated
    ? 'Its name says one thing and the signs of its values another'
    : 'Its name does not say, nor does a sweep';
  return `which way is ${name} better (${rangeText(values)})? ${why}${hint(records, name, values, known)}: type ${typeGoal(name)}`;
}

/** Asks what runs are judged by, where no name of a number tells. */
export function askScore(records: readonly RunRecord[], all: readonly Candidate[]): string {
  const [first] = all;
  if (first === undefined)
    return records.length === 0
      ? 'there are no runs, so there is nothing to judge'
      : `the ${records.length === 1 ? 'one run holds' : `${records.length} runs hold`} no number that could be a score (${statesOf(records)}), so there is nothing to rank; if a column is one, type its name: -p metric=…`;
  const listed = all
    .slice(0, 8)
    .map(
      ({ name, from }) =>
        `${name} (${rangeText(numbersOf(records, columnField(name, from, 'maximize')).values)})`,
    );
  return `what are the runs judged by, and which way is it better? No name says so among ${listed.join(', ')}${all.length > 8 ? ', …' : ''}: type ${typeGoal(first.name)}`;
}

/** Asks which of several like scores is meant. */
export function askWhich(equal: readonly Candidate[]): string {
  const names = equal.map(({ name }) => name);
  return `which score are the runs judged by: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}? Type -p metric=${shown(names[0]!)}, or another of them`;
}

function statesOf(records: readonly RunRecord[]): string {
  const counts = new Map<string, number>();
  for (const { state } of records) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts]
    .map(([state, n]) => `${n} ${state === 'unknown' ? 'of unknown state' : state}`)
    .join(', ');
}

/** What a score whose direction is known suggests, where the two go together. */
function hint(
  records: readonly RunRecord[],
  name: string,
  values: Float64Array,
  known: readonly Candidate[],
): string {
  for (const other of known) {
    const goal = goalByName(other.name);
    if (goal === null || other.name === name) continue;
    const { r, n } = correlation(
      values,
      numbersOf(records, columnField(other.name, other.from, goal)).values,
      { method: 'spearman' },
    );
    if (r === null || n < 8 || Math.abs(r) < 0.8) continue;
    const guess = r > 0 === (goal === 'maximize') ? 'maximize' : 'minimize';
    return ` (its rank correlation with ${other.name} is ${shortNumber(r, 2)}, as if to ${guess})`;
  }
  return '';
}

function typeGoal(name: string): string {
  return `-p metric=${shown(name)} -p goal=maximize, or goal=minimize`;
}

function shown(name: string): string {
  return /[^\w./@:+-]/.test(name) ? JSON.stringify(name) : name;
}

function rangeText(values: Float64Array): string {
  const { n, min, max } = describe(values);
  return n === 0
    ? 'no values'
    : `${shortNumber(min!, 4)} to ${shortNumber(max!, 4)} in ${n} ${n === 1 ? 'run' : 'runs'}`;
}
