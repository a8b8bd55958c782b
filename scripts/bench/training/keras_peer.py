"""python keras_peer.py <size> <batch> <filters> <steps> <float32|bfloat16>: one JSON line"""
import json
import os
import resource
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow  # noqa: E402
from keras import layers, ops  # noqa: E402

size, batch, filters, count = map(int, sys.argv[1:5])
if sys.argv[5] == "bfloat16":
    keras.mixed_precision.set_global_policy("mixed_bfloat16")


def block(x, n):
    for _ in range(2):
        x = layers.Conv2D(n, 3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    return x


inputs = layers.Input((size, size, 1))
x, skips = inputs, []
for level in range(4):
    x = block(x, filters << level)
    skips.append(x)
    x = layers.MaxPooling2D()(x)
x = block(x, filters << 4)
for level in reversed(range(4)):
    x = layers.Conv2DTranspose(filters << level, 2, strides=2, padding="same")(x)
    x = block(layers.Concatenate()([skips[level], x]), filters << level)
model = keras.Model(inputs, layers.Conv2D(1, 1, activation="sigmoid", dtype="float32")(x))


def dice(y, p):
    return 1 - (2 * ops.sum(y * p) + 1) / (ops.sum(y) + ops.sum(p) + 1)


model.compile(keras.optimizers.Adam(1e-4), loss=dice, jit_compile=False)
rng = np.random.default_rng(1)
images = rng.random((batch, size, size, 1), dtype="float32")
masks = (rng.random((batch, size, size, 1)) < 0.1).astype("float32")
times, losses = [], []
for _ in range(count):
    start = time.perf_counter()
    losses.append(float(model.train_on_batch(images, masks)))
    times.append((time.perf_counter() - start) * 1000)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
device = "gpu" if tensorflow.config.list_physical_devices("GPU") else "cpu"
print(json.dumps({"times": times, "losses": losses, "peakMb": peak, "device": device}))
