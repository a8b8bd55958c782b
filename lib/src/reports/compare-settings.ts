import { correlation, fieldsOf, numbersOf, valuesOf, type Correlation } from '../analysis';
import { fixed, settingTitle } from '../figures';
import type { SweepFacts } from './facts/sweep-facts';
import { intervalText } from './words';

/** How the score goes with a setting in one sweep and in others. */
export interface SettingCompared {
  readonly setting: string;
  /** `−0.374 [−0.448, −0.294], 480 runs of published sweep`, or why there is none. */
  readonly first: string;
  readonly second: string;
  readonly reading: string;
}

const roles = ['learningRate', 'batchSize', 'dropout', 'l2'] as const;
const keys = { learningRate: 'learning_rate', batchSize: 'batch_size', dropout: 'dropout', l2: 'l2_reg' };

/**
 * The usual numeric settings of a sweep beside the same in others: Pearson's r of each with the score of its own sweep, so
 * that only signs are compared. Of the others, the first is taken in which the setting was crossed with all that varied;
 * where there is none, its sign may be another setting's, and is not read.
 */
export function compareSettings(first: SweepFacts, others: readonly SweepFacts[]): SettingCompared[] {
  return roles.flatMap((role) => {
    const a = seen(first, role);
    const all = others.map((facts) => seen(facts, role));
    const told = all.filter(({ r }) => r !== null);
    const b = told.find(({ crossed }) => crossed) ?? told[0] ?? all[0] ?? unknown;
    if (a.r === null && b.r === null) return [];
    return [{ setting: settingTitle(keys[role]), first: a.text, second: b.text, reading: reading(a, b) }];
  });
}

interface Seen {
  readonly text: string;
  readonly r: Correlation | null;
  readonly crossed: boolean;
}

const unknown: Seen = { text: 'not recorded', r: null, crossed: true };

function seen({ once, objective, warnings, subject }: SweepFacts, role: (typeof roles)[number]): Seen {
  const field = fieldsOf(once)[role];
  if (field === undefined) return unknown;
  const { name, values } = numbersOf(once, field);
  const r = correlation(values, valuesOf(once, objective).values);
  if (r.r === null || r.interval === null) return { text: 'not varied', r: null, crossed: true };
  const crossed = !warnings.some(
    ({ kind, evidence }) => kind === 'confounded factors' && (evidence.a === name || evidence.b === name),
  );
  return { text: `${fixed(r.r, 3)} ${intervalText(r.interval)}, ${r.n} runs of ${subject}`, r, crossed };
}

function reading(first: Seen, second: Seen): string {
  if (first.r === null || second.r === null) return 'not to be compared: not varied in both';
  if (!first.crossed || !second.crossed) return 'not to be compared: not crossed with other settings';
  const [a, b] = [sign(first.r), sign(second.r)];
  if (a === 0 && b === 0) return 'sign open in both';
  if (a === 0 || b === 0) return `sign told in the ${a === 0 ? 'second' : 'first'} only`;
  return a === b ? 'the same sign' : 'opposite signs';
}

function sign({ interval }: Correlation): number {
  return interval === null || interval.low * interval.high <= 0 ? 0 : Math.sign(interval.low);
}
