import type { RunRecord } from '../../types';
import { describe } from '../statistics/describe';
import { shortNumber } from '../statistics/number-text';
import { fieldOf, type Score } from '../objective/measure';
import { withoutCopies } from './exact-copies';
import { factorsOf, mostLevels, type Factor, type UnusableFactor } from './factors';
import { fieldName, numbersOf, type Field, type NumberColumn } from './fields';

/** What a set of runs can and cannot say about a metric. */
export interface Appraisal {
  readonly metric: string;
  readonly runs: number;
  /** Runs with a finite value of the metric. */
  readonly usable: number;
  readonly column: NumberColumn;
  readonly factors: readonly Factor[];
  readonly unusable: readonly UnusableFactor[];
  /** What can be said, one sentence each. */
  readonly can: readonly string[];
  /** What cannot be said, and why, one sentence each. */
  readonly cannot: readonly string[];
  /** What was left out or guessed, one sentence each. */
  readonly notices: readonly string[];
}

/**
 * Looks at the runs before any analysis: how many have the metric, which factors vary, and what follows from that.
 * Never throws on bad data: no rows, no metric, text among numbers, crashed runs, mixed sweeps each become a sentence.
 */
export function appraise(records: readonly RunRecord[], score: Score, fields?: readonly Field[]): Appraisal {
  const metric = fieldOf(score);
  const column = numbersOf(records, metric);
  const name = fieldName(metric);
  const { factors, unusable } = factorsOf(records, fields, score);
  const can: string[] = [];
  const cannot: string[] = [];
  const notices: string[] = [];
  const runs = records.length;
  const base = { metric: name, runs, usable: column.n, column, factors, unusable, can, cannot, notices };
  if (runs === 0) {
    cannot.push('There are no runs, so nothing can be said.');
    return base;
  }
  noticeMissing(records, column, notices);
  noticeText(
    records,
    factors.map(({ field }) => field),
    notices,
  );
  noticeFactors(records, factors, unusable, notices);
  noticeRuns(records, column, notices);
  const sweeps = new Map<string, number>();
  for (const { sweep } of records) sweeps.set(sweep ?? 'none', (sweeps.get(sweep ?? 'none') ?? 0) + 1);
  if (sweeps.size > 1)
    notices.push(
      `The runs come from ${sweeps.size} sweeps (${[...sweeps].map(([id, n]) => `${id}: ${n}`).join(', ')}); a difference between sweeps can look like an effect of a factor.`,
    );
  if (column.n === 0) {
    const known = [...new Set(records.flatMap(({ summary }) => Object.keys(summary)))].slice(0, 12);
    cannot.push(
      `No run has a finite ${name}, so no run can be ranked and no effect estimated. The summaries hold ${known.length === 0 ? 'nothing' : known.join(', ')}.`,
    );
    return base;
  }
  const { mean, sd, min, max } = describe(column.values);
  can.push(
    `${column.n} of ${runs} runs have ${name}, from ${shortNumber(min!, 4)} to ${shortNumber(max!, 4)}, mean ${shortNumber(mean!, 4)}.`,
  );
  if (column.n === 1) {
    cannot.push(`One run has ${name}: there is nothing to compare it with, and no spread, effect or trend.`);
    return base;
  }
  if (sd === 0) {
    cannot.push(`${name} is the same in every run, so nothing explains it.`);
    return base;
  }
  can.push('The runs can be ranked, and their mean and spread stated.');
  if (factors.length === 0)
    cannot.push('No hyperparameter varies between the runs, so no effect can be estimated.');
  else can.push(`Effects of ${factors.map((factor) => factor.name).join(', ')} can be looked for.`);
  const single = factors.flatMap((factor) => singles(factor, column.values));
  if (single.length > 0)
    cannot.push(`Levels with one run have no spread and cannot be tested: ${single.join(', ')}.`);
  if (column.n < 10)
    cannot.push(
      `${column.n} runs are too few for a forest: importance needs 10, and trustworthy ranks far more.`,
    );
  if (new Set(records.map(({ config }) => JSON.stringify(config))).size === runs && runs > 1)
    cannot.push(
      'No configuration was run twice, so the spread between repeats is unknown and the winner cannot be told from luck by it.',
    );
  return base;
}

function noticeMissing(records: readonly RunRecord[], column: NumberColumn, notices: string[]): void {
  const lost = records.length - column.n;
  if (lost === 0) return;
  const states = new Map<string, number>();
  records.forEach(({ state }, i) => {
    if (!Number.isFinite(column.values[i])) states.set(state, (states.get(state) ?? 0) + 1);
  });
  const parts = [
    column.absent > 0 ? `${column.absent} have none` : '',
    column.notFinite > 0 ? `${column.notFinite} hold NaN or infinity` : '',
    column.text > 0 ? `${column.text} hold text (${column.textExamples.join(', ')})` : '',
  ].filter((part) => part !== '');
  notices.push(
    `${lost} of ${records.length} runs lack a usable ${column.name} and are left out: ${parts.join(', ')}; by state, ${[...states].map(([state, n]) => `${state}: ${n}`).join(', ')}.`,
  );
}

/** Settings with gaps, and configuration keys that were not taken for settings. */
function noticeFactors(
  records: readonly RunRecord[],
  factors: readonly Factor[],
  unusable: readonly UnusableFactor[],
  notices: string[],
): void {
  for (const { name, missing } of factors)
    if (missing > 0)
      notices.push(
        `${missing} of ${records.length} runs have no ${name} and are left out of what is said of it.`,
      );
  const refused = unusable.filter(({ kind }) => kind !== 'empty' && kind !== 'constant');
  if (refused.length > 0)
    notices.push(`Not taken for settings: ${refused.map(({ reason }) => reason).join('; ')}.`);
}

/** Runs whose score is not final, and runs that stand there twice. */
function noticeRuns(records: readonly RunRecord[], column: NumberColumn, notices: string[]): void {
  const scored = (state: string): number =>
    records.filter((record, i) => record.state === state && Number.isFinite(column.values[i])).length;
  const running = scored('running');
  if (running > 0)
    notices.push(
      `${running} scored ${running === 1 ? 'run is' : 'runs are'} still running, so the score may change.`,
    );
  const broken = scored('crashed') + scored('failed');
  if (broken > 0)
    notices.push(
      `${broken} ${broken === 1 ? 'run' : 'runs'} crashed or failed after logging ${column.name} and ${broken === 1 ? 'is' : 'are'} counted with it.`,
    );
  const { copies } = withoutCopies(records);
  if (copies.length > 0)
    notices.push(
      `${copies.length} ${copies.length === 1 ? 'run is an exact copy' : 'runs are exact copies'} of another (${copies
        .slice(0, 4)
        .map(({ copy, of }) => `${copy.name} of ${of.name}`)
        .join(
          ', ',
        )}${copies.length > 4 ? ', …' : ''}) and ${copies.length === 1 ? 'counts' : 'count'} once in tests.`,
    );
}

function noticeText(records: readonly RunRecord[], fields: readonly Field[], notices: string[]): void {
  for (const field of fields) {
    const column = numbersOf(records, field);
    if (column.text > 0 && column.n >= column.text)
      notices.push(
        `${column.name} is a number in ${column.n} runs and text in ${column.text} (${column.textExamples.join(', ')}); the text counts as missing.`,
      );
  }
}

function singles(factor: Factor, metric: Float64Array): string[] {
  if (factor.count > mostLevels) return [];
  const counts = new Map<string, number>();
  factor.levels.forEach((level, i) => {
    if (level !== null && Number.isFinite(metric[i])) counts.set(level, (counts.get(level) ?? 0) + 1);
  });
  return [...counts].filter(([, n]) => n === 1).map(([level]) => `${factor.name} = ${level}`);
}
