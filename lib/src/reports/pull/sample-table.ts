import type { SampledHistory } from '../../analysis';
import { rounded } from '../resolution/columns';

/** Whole and sampled histories beside each other. */
export function sampleTable(compared: readonly SampledHistory[]): Record<string, string | number>[] {
  return compared.map((one) => ({
    run: one.record.name,
    rows: one.rows,
    best: rounded(one.best, 4),
    epoch: one.epoch,
    sampled: one.sampled,
    'best in sample': rounded(one.bestInSample, 4),
    'epoch in sample': one.epochInSample,
    lost: rounded(one.lost, 4),
  }));
}
