import { createRequire } from 'node:module';
import type * as tfjs from '@tensorflow/tfjs';

/** Which TensorFlow runs: on a GPU, native on the CPU, or the slow one in plain JavaScript. */
export type BackendKind = 'gpu' | 'cpu' | 'javascript';

interface Loaded {
  readonly tf: typeof tfjs;
  readonly native: boolean;
  /** Why the native library did not load, in one line; null where it did. */
  readonly failure: string | null;
}

const loaded = load();

/**
 * TensorFlow.js on the best backend that this machine offers: a GPU where TensorFlow sees one, else native on
 * the CPU, else plain JavaScript, with one warning. Every file of the library takes `tf` from here.
 */
export const tf: typeof tfjs = loaded.tf;

/** Whether the native library is loaded (compiled steps need it). */
export const isNative: boolean = loaded.native;

/** Why the native library did not load, in one line, or null where it did. */
export const nativeFailure: string | null = loaded.failure;

function load(): Loaded {
  // The C++ log would otherwise fill a notebook's first output; set the variable yourself to see it.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  const require = createRequire(__filename);
  if (process.env.UNETLAB_BACKEND !== 'javascript') {
    try {
      const tf = require('@tensorflow/tfjs-node-gpu') as typeof tfjs;
      keepMemory(require);
      return { tf, native: true, failure: null };
    } catch (error) {
      const failure = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? 'unknown';
      console.warn(
        `unetlab: native TensorFlow is not available (${failure}). Going on in plain JavaScript, ` +
          'tens of times slower: it has no vector instructions and one thread. `npm run doctor` says what to do.',
      );
      return { tf: require('@tensorflow/tfjs') as typeof tfjs, native: false, failure };
    }
  }
  return {
    tf: require('@tensorflow/tfjs') as typeof tfjs,
    native: false,
    failure: 'UNETLAB_BACKEND=javascript',
  };
}

/** Has freed memory reused rather than given back (lib/native), where set-up has compiled that; else only slower. */
function keepMemory(require: NodeJS.Require): void {
  try {
    require('@tensorflow/tfjs-node-gpu/lib/napi-v8/keep_memory.node');
  } catch {
    // not compiled: an older set-up, or another C library
  }
}
