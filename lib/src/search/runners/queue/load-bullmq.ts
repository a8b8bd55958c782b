import { createRequire } from 'node:module';
import type * as Bullmq from 'bullmq';
import type * as Ioredis from 'ioredis';

const load = createRequire(__filename);

/** BullMQ, loaded where a queue is used and not before: a search on this machine does without. */
export function bullmq(): typeof Bullmq {
  return load('bullmq') as typeof Bullmq;
}

/** The client of Redis, loaded in the same way. */
export function ioredis(): typeof Ioredis {
  return load('ioredis') as typeof Ioredis;
}
