import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as tfjs from '@tensorflow/tfjs';
import { restoreRemovedFunctions } from './removed-functions';

/** Which TensorFlow runs: on a GPU, native on the CPU, or the slow one in plain JavaScript. */
export type BackendKind = 'gpu' | 'cpu' | 'javascript';

/** `bfloat16`: convolutions, norms and activations in half the bytes; weights, losses and statistics stay float32. */
export type Precision = 'float32' | 'bfloat16';

/** The names of this library's own ops (lib/native). */
export const ownOpNames = [
  'UnetlabConv3x3',
  'UnetlabConvWeightGradient',
  'UnetlabBatchNormRelu',
  'UnetlabBatchNormReluGrad',
  'UnetlabUpShuffle',
  'UnetlabUpShuffleGrad',
  'UnetlabFusedConv3x3',
  'UnetlabWinogradWeights',
  'UnetlabStem',
  'UnetlabUpConv',
  'UnetlabProject',
] as const;
export type OwnOp = (typeof ownOpNames)[number];

/** What the addon of lib/native exports: `true` for each op and element type that is there, and three texts. */
type OwnOps = Readonly<Partial<Record<`${OwnOp} ${Precision}`, true>>> & {
  /** What the kernels are written for, as `AVX-512`; empty where none is there. */
  readonly instructions: string;
  /** Why some are missing; empty where none is. */
  readonly missing: string;
  /** KiB of the second-level and the last cache that the kernels cut their blocks for, `1024,32768`. */
  readonly caches: string;
};

interface Loaded {
  readonly tf: typeof tfjs;
  readonly native: boolean;
  readonly ownOps: OwnOps;
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

/**
 * Whether one of the library's own ops is there for a precision: on processors with AVX2 or AVX-512, for bfloat16 with
 * AVX-512 BF16; never on a GPU, nor with UNETLAB_OPS=tensorflow. Elsewhere TensorFlow's ops do the same, slower.
 */
export const hasOwnOp = (op: OwnOp, precision: Precision): boolean =>
  loaded.ownOps[`${op} ${precision}`] ?? false;

/** What the kernels of the library's own ops are written for, as `AVX-512`, and why some or all are missing. */
export const ownKernels: Pick<OwnOps, 'instructions' | 'missing' | 'caches'> = loaded.ownOps;

function load(): Loaded {
  const isa = process.env.UNETLAB_ISA; // read where the kernels are
  if (isa && isa !== 'avx512' && isa !== 'avx2')
    throw new Error(`UNETLAB_ISA=${isa} is not known; use avx512 or avx2, or leave it out`);
  // The C++ log would otherwise fill a notebook's first output; set the variable yourself to see it.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  // A step's large ops each keep all cores busy; two at a time only take the cache from each other (5 % in float32).
  // Read when TensorFlow starts. A GPU's ops are only launched from here, and may overlap.
  if (!existsSync('/dev/nvidiactl')) process.env.TF_NUM_INTEROP_THREADS ??= '1';
  // TensorFlow leaves oneDNN off on processors without VNNI, as laptops with AVX2 alone. Without it a step took a third
  // longer there.
  if (process.arch === 'x64') process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
  const require = createRequire(__filename);
  if (process.env.UNETLAB_BACKEND !== 'javascript') {
    try {
      restoreRemovedFunctions();
      const tf = require('@tensorflow/tfjs-node-gpu') as typeof tfjs;
      const onGpu = (tf.backend() as unknown as { isUsingGpuDevice: boolean }).isUsingGpuDevice;
      const ownOps = loadOwnAddon(require); // always: it has memory reused too
      if (onGpu) return { tf, native: true, ownOps: without('a GPU computes'), failure: null };
      const refused = process.env.UNETLAB_OPS === 'tensorflow';
      return {
        tf,
        native: true,
        ownOps: refused ? without('UNETLAB_OPS=tensorflow is set') : ownOps,
        failure: null,
      };
    } catch (error) {
      const failure = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? 'unknown';
      console.warn(
        `unetlab: native TensorFlow is not available (${failure}). Going on in plain JavaScript, ` +
          'tens of times slower: it has no vector instructions and one thread. `npm run doctor` says what to do.',
      );
      return {
        tf: require('@tensorflow/tfjs') as typeof tfjs,
        native: false,
        ownOps: without('native TensorFlow is not loaded'),
        failure,
      };
    }
  }
  return {
    tf: require('@tensorflow/tfjs') as typeof tfjs,
    native: false,
    ownOps: without('native TensorFlow is not loaded'),
    failure: 'UNETLAB_BACKEND=javascript',
  };
}

function without(missing: string): OwnOps {
  return { instructions: '', missing, caches: '' };
}

/**
 * Loads the library's own addon (lib/native), which has freed memory reused rather than given back and adds ops to
 * TensorFlow; without it everything is the same, only slower.
 */
function loadOwnAddon(require: NodeJS.Require): OwnOps {
  try {
    return require('@tensorflow/tfjs-node-gpu/lib/napi-v8/unetlab_native.node') as OwnOps;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'MODULE_NOT_FOUND')
      console.warn(`unetlab: its own ops do not load (${message.split('\n')[0]}); training is slower.`);
    return without('the addon of lib/native is not compiled; npm run setup compiles it');
  }
}
