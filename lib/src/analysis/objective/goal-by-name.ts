import type { Objective } from '../../types';
import { metricWords } from './metric-words';

/**
 * Which way a metric is better, by its name: lower for losses, errors, distances and times, higher for overlaps and other
 * scores. `dice_loss` is a loss, `neg_mean_squared_error` and `1-dice` are turned round. Null where the name does not
 * tell, or tells both.
 */
export function goalByName(metric: string): Objective['goal'] | null {
  if (/[↓⬇]/.test(metric)) return 'minimize';
  if (/[↑⬆]/.test(metric)) return 'maximize';
  // `class_1-dice` may be the Dice of class 1, or what it lacks to 1
  if (/[a-z]_1\s*[-−–]\s*[a-z]/i.test(metric)) return null;
  const { loss, measure, score, void: other, all, turned } = metricWords(metric);
  const explained = all.join(' ').includes('explained variance');
  if (other.length > 0 && !explained) return null;
  const has = (...phrase: string[]): boolean => all.join(' ').includes(phrase.join(' '));
  let higher: boolean;
  if (has('false', 'negative') || has('false', 'positive')) higher = false;
  else if (has('true', 'negative') || has('true', 'positive')) higher = true;
  else if (has('cross', 'entropy')) higher = false;
  else if (has('log', 'likelihood')) higher = !(has('negative', 'log') || has('neg', 'log'));
  else if (loss.length > 0) higher = false;
  else if (measure.length > 0 && score.length === 0) higher = false;
  else if (score.length > 0 && measure.length === 0) higher = true;
  // scikit-learn's search turns every scorer so that higher is better
  else if (explained || (/_(?:test|train)_/.test(metric) && all.includes('score'))) higher = true;
  else return null;
  const turns = has('log', 'likelihood') ? 0 : turned;
  return (turns % 2 === 0) === higher ? 'maximize' : 'minimize';
}
