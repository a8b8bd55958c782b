import type { FieldValue } from '../../recipes';
import type { Parameter } from '../space/search-space';
import { onStep, quantile } from './quantile';

/** How Optuna is asked for a parameter: in its own distributions. */
export type OptunaDistribution =
  | { readonly kind: 'categorical'; readonly choices: readonly FieldValue[] }
  | {
      readonly kind: 'float';
      readonly low: number;
      readonly high: number;
      readonly log?: boolean;
      readonly step?: number;
    }
  | { readonly kind: 'int'; readonly low: number; readonly high: number; readonly step?: number };

/** What Optuna has no distribution for (normal, or categorical with probabilities) is asked for as a share of the draws. */
const share: OptunaDistribution = { kind: 'float', low: 0, high: 1 };

/** The parameter for Optuna; null where nothing is drawn. */
export function optunaDistribution({ distribution }: Parameter): OptunaDistribution | null {
  switch (distribution.kind) {
    case 'constant':
      return null;
    case 'categorical':
      return distribution.probabilities ? share : { kind: 'categorical', choices: distribution.values };
    case 'int-uniform':
    case 'uniform': {
      const { kind, low, high, step } = distribution;
      const whole = kind === 'int-uniform' || [low, high, step].every(Number.isInteger);
      return { kind: whole ? 'int' : 'float', low, high, ...(step !== undefined && { step }) };
    }
    case 'log-uniform':
      return { kind: 'float', low: distribution.low, high: distribution.high, log: true };
    case 'normal':
    case 'log-normal':
      return share;
  }
}

/** The recipe's value for what Optuna answered. */
export function optunaValue(parameter: Parameter, answer: FieldValue): FieldValue {
  const { distribution } = parameter;
  const isShare =
    distribution.kind === 'normal' ||
    distribution.kind === 'log-normal' ||
    (distribution.kind === 'categorical' && distribution.probabilities !== undefined);
  if (isShare) return quantile(parameter, Number(answer));
  if (distribution.kind === 'log-uniform' && distribution.step !== undefined)
    return onStep(Number(answer), distribution.step, distribution.low, distribution.high);
  if (distribution.kind === 'uniform' && distribution.step !== undefined)
    return Number(Number(answer).toPrecision(12));
  return answer;
}

/** Fixed values for Optuna, of a configuration that was drawn here: it only prunes then. */
export function fixedDistribution(value: FieldValue): OptunaDistribution {
  return typeof value === 'number'
    ? { kind: 'float', low: value, high: value }
    : { kind: 'categorical', choices: [value] };
}
