import { createRequire } from 'node:module';
import type * as tfjs from '@tensorflow/tfjs';

/** Which TensorFlow runs: on a GPU, native on the CPU, or the slow one in plain JavaScript. */
export type BackendKind = 'gpu' | 'cpu' | 'javascript';

/** For which precisions this library's own op computes gradients of convolution weights. */
interface WeightGradients {
  readonly float32: boolean;
  readonly bfloat16: boolean;
}

interface Loaded {
  readonly tf: typeof tfjs;
  readonly native: boolean;
  readonly weightGradients: WeightGradients;
  /** Why the native library did not load, in one line; null where it did. */
  readonly failure: string | null;
}

const noWeightGradients: WeightGradients = { float32: false, bfloat16: false };
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

/**
 * Where the library's own native part (lib/native) replaces TensorFlow's op for the gradient of convolution weights: on
 * processors with AVX-512, for bfloat16 with AVX-512 BF16 and without AMX; never on a GPU.
 */
export const weightGradients: WeightGradients = loaded.weightGradients;

function load(): Loaded {
  // The C++ log would otherwise fill a notebook's first output; set the variable yourself to see it.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  const require = createRequire(__filename);
  if (process.env.UNETLAB_BACKEND !== 'javascript') {
    try {
      const tf = require('@tensorflow/tfjs-node-gpu') as typeof tfjs;
      const onGpu = (tf.backend() as unknown as { isUsingGpuDevice: boolean }).isUsingGpuDevice;
      const own = loadOwnAddon(require);
      return { tf, native: true, weightGradients: onGpu ? noWeightGradients : own, failure: null };
    } catch (error) {
      const failure = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? 'unknown';
      console.warn(
        `unetlab: native TensorFlow is not available (${failure}). Going on in plain JavaScript, ` +
          'tens of times slower: it has no vector instructions and one thread. `npm run doctor` says what to do.',
      );
      return {
        tf: require('@tensorflow/tfjs') as typeof tfjs,
        native: false,
        weightGradients: noWeightGradients,
        failure,
      };
    }
  }
  return {
    tf: require('@tensorflow/tfjs') as typeof tfjs,
    native: false,
    weightGradients: noWeightGradients,
    failure: 'UNETLAB_BACKEND=javascript',
  };
}

/**
 * Loads the library's own addon (lib/native), which has freed memory reused rather than given back and adds ops to
 * TensorFlow; without it everything is the same, only slower.
 */
function loadOwnAddon(require: NodeJS.Require): WeightGradients {
  try {
    const own = require('@tensorflow/tfjs-node-gpu/lib/napi-v8/unetlab_native.node') as {
      float32WeightGradient: boolean;
      bfloat16WeightGradient: boolean;
    };
    return { float32: own.float32WeightGradient, bfloat16: own.bfloat16WeightGradient };
  } catch {
    return noWeightGradients; // not compiled: an older set-up, or another C library
  }
}
