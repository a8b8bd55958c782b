import { appliedRate } from '../audit/never-applied';
import { shortNumber } from '../statistics/number-text';
import type { Finding } from './finding';
import { undecided } from './findings';
import type { Study } from './material';

/** An architecture's published name, whatever the spelling: `Attention_ResUNet` and `attention-resunet` alike. */
export function architectureName(level: string): string {
  const plain = level.toLowerCase().replace(/[^a-z]/g, '');
  return (
    { unet: 'U-Net', attentionunet: 'Attention U-Net', attentionresunet: 'Attention ResU-Net' }[plain] ??
    level
  );
}

/** Why nothing can be said of the learning rate, or null where it was applied (or its use is not logged). */
export function rateNotApplied(study: Study): Finding | null {
  const rates = appliedRate(study.records, study.fields);
  if (rates === null || rates.different === 0) return null;
  const list = (values: readonly number[]): string => values.map((value) => shortNumber(value)).join(', ');
  return undecided(
    `The learning rate was not applied as configured: ${rates.different} of ${rates.compared} histories start from another rate than configured (configured ${list(rates.configured)}; logged ${list(rates.logged)}), so no effect of it can be read off.`,
    { ...rates },
    'the grid run again with the configured learning rates applied',
  );
}

/** Runs of one architecture. */
export function ofArchitecture(study: Study, name: string): Study {
  const levels = study.levels('architecture');
  return study.where((_, i) => levels[i] !== null && architectureName(levels[i]!) === name);
}

/** log10 of a metric; instability spans orders of magnitude. */
export function logOf(values: Float64Array): Float64Array {
  return values.map((value) => (value > 0 ? Math.log10(value) : NaN));
}
