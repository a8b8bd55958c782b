#!/bin/sh
# Checks the engine on a GPU in under five minutes, and prints one table: the tests of its rooms, losses on the GPU against
# the processor's, and the time of a training step, beside Keras and PyTorch where an environment with them is there.
#   UNETLAB_TENSORFLOW=gpu npm run setup          once: TensorFlow built for CUDA
#   scripts/bench/gpu-check.sh [--python DIR]     DIR: an environment with tensorflow and torch built for CUDA
#   scripts/bench/gpu-check.sh --cpu              the same on the processor, to try the script where there is no GPU
set -eu
cd "$(dirname "$0")/../.."
if [ ! -d node_modules/@tensorflow ] || [ ! -d test/.dist ] || [ ! -d lib/dist ]; then
  echo 'nothing is set up here: UNETLAB_TENSORFLOW=gpu npm run setup' >&2
  exit 2
fi
exec node scripts/bench/gpu-check/check.mjs "$@"
