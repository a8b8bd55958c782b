import type { Tensor4D } from '@tensorflow/tfjs';
import { nativeBackend } from './native';
import {
  hasOwnOp,
  isNative,
  nativeFailure,
  ownKernels,
  ownOpNames,
  tf,
  type BackendKind,
  type OwnOp,
} from './tensorflow';

/** What runs the tensors, for people and for run records. */
export interface BackendDescription {
  readonly kind: BackendKind;
  /** Version of the TensorFlow library, or of TensorFlow.js in plain JavaScript. */
  readonly version: string;
  readonly devices: readonly string[];
  /** Measured speed of a 3×3 convolution, 10⁹ floating-point operations a second; null until measured. */
  readonly gflops: number | null;
  /** This library's own ops (lib/native), which compute instead of TensorFlow's. */
  readonly ownOps: OwnOpsDescription;
  /** Why the native library is not used, or null where it is. */
  readonly failure: string | null;
}

/** Which of this library's own ops are there. */
export interface OwnOpsDescription {
  /** What their kernels are written for, as `AVX-512`, or null where there are none. */
  readonly instructions: string | null;
  readonly float32: readonly OwnOp[];
  readonly bfloat16: readonly OwnOp[];
  /** Why some or all are missing, in words, or null where none is. */
  readonly missing: string | null;
  /** KiB of the caches that their blocks are cut for: a thread's part of the second level, and the last; null as above. */
  readonly caches: { readonly level2: number; readonly level3: number } | null;
}

/** Which backend runs. */
export function backendKind(): BackendKind {
  if (!isNative) return 'javascript';
  return nativeBackend().isUsingGpuDevice ? 'gpu' : 'cpu';
}

/**
 * Describes the backend; with `measure` (default true) it also times a 3×3 convolution of 64 channels for about a
 * tenth of a second.
 *
 * @param now clock in milliseconds, default `performance.now`
 */
export function describeBackend({ measure = true, now = () => performance.now() } = {}): BackendDescription {
  const kind = backendKind();
  return {
    kind,
    version: isNative ? nativeBackend().binding.TF_Version : tf.version.tfjs,
    devices: kind === 'gpu' ? ['GPU:0', 'CPU:0'] : ['CPU:0'],
    gflops: measure ? convolutionSpeed(kind === 'javascript' ? 16 : 128, now) : null,
    ownOps: {
      instructions: ownKernels.instructions || null,
      float32: ownOpNames.filter((op) => hasOwnOp(op, 'float32')),
      bfloat16: ownOpNames.filter((op) => hasOwnOp(op, 'bfloat16')),
      missing: ownKernels.missing || null,
      caches: ownKernels.instructions ? cachesOf(ownKernels.caches) : null,
    },
    failure: nativeFailure,
  };
}

function cachesOf(text: string): { level2: number; level3: number } {
  const [level2, level3] = text.split(',').map(Number);
  return { level2: level2!, level3: level3! };
}

/** Best of twenty convolutions `[1, size, size, 64] * [3, 3, 64, 64]`, in GFLOP/s. */
function convolutionSpeed(size: number, now: () => number): number {
  return tf.tidy(() => {
    const x: Tensor4D = tf.ones([1, size, size, 64]);
    const w: Tensor4D = tf.ones([3, 3, 64, 64]);
    let best = Infinity;
    for (let i = 0; i < 21; i += 1) {
      const start = now();
      tf.tidy(() => tf.conv2d(x, w, 1, 'same').slice([0, 0, 0, 0], [1, 1, 1, 1]).dataSync());
      if (i > 0) best = Math.min(best, now() - start);
    }
    return (2 * size * size * 64 * 64 * 9) / (best * 1e6);
  });
}
