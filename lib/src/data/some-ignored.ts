import type { Sample } from '../types';
import { sourceOf } from './stored/stored-sample';

/** Whether some pixel of some sample takes part in no loss and no score. */
export function someIgnored(samples: readonly Pick<Sample, 'ignore'>[]): boolean {
  return samples.some((sample) => {
    const maps = sourceOf(sample as Sample)?.maps;
    if (maps && (maps.window === null || !maps.ignores)) return maps.ignores;
    const { ignore } = sample;
    if (ignore) for (const value of ignore) if (value !== 0) return true;
    return false;
  });
}
