/** Runs in a worker thread: varies samples and packs batches for `batches`, on samples in shared memory or in files. */
import { parentPort, workerData } from 'node:worker_threads';
import { augmenter, type AugmentOptions } from './augment';
import { packBatch, varied, type BatchItem } from './batch-plan';
import type { ToldSample } from './batch-thread';
import { storedSample } from './stored/stored-sample';

/** What the worker is started with. */
export interface BatchWorkerData {
  readonly samples: readonly ToldSample[];
  readonly augment: AugmentOptions;
  /** Whether each batch says which pixels count. */
  readonly counted: boolean;
}

if (parentPort) {
  const port = parentPort;
  const { samples: told, augment, counted } = workerData as BatchWorkerData;
  const samples = told.map((one) => ('source' in one ? storedSample(one.source) : one.sample));
  const vary = augmenter(augment);
  port.on('message', (items: readonly BatchItem[]) => {
    const varieties = items.map(({ index, seed }) => varied(samples[index]!, seed, vary));
    const batch = packBatch(varieties, counted);
    const arrays = [batch.images, batch.masks, ...(batch.counted ? [batch.counted] : [])];
    port.postMessage(
      batch,
      arrays.map(({ buffer }) => buffer as ArrayBuffer),
    );
  });
}
