import { freemem } from 'node:os';
import { backendKind } from '../backend';
import type { Checkpoint } from './checkpoint';

/** TensorFlow had no memory for a step. Holds where the training stood after the last finished epoch. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';

  constructor(
    message: string,
    readonly start: Checkpoint,
  ) {
    super(message);
  }
}

/** What TensorFlow said about missing memory, in one line, or null where the error is another. */
export function outOfMemoryIn(error: unknown): string | null {
  const text = error instanceof Error ? error.message : String(error);
  if (
    !/OOM when allocating|RESOURCE_EXHAUSTED|ResourceExhausted|out of memory|bad_alloc|failed to allocate/i.test(
      text,
    )
  )
    return null;
  return text.split('\n')[0]!;
}

/** Bytes that a step may take: what the machine has free, where steps run on its processor. */
export function freeMemory(): number {
  return backendKind() === 'gpu' ? Infinity : freemem(); // a GPU says itself when its memory is full
}
