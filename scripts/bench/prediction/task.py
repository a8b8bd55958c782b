"""What every Python contender of the prediction benchmark does with its network: whole images, tiles, symmetries.

    python <name>_peer.py <kind> <folder> <seconds> <tile> <overlap> <case>,<case>...

`folder` holds the network (network.safetensors, network.onnx) and pictures (<height>x<width>.f32). Prints one JSON line. The
time to the first picture counts from the start of the process, which is in the environment as STARTED, seconds since 1970.
"""
import json
import os
import resource
import sys
import time

import numpy as np

kind, folder, seconds, tile, overlap, names = sys.argv[1:7]
seconds, tile, overlap = float(seconds), int(tile), int(overlap)


def over_symmetries(predict, image):
    turns = (0, 1, 2, 3) if image.shape[0] == image.shape[1] else (0, 2)
    mean = np.zeros(image.shape, np.float32)
    for mirror in (False, True):
        for k in turns:
            moved = np.rot90(image[:, ::-1] if mirror else image, k)
            back = np.rot90(predict(np.ascontiguousarray(moved)), -k)
            mean += back[:, ::-1] if mirror else back
    return mean / (2 * len(turns))


def starts(length):
    return [*range(0, length - tile, tile - overlap), length - tile]


def tiled(predict, image):
    edge = np.minimum(np.arange(tile), np.arange(tile)[::-1]) + 1
    weight = np.minimum.outer(edge, edge).astype(np.float32)
    total, weights = np.zeros(image.shape, np.float32), np.zeros(image.shape, np.float32)
    for top in starts(image.shape[0]):
        for left in starts(image.shape[1]):
            at = np.s_[top : top + tile, left : left + tile]
            total[at] += weight * predict(np.ascontiguousarray(image[at]))
            weights[at] += weight
    return total / weights


def run(network):
    """Times `network`, a function of [h, w] float32 in [0, 1] to probabilities [h, w] float32."""
    result = {"cases": {}}
    for name in names.split(","):
        size, *words = name.split("-")
        height, width = map(int, size.split("x"))
        image = np.fromfile(f"{folder}/{size}.f32", np.float32).reshape(height, width)
        one = (lambda x: over_symmetries(network, x)) if "symmetries" in words else network
        predict = (lambda x: tiled(one, x)) if "tiled" in words else one
        began = time.perf_counter()
        out = predict(image)
        took = [time.perf_counter() - began]
        cold = "first" not in result
        result.setdefault("first", time.time() - float(os.environ["STARTED"]))
        if cold or took[0] < seconds:  # a long case later on needs no warming up
            took.clear()
        while not took or sum(took) < seconds and len(took) < 30:
            began = time.perf_counter()
            out = predict(image)
            took.append(time.perf_counter() - began)
        result["cases"][name] = {"seconds": took, "probe": [float(p) for p in out.reshape(-1)[:: out.size // 997]]}
    result["peakMb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result))
