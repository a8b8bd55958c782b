import { existsSync } from 'node:fs';

/**
 * Why TensorFlow built for CUDA may find no GPU here, and what to look at, in one line.
 *
 * @param {{ env?: Record<string, string | undefined>, exists?: (path: string) => boolean }} [machine] for tests
 */
export function missingGpu({ env = process.env, exists = existsSync } = {}) {
  const none = 'TensorFlow built for CUDA is set up and finds none, so the processor computes';
  const back = 'without a GPU: UNETLAB_TENSORFLOW=cpu npm run setup';
  const visible = env.CUDA_VISIBLE_DEVICES;
  if (visible !== undefined && !/^\s*(\d|GPU-|MIG-)/.test(visible))
    return `${none}: CUDA_VISIBLE_DEVICES=${visible} hides all; unset it`;
  // Linux's driver makes the first, the Windows subsystem for Linux the second.
  if (!exists('/dev/nvidiactl') && !exists('/dev/dxg'))
    return (
      `${none}: no NVIDIA driver is loaded here (\`nvidia-smi\` has to list a GPU; a container needs --gpus all, ` +
      `a cluster's job has to ask for one); ${back}`
    );
  return (
    `${none}: the driver is there (look at its version and at what uses the GPU: \`nvidia-smi\`; CUDA 12 needs 525 or later); ` +
    `TF_CPP_MIN_LOG_LEVEL=0 node -e "require('unetlab/backend')" says what TensorFlow misses; ${back}`
  );
}
