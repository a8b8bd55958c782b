"""The network in Keras, float32 or bfloat16, as one traced function (see task.py)."""
import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras import layers  # noqa: E402
from safetensors import safe_open  # noqa: E402

import task  # noqa: E402

if task.kind == "bfloat16":
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
with safe_open(f"{task.folder}/network.safetensors", framework="numpy") as file:
    config = json.loads(file.metadata()["model"])
    weights = {name: file.get_tensor(name) for name in file.keys()}
depth, filters = config["depth"], config["baseFilters"]
loads = []


def of(layer, name, *parts):
    loads.append((layer, [weights[f"{name}/{part}"] for part in parts]))
    return layer


def block(x, name, n):
    for i in "12":
        x = of(layers.Conv2D(n, 3, padding="same", use_bias=False), f"{name}/conv{i}", "kernel")(x)
        norm = layers.BatchNormalization(epsilon=1e-3)
        x = layers.ReLU()(of(norm, f"{name}/norm{i}", "scale", "offset", "mean", "variance")(x))
    return x


inputs = layers.Input((None, None, 1))
x, skips = layers.Rescaling(2.0, -1.0)(inputs), []
for level in range(depth):
    x = block(x, f"encoder{level}", filters << level)
    skips.append(x)
    x = layers.MaxPooling2D()(x)
x = block(x, "bottleneck", filters << depth)
for level in reversed(range(depth)):
    up = layers.Conv2DTranspose(filters << level, 2, strides=2, padding="same")
    x = of(up, f"decoder{level}/up", "kernel", "bias")(x)
    x = block(layers.Concatenate()([skips[level], x]), f"decoder{level}", filters << level)
head = of(layers.Conv2D(1, 1), "head", "kernel", "bias")(x)
model = keras.Model(inputs, layers.Activation("sigmoid", dtype="float32")(head))
for layer, values in loads:
    layer.set_weights(values)
traced = tf.function(lambda images: model(images, training=False))


def predict(image):
    return np.asarray(traced(image[None, :, :, None]))[0, :, :, 0]


task.run(predict)
