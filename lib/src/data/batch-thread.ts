import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Batch, Sample } from '../types';
import type { AugmentOptions } from './augment';
import type { BatchItem } from './batch-plan';
import type { BatchWorkerData } from './batch-worker';
import { movedMaps } from './pixel-maps';
import { someIgnored } from './some-ignored';
import { sourceOf, type SampleSource } from './stored/stored-sample';

/** Batches that are made ahead of the one in use. */
const AHEAD = 3;

/**
 * Makes the planned batches in a worker thread, a few ahead, while the thread that asks for them is busy. A
 * training step blocks its thread, so nothing less than another thread can work meanwhile.
 */
export async function* batchesFromThread(
  samples: readonly Sample[],
  plan: readonly (readonly BatchItem[])[],
  augment: AugmentOptions,
): AsyncGenerator<Batch> {
  const workerData: BatchWorkerData = {
    samples: samples.map(told),
    augment,
    counted: someIgnored(samples),
  };
  const worker = new Worker(join(__dirname, 'batch-worker.js'), { workerData });
  const waiting: { resolve: (batch: Batch) => void; reject: (error: unknown) => void }[] = [];
  worker.on('message', (batch: Batch) => waiting.shift()?.resolve(batch));
  worker.on('error', (error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  const order = (items: readonly BatchItem[]): Promise<Batch> => {
    const promise = new Promise<Batch>((resolve, reject) => waiting.push({ resolve, reject }));
    promise.catch(() => undefined); // awaited later; without this an early failure would count as unhandled
    worker.postMessage(items);
    return promise;
  };
  try {
    const ordered: (Promise<Batch> | undefined)[] = plan.slice(0, AHEAD).map(order);
    for (let i = 0; i < plan.length; i += 1) {
      const batch = await ordered[i]!;
      ordered[i] = undefined; // a settled promise would keep its batch to the end of the pass
      yield batch;
      const next = plan[i + AHEAD];
      if (next) ordered.push(order(next));
    }
  } finally {
    await worker.terminate();
  }
}

/** How a thread is told of a sample: where its pixels are, or the pixels in memory that it shares. */
export type ToldSample = { readonly source: SampleSource } | { readonly sample: Sample };

const sharedSamples = new WeakMap<Sample, Sample>();

function told(sample: Sample): ToldSample {
  const source = sourceOf(sample);
  return source ? { source } : { sample: shared(sample) };
}

/** A copy whose pixels the worker reads in place; made once and kept for later passes. */
function shared(sample: Sample): Sample {
  const known = sharedSamples.get(sample);
  if (known) return known;
  const image = new Float32Array(new SharedArrayBuffer(sample.image.byteLength));
  image.set(sample.image);
  const maps = movedMaps(sample, (map) => {
    const buffer = new SharedArrayBuffer(map.byteLength);
    const there = map instanceof Uint32Array ? new Uint32Array(buffer) : new Uint8Array(buffer);
    there.set(map);
    return there as typeof map;
  });
  const copy = { ...sample, image, ...maps };
  sharedSamples.set(sample, copy);
  return copy;
}
