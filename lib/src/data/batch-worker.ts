/** Runs in a worker thread: varies samples and packs batches for `batches`, on samples in shared memory. */
import { parentPort, workerData } from 'node:worker_threads';
import { augmenter, type AugmentOptions } from './augment';
import { packBatch, varied, type BatchItem } from './batch-plan';
import type { Sample } from '../types';

/** What the worker is started with. */
export interface BatchWorkerData {
  readonly samples: readonly Sample[];
  readonly augment: AugmentOptions;
}

if (parentPort) {
  const port = parentPort;
  const { samples, augment } = workerData as BatchWorkerData;
  const vary = augmenter(augment);
  port.on('message', (items: readonly BatchItem[]) => {
    const batch = packBatch(items.map(({ index, seed }) => varied(samples[index]!, seed, vary)));
    port.postMessage(batch, [batch.images.buffer as ArrayBuffer, batch.masks.buffer as ArrayBuffer]);
  });
}
