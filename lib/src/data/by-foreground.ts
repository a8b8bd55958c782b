import type { Sample } from '../types';
import { foregroundShare } from './make-sample';

/** Share of a sample's pixels that are foreground, of those that count, in [0, 1]. */
export function shareOfForeground(sample: Sample): number {
  return foregroundShare(sample);
}

/** The samples, most foreground first; the order of equal ones is kept. */
export function byForeground(samples: readonly Sample[]): Sample[] {
  return [...samples].sort((a, b) => foregroundShare(b) - foregroundShare(a));
}
