import { readFileSync } from 'node:fs';
import { backendKind } from './describe';
import type { Precision } from './tensorflow';

/**
 * The precision that is faster here without losing accuracy that a segmentation shows: `bfloat16` where the processor
 * multiplies it in hardware (AVX-512 BF16 or AMX) or a GPU does, else `float32`.
 *
 * @param baseFilters of the network; default 16. On a processor, convolutions of fewer than 16 channels have no fast
 *   kernel in bfloat16: a U-Net with 8 takes twice as long in it as in float32.
 */
export function preferredPrecision(baseFilters = 16): Precision {
  const kind = backendKind();
  if (kind === 'gpu') return 'bfloat16';
  if (baseFilters < 16) return 'float32';
  return kind === 'cpu' && /\b(avx512_bf16|amx_bf16)\b/.test(processorFlags()) ? 'bfloat16' : 'float32';
}

function processorFlags(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return ''; // not Linux: unknown, and float32 is always right
  }
}
